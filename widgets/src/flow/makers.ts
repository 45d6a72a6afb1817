// What a widget draws with: for each kind of question, answer and scene that its bundle has, the one function for it.
import type { FieldContext, FieldPart } from "../kit/field";
import type { Part } from "../kit/life";
import type { Mine } from "../kit/told";
import type { Answer, Field, Reach, Scene } from "../types";
import type { Stage } from "../widget";

/** What cards that ask something have in common. */
export interface Asking {
  key: string;
  title: string;
  reach: Reach;
  note_reach: Reach;
}
export type AskingStage = Stage<Asking>;

export interface Makers {
  field(field: Field, context: FieldContext): FieldPart;
  answered(field: Field, answer: Answer): HTMLElement;
  scene(scene: Scene, mine: Mine): Part;
  /** The scene in a sentence or two, with its figures, for who does not see it unfold. */
  spoken(scene: Scene, mine: Mine): string;
}

/** One function for all kinds that a bundle has. Naming them here is what puts them into it. */
export const pick =
  <T extends { kind: string }, Rest extends unknown[], Out>(by: { [K in T["kind"]]?: (one: Extract<T, { kind: K }>, ...rest: Rest) => Out }) =>
  (one: T, ...rest: Rest): Out =>
    (by[one.kind as T["kind"]] as (one: T, ...rest: Rest) => Out)(one, ...rest);
