import { h, uid } from "./h";
import { still, type Part } from "./life";

/** Words under their title, if they have one, where nothing of what is mine is told. */
export function paragraphs(title: string, texts: readonly string[]): Part {
  const id = uid();
  return still(
    h("section.k-scene", { "aria-labelledby": id },
      title ? h("h4.k-finding", { id, tabindex: -1 }, title) : null,
      ...texts.map((text) => h("p.k-paragraph", text)),
    ),
  );
}
