import type { Scene } from "../types";
import { dots } from "./dots";
import { gap } from "./gap";
import { h, uid } from "./h";
import { still, type Part } from "./life";
import { shuffle } from "./shuffle";

/** One step of what came. */
export function scene(data: Scene): Part {
  if (data.kind === "dots") return dots(data);
  if (data.kind === "gap") return gap(data);
  if (data.kind === "shuffle") return shuffle(data);
  const id = uid();
  return still(
    h("section.k-scene", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, data.title),
      ...data.paragraphs.map((text) => h("p.k-paragraph", text)),
    ),
  );
}
