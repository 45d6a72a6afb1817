import type { Answer, Field, Reach } from "../types";
import type { Part } from "./life";

/** What still lacks before a field can be committed, in words that follow "Before you can commit:". */
export interface Lack {
  readonly sentence: string;
  focus(): void;
}

export interface FieldPart extends Part {
  /** The answer, or all that lacks. An optional text left empty is an answer. */
  read(): { answer: Answer } | { lacks: Lack[] };
  /** What was touched so far, to be kept in this browser. */
  touched(): unknown;
}

export interface FieldContext {
  /** The card's usual reach; a field that differs says so. */
  reach: Reach;
  /** Whether each field names the card's usual reach itself, since the form does not. */
  named: boolean;
  /** Id of the line that says who sees all fields of the form; empty where each says so, or the form does below. */
  seen?: string;
  /** What `touched` gave, from this browser's storage: any shape may come. */
  earlier: unknown;
  changed(): void;
  /** Has a screen reader say what moved. */
  say(sentence: string): void;
}

/** Makes the part for one kind of field. */
export type FieldMaker<F extends Field> = (field: F, context: FieldContext) => FieldPart;
