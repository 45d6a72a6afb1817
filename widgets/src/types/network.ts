// The shapes of a network that the makers made up: who knows whom, what changes in it, and how news runs through it.
import type { Named, Reach } from "../types";

/** A network, and what its people know how to do. */
export interface Web {
  people: Named[];
  ties: Pair[];
  /** By the ids of those who know it. */
  things: { label: string; by: string[] }[];
}
/** Two people, by their ids. */
export type Pair = [one: string, other: string];

/** One change in a network: a tie more, a tie that goes elsewhere, or somebody who leaves. */
export interface NetworkField {
  id: string;
  kind: "network";
  label: string;
  change: "add" | "move" | "leave";
  net: Web;
  starts: string[];
  reach?: Reach;
}
export interface NetworkAnswer {
  cut?: Pair;
  add?: Pair;
  out?: string;
}

/** A network to look at, with those who know something first. */
export interface WebScene {
  kind: "web";
  title: string;
  net: Web;
  starts: string[];
}
/** What came of a network as it was, and with my change, beside what I expected. */
export interface RunScene {
  kind: "run";
  title: string;
  net: Web;
  starts: string[];
  /** From how many of those one knows one must have it. */
  needs: number;
  counts: "heard" | "steps" | "lost" | "alone";
  /** My change, as a step and one of its fields; null where nothing changes. */
  change: [step: string, field: string] | null;
  /** What I expected. */
  of: [step: string, field: string];
  /** What came, where it says {n} of {all}; and how that lies to what I expected, where it says {mine} and {gap}. */
  came: string;
  off: string;
  met: string;
  how: string;
  /** The rule as it is written. */
  code: string;
}
/** The same in one sentence, to be held against what I make of it. */
export interface RanScene extends Omit<RunScene, "kind" | "code"> {
  kind: "ran";
}
