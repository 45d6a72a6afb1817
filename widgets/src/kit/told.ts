// What is mine in a scene: found in my answers, and told in sentences. The scene itself holds only what came.
import { figure } from "../format";
import { field } from "../store";
import type { Answers, FoldCard, FoldState, Mean, Passed, Said, Scene } from "../types";

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

/** The sentences of a scene that have a figure of mine in them. */
export const told = (scene: Scene, mine: Mine): string[] => ("said" in scene ? (scene.said ?? []).map((one) => saying(one, mine)).filter(Boolean) : []);
