import type { Scene, TextScene } from "../types";
import type { Part } from "./life";
import { paragraphs } from "./paragraphs";
import { told, type Mine } from "./told";

/** A scene of words, with what is mine told first. */
export const textScene = (data: TextScene, mine: Mine): Part => paragraphs(data.title, [...told(data, mine), ...data.paragraphs]);

/** A scene in one sentence or two, with its figures, for who does not see it: its title with `rows`, what is mine with `more`. */
export function spoken(data: Scene, mine: Mine, rows: string[] = [], more: string[] = []): string {
  if (!("title" in data)) return "";
  const came = data.kind === "text" ? data.paragraphs.slice(0, 1) : "sentence" in data ? [data.sentence] : [];
  return [[data.title, ...rows].join(". "), [...told(data, mine), ...more, ...came].join(" ")].join(". ");
}
