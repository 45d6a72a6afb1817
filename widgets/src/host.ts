// A page of widgets that needs no kernel and no network: everything it shows lies in the page itself.
import "./host/host.css";
import { bar, wear } from "./host/bar";
import { exhibit, type Definition, type Shown } from "./host/exhibit";
import { h } from "./kit/h";
import { brokenCard, unknownCard } from "./words/host";

// Under this name lies what widgets share. Its style sheet comes last, as Python wrote it.
const SHARED = "shared";

interface Bundle {
  script: string;
  style: string;
}
interface Page {
  /** None where each lies in a file of its own, as on a site: its script has put it into `kithBundles` by now. */
  bundles: Record<string, Bundle> | null;
  exhibits: Shown[];
  bar: boolean;
}

declare global {
  var kithBundles: Record<string, Bundle> | undefined;
}

/** The module of a widget: what makes it out of what widgets share, or a widget that needs nothing of that. */
interface Made {
  make?(shared: unknown): Definition;
  default: Definition;
}

/** What a script exports, the same text that Jupyter runs; none where it can't be read. */
async function loaded({ script, style }: Bundle): Promise<unknown> {
  document.head.append(h("style", style));
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return await import(address);
  } catch (error) {
    console.error(error);
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Shows one exhibit; where it fails, a sentence stands in its place, and the others live. */
function show(stand: HTMLElement, shown: Shown | undefined, found: Definition | null, told: boolean): void {
  const say = (sentence: string): void => stand.replaceChildren(h("p", { role: "alert" }, sentence));
  if (!shown || !found) return say(unknownCard(shown?.widget ?? ""));
  try {
    exhibit(stand, shown, found, told);
  } catch (error) {
    console.error(error);
    say(brokenCard);
  }
}

async function open({ bundles, exhibits, bar: wanted }: Page): Promise<void> {
  wear((document.documentElement.dataset["theme"] as Parameters<typeof wear>[0] | undefined) ?? "system");
  // It says that JavaScript is needed; here it is.
  document.querySelector(".page-waits")?.remove();
  if (wanted) document.querySelector("main")?.before(bar());
  const modules = new Map(await Promise.all(Object.entries(bundles ?? globalThis.kithBundles ?? {}).map(async ([name, bundle]) => [name, await loaded(bundle)] as const)));
  const definition = (name: string): Definition | null => {
    const found = modules.get(name) as Made | null | undefined;
    const shared = modules.get(SHARED);
    return found?.make ? (shared ? found.make(shared) : null) : (found?.default ?? null);
  };
  document.querySelectorAll<HTMLElement>("[data-exhibit]").forEach((stand) => {
    const shown = exhibits[Number(stand.dataset["exhibit"])];
    show(stand, shown, definition(shown?.widget ?? ""), bundles === null);
  });
  // A state that is shown by pressing something has taken the focus with it; the page begins at its beginning.
  if (!location.hash) {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  }
  document.documentElement.dataset["ready"] = "";
}

void open(JSON.parse(document.getElementById("kith-page")?.textContent ?? "{}") as Page);
