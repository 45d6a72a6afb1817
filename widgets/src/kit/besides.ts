// What a fold tells of me besides its sentences: how far off I was, whether I had allowed for it, and how often I chose what.
import { figure } from "../format";
import { field } from "../store";
import type { GapScene, Scene, TextScene } from "../types";
import * as words from "../words";
import type { Part } from "./life";
import { paragraphs } from "./paragraphs";
import { spoken } from "./scene";
import { markOf, told, type Mine } from "./told";

/** How far apart, in words that agree with the two whole numbers beside them. */
export function apart(mine: number, truth: number): string {
  const distance = Math.abs(Math.round(truth) - Math.round(mine));
  return distance ? words.apart(distance) : words.samePlace;
}

/** Whether what came lies in the range that would have been no surprise to me. */
function range({ of, rows }: GapScene, mine: Mine): string {
  const width = field(field(mine.answers, of ?? ""), "width");
  const where = rows.flatMap(({ id, label, truth }) => {
    const at = markOf(mine, of, id);
    return at === null || typeof width !== "number" ? [] : [(Math.abs(at - truth) > width ? words.beyond : words.inside)(label)];
  });
  return where.length && typeof width === "number" ? words.allowed(width, where) : "";
}

/** How often I chose what, in the order of the options. */
function tally(ids: readonly string[], without: string, { fields, answers }: Mine): string {
  const counts = new Map<string, number>();
  for (const one of fields)
    if (one.kind === "choice" && ids.includes(one.id))
      for (const { id, label } of one.options) counts.set(label, (counts.get(label) ?? 0) + Number(answers?.[one.id] === id));
  const chosen = [...counts].filter(([, count]) => count);
  return chosen.length ? words.chose(chosen.map(([label, count]) => words.times(count, label))) : without;
}

/** All of it for one scene. */
export const besides = (scene: Scene, mine: Mine): string[] =>
  [scene.kind === "gap" ? range(scene, mine) : scene.kind === "text" && scene.tally ? tally(scene.tally.of, scene.tally.without, mine) : ""].filter(Boolean);

/** A row in words: for who doesn't see the line, and for the sentence that is read out. */
export const rowName = ({ label, truth }: GapScene["rows"][number], mine: number | null): string =>
  [label, ...(mine === null ? [figure(truth)] : [`${words.you} ${figure(mine)}`, figure(truth), apart(mine, truth)])].join(", ");

/** A scene of words in a fold, with what is mine told first. */
export const foldText = (data: TextScene, mine: Mine): Part => paragraphs(data.title, [...told(data, mine), ...besides(data, mine), ...data.paragraphs]);

/** What unfolds in a fold in one sentence or two, with its figures, for who does not see it. */
export const foldSpoken = (data: Scene, mine: Mine): string =>
  spoken(data, mine, data.kind === "gap" ? data.rows.map((row) => rowName(row, markOf(mine, data.of, row.id))) : [], besides(data, mine));
