// The shapes of activities: steps that ask, then show. All strings are plain text.
import type { Answers, Axis, Field, Named, Reach, Said, Scene, Table } from "../types";

/** A whole number, chosen from a row of them. */
export interface RatingField {
  id: string;
  kind: "rating";
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
  ends: [string, string];
  reach?: Reach;
}

/** Places in somebody's words; to mark none is an answer too. */
export interface PassageField {
  id: string;
  kind: "passage";
  label: string;
  optional: boolean;
  words: string;
  reach?: Reach;
}
/** From and to in code points, in order and apart from each other. */
export type Spans = [from: number, to: number][];
export interface PassageAnswer {
  /** Whose words they are is put in by who keeps the answer. */
  of: string;
  spans: Spans;
}

export interface Quote {
  words: string;
  /** Whose words: mine, one other person's, or what the makers of the course put in their place. */
  voice: "you" | "partner" | "makers";
  label: string;
  at?: string | null;
}
/** Somebody's words, exactly as they wrote them. */
export interface QuoteScene extends Quote {
  kind: "quote";
}
/** My own words of a step, as the state has them, with places marked in them (from and to in code points). */
export interface MineScene {
  kind: "mine";
  of: [step: string, field: string];
  label: string;
  spans: Spans;
}
/** Two quotations side by side. */
export interface PairScene {
  kind: "pair";
  parts: [QuoteScene | MineScene, QuoteScene | MineScene];
}
/** Minutes that somebody may start, with the words on their button and those for their end. */
export interface ClockScene {
  kind: "clock";
  minutes: number;
  start: string;
  over: string;
}
/** My answers held against what was so: at each level of sureness, how many of how many. Without rows, one sentence. */
export interface TallyScene {
  kind: "tally";
  title: string;
  sentence: string;
  /** For who answered nothing. */
  without: string;
  /** For each claim where my answer stands, and the option that is right. */
  of: { step: string; choice: string; sure: string; right: string }[];
  levels: number[];
  unit: string;
  /** What was so of each claim, in the order of `of`, and where that is known from. */
  rows: { label: string; came: string; how: string }[];
}
export interface Ends {
  low: number;
  high: number;
}
/** A figure of the cohort as it was released: where it lies, between which ends, and of how many; or why it is not shown. */
export interface FigureScene {
  kind: "figure";
  title: string;
  sentence: string;
  said: Said[];
  /** Whose figure it is, in a word that stands beside its mark. */
  who: string;
  /** The line that it is drawn on; null where there is nothing to draw. */
  axis: Axis | null;
  point: number | null;
  /** The widest first. */
  intervals: ({ level: number } & Ends)[];
  /** Where chance alone would put 95 of 100 such figures; null where nothing is held against it. */
  chance: Ends | null;
  /** What came out elsewhere on the same line, in whom; null where nothing is named. */
  published: { value: number; who: string; source: string } | null;
  /** Why it is not shown, in a few words for its place; empty where it is. */
  short: string;
  /** My own answer on the same line: a step and one of its fields, or a field of a fold and one of its marks. */
  of: [step: string, field: string] | null;
  table: Table;
  how: string;
}

export interface LeavesCard {
  prompt: string;
  part: string;
  title: string;
  intro: string[];
  reach: Reach;
  /** Who reads notes, whatever the answers' own reach. */
  note_reach: Reach;
  /** How one may take part here: with others over time, alone, in one room. */
  forms: Named[];
  care: { leave_out: string[]; contact: string } | null;
  key: string;
}
export interface Passed {
  id: string;
  part: string;
  door: "commit" | "look" | "next";
  at: string;
  fields: Field[];
  answers: Answers | null;
  /** All that the step shows; so many of them stood above its question. */
  scenes: Scene[];
  before: number;
}
export interface Ahead {
  id: string;
  before: Scene[];
  fields: Field[];
  door: "both" | "commit" | "skip" | "next";
  /** What the doors say; empty where they say the usual. */
  button: string;
  look: string;
  /** A sentence while something has to come first. */
  waits: string;
  /** Whether it opens with the word that is said in the room. */
  held: boolean;
  /** The way out of a trial, in words. */
  stop?: string;
  /** Which step of how many this is; nothing where answers decide how many there are. */
  place?: [n: number, all: number] | null;
}
export interface LeavesState {
  form: string;
  /** Of all parts, so that one can quote another; a card draws its own. */
  passed: Passed[];
  ahead: Ahead | null;
  ended: boolean;
  /** Behind the last step, what becomes of it now and when; empty where nothing is awaited. */
  awaits?: string;
  /** Whether my answers are left out of every figure; null where that is not asked. */
  out: boolean | null;
  notes: { text: string; at: string }[];
}

export type LeavesAction =
  | { do: "commit"; step: string; answers: Answers }
  | { do: "look"; step: string }
  | { do: "next"; step: string; word?: string; away?: true }
  | { do: "stop"; step: string }
  | { do: "note"; text: string }
  | { do: "form"; form: string }
  | { do: "out"; out: boolean };
