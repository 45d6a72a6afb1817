// Which steps stand together: questions between which nothing is shown are read as one.
import type { Passed } from "../types";

/** The steps of a part, in stretches of which only the last shows something. */
export function groups(passed: readonly Passed[], part: string): Passed[][] {
  const found: Passed[][] = [];
  for (const one of passed) {
    if (one.part !== part) continue;
    const last = found.at(-1);
    if (last && !last.at(-1)?.scenes.length && !one.before) last.push(one);
    else found.push([one]);
  }
  return found;
}
