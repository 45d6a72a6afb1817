// What is mine in a scene: found in my answers, and told in sentences. The scene itself holds only what came.
import { figure } from "../format";
import { field } from "../store";
import type { Answers, FoldCard, FoldState, GapScene, Mean, Passed, Said, Scene } from "../types";
import * as words from "../words";

/** What a reader brings to a scene: what they were asked and answered above the fold, and the guess before this scene. */
export interface Mine {
  fields: FoldCard["fields"];
  answers: Answers | null;
  guess: number | null;
  /** In an activity: the steps that were passed, where all that is mine stands. */
  passed?: readonly Passed[];
}

/** What I answered at a step of an activity. */
export const answerAt = ({ passed }: Mine, step: string, id: string): unknown => field(passed?.find((one) => one.id === step)?.answers, id);

/** What is mine beside a scene of a fold: my answers above it, and the guess that came before it. */
export const brought = ({ fields }: FoldCard, { answers, guesses }: FoldState, scene = -1): Mine => ({ fields, answers, guess: guesses.at(scene) ?? null });

const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** My value for one mark of a field. */
export const markOf = ({ answers }: Mine, of: string | undefined, mark: string): number | null =>
  number(field(field(field(answers, of ?? ""), "values"), mark));

/** My number at a place: of a fold a field and its mark, of an activity a step and its field. */
export const placeOf = (mine: Mine, of: [string, string]): number | null => (mine.passed ? number(answerAt(mine, ...of)) : markOf(mine, ...of));

/** The mean of my answers at these places. What was chosen from a list of words counts by its name, if that is a number. */
function mean({ places, turn, least }: Mean, mine: Mine): number | null {
  const given = places.flatMap(([step, id, turned]) => {
    const value = Number(answerAt(mine, step, id));
    return Number.isNaN(value) ? [] : [turned ? turn - value : value];
  });
  return given.length < least ? null : given.reduce((sum, value) => sum + value, 0) / given.length;
}

/** One sentence, with my figure in it where there is one. */
export function saying({ of, with: told, without }: Said, mine: Mine): string {
  const value = of === "guess" ? mine.guess : "places" in of ? mean(of, mine) : placeOf(mine, of);
  return value === null ? without : told.replace("{mine}", () => figure(value));
}

/** How far apart, in words that agree with the two whole numbers beside them. */
export function apart(mine: number, truth: number): string {
  const distance = Math.abs(Math.round(truth) - Math.round(mine));
  return distance ? words.apart(distance) : words.samePlace;
}

/** Whether what came lies in the range that would have been no surprise to me. */
function range({ of, rows }: GapScene, mine: Mine): string {
  const width = number(field(field(mine.answers, of ?? ""), "width"));
  const where = rows.flatMap(({ id, label, truth }) => {
    const at = markOf(mine, of, id);
    return at === null || width === null ? [] : [(Math.abs(at - truth) > width ? words.beyond : words.inside)(label)];
  });
  return where.length ? words.allowed(width ?? 0, where) : "";
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

/** All that a scene says about me, sentence by sentence. */
export function told(scene: Scene, mine: Mine): string[] {
  const said = "said" in scene ? (scene.said ?? []).map((one) => saying(one, mine)) : [];
  if (scene.kind === "text" && scene.tally) said.push(tally(scene.tally.of, scene.tally.without, mine));
  if (scene.kind === "gap") said.push(range(scene, mine));
  return said.filter(Boolean);
}
