// What a frame's numbers look like. Whoever does something is dark, whoever does not is light; what changed in this very
// step lies between: four looks that are told by how light they are, in any colours and in none.
import type { PlayerCard } from "../types";
import type { Codes, Run } from "./run";

export const [OFF, BEGAN, STOPPED, ON] = [0, 1, 2, 3] as const;
/** How many sizes an amount is told in. */
export const SIZES = 20;

type Frames = NonNullable<PlayerCard["frames"]>;

export interface Coded {
  /** The looks of a step's places; the same array each time. */
  at(step: number): Codes;
  /** Of how many looks there are places in that step. */
  counts(codes: Codes): number[];
}

/** Gives each place of a frame its look; amounts are told against `most`, the greatest of all runs shown. */
export function coded(run: Run, frames: Frames, most: number): Coded {
  const codes = new Uint8Array(run.places);
  const write = (step: number): void => {
    const now = run.frame(step);
    if (frames.kind === "levels") {
      for (let i = 0; i < codes.length; i++) codes[i] = Math.round(((now[i] ?? 0) / (most || 1)) * SIZES);
    } else if (frames.coded) {
      for (let i = 0; i < codes.length; i++) codes[i] = now[i] ?? 0;
    } else {
      const before = run.frame(step - 1);
      for (let i = 0; i < codes.length; i++) codes[i] = 2 * (before[i] ? 1 : 0) + (now[i] ? 1 : 0);
    }
  };
  return {
    at(step) {
      // After its end a run stands still: nothing changes any more.
      write(Math.min(step, run.last));
      if (frames.kind === "switch" && step > run.last) for (let i = 0; i < codes.length; i++) codes[i] = (codes[i] ?? 0) & 1 ? ON : OFF;
      return codes;
    },
    counts(codes) {
      const counts = new Array<number>(4).fill(0);
      for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
      return counts;
    },
  };
}

/**
 * Whether the picture as a whole flashes: light, dark and light again in three steps.
 *
 * No more than three flashes a second are safe to look at (WCAG 2.2, 2.3.1: a tenth of the greatest lightness, there and
 * back). A pattern of small cells that changes here and there as much as elsewhere does not flash.
 */
export function flashes(run: Run, { kind }: Pick<Frames, "kind">, most: number): boolean {
  const share = (step: number): number => {
    const frame = run.frame(step);
    let sum = 0;
    for (let i = 0; i < frame.length; i++) sum += kind === "switch" ? (frame[i] as number) & 1 : (frame[i] as number) / (most || 1);
    return sum / (frame.length || 1);
  };
  let [before, rose] = [share(0), 0];
  for (let step = 1; step <= run.last; step++) {
    const now = share(step);
    const change = Math.abs(now - before) >= 0.1 ? Math.sign(now - before) : 0;
    if (change && change === -rose) return true;
    [before, rose] = [now, change];
  }
  return false;
}
