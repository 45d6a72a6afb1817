// The frame of every picture: the finding, one sentence, the picture, then the figures and how they were made.
import type { DotsScene, FigureScene, GapScene, ShuffleScene, Table } from "../types";
import * as words from "../words";
import { h, uid } from "./h";
import { still, type Part } from "./life";
import { dataTable } from "./table";
import { told, type Mine } from "./told";

/** A question that opens on a click, closed at first. */
export const details = (summary: string, ...content: (Node | string)[]): HTMLDetailsElement =>
  h("details.k-details", h("summary", summary), h("div.k-detail", ...content));

type Framed = DotsScene | FigureScene | GapScene | ShuffleScene;

/** A picture in its frame; `table` may hold more than the scene's own, or be none where nothing lies behind the picture. */
export function framed(scene: Framed, mine: Mine, picture: HTMLElement[], table: Table | null = scene.table, more: string[] = []): Part {
  const id = uid();
  return still(
    h("figure.k-scene", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, scene.title),
      h("p.k-sentence", [scene.sentence, ...told(scene, mine), ...more].join(" ")),
      ...picture,
      h("div.k-behind",
        table ? details(words.table, dataTable(table, scene.title)) : "",
        scene.how ? details(words.how, h("p", scene.how)) : "",
      ),
    ),
  );
}
