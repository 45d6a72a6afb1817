// The shapes of rooms that are put together by hand, and of what they come to.
import type { Reach } from "../types";

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
}
