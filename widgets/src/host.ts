// A page of widgets that needs no kernel and no network: everything it shows lies in the page itself.
import "./host/host.css";
import { bar, wear } from "./host/bar";
import { exhibit, type Definition, type Shown } from "./host/exhibit";
import { h } from "./kit/h";
import { unknownCard } from "./words/host";

interface Bundle {
  script: string;
  style: string;
}
interface Page {
  bundles: Record<string, Bundle>;
  exhibits: Shown[];
  bar: boolean;
}

/** A widget's definition from the text of its script, the same text that Jupyter runs. */
async function definition({ script, style }: Bundle): Promise<Definition> {
  document.head.append(h("style", style));
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const module = (await import(address)) as { default: Definition };
    return module.default;
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function show({ bundles, exhibits, bar: wanted }: Page): Promise<void> {
  wear((document.documentElement.dataset["theme"] as Parameters<typeof wear>[0] | undefined) ?? "system");
  // It says that JavaScript is needed; here it is.
  document.querySelector(".page-waits")?.remove();
  if (wanted) document.querySelector("main")?.before(bar());
  const loaded = await Promise.all(Object.entries(bundles).map(async ([name, bundle]) => [name, await definition(bundle)] as const));
  const definitions = new Map(loaded);
  document.querySelectorAll<HTMLElement>("[data-exhibit]").forEach((stand) => {
    const shown = exhibits[Number(stand.dataset["exhibit"])];
    const found = shown && definitions.get(shown.widget);
    if (shown && found) exhibit(stand, shown, found);
    else stand.replaceChildren(h("p", { role: "alert" }, unknownCard(shown?.widget ?? "")));
  });
  document.documentElement.dataset["ready"] = "";
}

void show(JSON.parse(document.getElementById("kith-page")?.textContent ?? "{}") as Page);
