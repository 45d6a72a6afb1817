// A page of widgets that needs no kernel and no network: everything it shows lies in the page itself.
import "./host/host.css";
import { bar, wear } from "./host/bar";
import { exhibit, type Definition, type Shown } from "./host/exhibit";
import { h } from "./kit/h";
import { brokenCard, unknownCard } from "./words/host";

interface Bundle {
  script: string;
  style: string;
}
interface Page {
  bundles: Record<string, Bundle>;
  exhibits: Shown[];
  bar: boolean;
}

/** A widget's definition from the text of its script, the same text that Jupyter runs; none where it can't be read. */
async function definition({ script, style }: Bundle): Promise<Definition | null> {
  document.head.append(h("style", style));
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const module = (await import(address)) as { default: Definition };
    return module.default;
  } catch (error) {
    console.error(error);
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Shows one exhibit; where it fails, a sentence stands in its place, and the others live. */
function show(stand: HTMLElement, shown: Shown | undefined, found: Definition | null | undefined): void {
  const say = (sentence: string): void => stand.replaceChildren(h("p", { role: "alert" }, sentence));
  if (!shown || !found) return say(unknownCard(shown?.widget ?? ""));
  try {
    exhibit(stand, shown, found);
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
  const loaded = await Promise.all(Object.entries(bundles).map(async ([name, bundle]) => [name, await definition(bundle)] as const));
  const definitions = new Map(loaded);
  document.querySelectorAll<HTMLElement>("[data-exhibit]").forEach((stand) => {
    const shown = exhibits[Number(stand.dataset["exhibit"])];
    show(stand, shown, definitions.get(shown?.widget ?? ""));
  });
  // A state that is shown by pressing something has taken the focus with it; the page begins at its beginning.
  if (!location.hash) {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  }
  document.documentElement.dataset["ready"] = "";
}

void open(JSON.parse(document.getElementById("kith-page")?.textContent ?? "{}") as Page);
