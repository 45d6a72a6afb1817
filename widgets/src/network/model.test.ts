// The rule as the browser has it, on the cases that Python's is tested with.
import { expect, it } from "vitest";
import type { NetworkAnswer, Web } from "../types";
import cases from "./cases.json";
import { changed, counted, run } from "./model";

interface Case {
  net: Web;
  change: NetworkAnswer;
  starts: string[];
  needs: number;
  has: Record<string, number>;
  came: Record<"heard" | "steps" | "lost" | "alone", number>;
}

it.each(cases as unknown as Case[])("runs as Python does: %#", ({ net, change, starts, needs, has, came }) => {
  const after = changed(net, change);
  expect(Object.fromEntries(run(after, starts, needs))).toEqual(has);
  for (const counts of ["heard", "steps", "lost", "alone"] as const) expect(counted({ counts, starts, needs }, after)).toBe(came[counts]);
});
