// The shapes of rooms that are put together by hand, of what they come to, and of a talk in one.
import type { Named, Reach } from "../types";

/** After how many others each of a room's people asks; somebody who waits for all of them never does. */
export interface CrowdField {
  id: string;
  kind: "crowd";
  label: string;
  /** How they stand at first, which is nobody's answer. */
  start: number[];
  reach?: Reach;
}
/** How many people stand at each number of others. */
export type CrowdAnswer = Record<string, number>;

/** What the room comes to that I put together, beside my guess. It is run where it is seen. */
export interface CrowdScene {
  kind: "crowd";
  of: [step: string, field: string];
  expected: [step: string, field: string];
  /** The rule as it is written. */
  code: string;
}

/** For how long each seat of a group speaks, marked by a key for each; `seats` is the usual number. */
export interface TurnsField {
  id: string;
  kind: "turns";
  label: string;
  seats: number;
  reach?: Reach;
}
/** Whole seconds, in the order of seats. */
export type TurnsAnswer = number[];

/** One or more of a list. */
export interface SeveralField {
  id: string;
  kind: "several";
  label: string;
  options: Named[];
  reach?: Reach;
}

/** What was marked of one seat at a time, beside the guess of whoever keeps the device; their seat is 0 where nobody knows it. */
export interface TurnsScene {
  kind: "turns";
  of: [step: string, field: string];
  expected: [step: string, field: string];
  seat: number;
}
