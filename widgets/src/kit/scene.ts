import type { Scene, TextScene } from "../types";
import { rowName } from "./gap";
import type { Part } from "./life";
import { paragraphs } from "./paragraphs";
import { markOf, told, type Mine } from "./told";

/** A scene of words, with what is mine told first. */
export const textScene = (data: TextScene, mine: Mine): Part => paragraphs(data.title, [...told(data, mine), ...data.paragraphs]);

/** What unfolds in a fold in one sentence or two, with its figures, for who does not see it. */
export function spoken(data: Scene, mine: Mine): string {
  if (!("title" in data)) return "";
  const rows = data.kind === "gap" ? data.rows.map((row) => rowName(row, markOf(mine, data.of, row.id))) : [];
  const came = data.kind === "text" ? data.paragraphs.slice(0, 1) : "sentence" in data ? [data.sentence] : [];
  return [[data.title, ...rows].join(". "), [...told(data, mine), ...came].join(" ")].join(". ");
}
