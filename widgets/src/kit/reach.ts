import type { Field, Reach, ReachKind } from "../types";
import { h } from "./h";
import { sign } from "./sign";

// Each sign is a few strokes on a 16 by 16 field: lock, two heads, desk, count, shelf.
const SIGNS: Record<ReachKind, string> = {
  mine: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  partner: "M3 5a2 2 0 1 0 4 0 2 2 0 0 0-4 0M1.5 13c0-5 7-5 7 0M10 3a2 2 0 1 1 0 4M11 9.5c2 .2 3.5 1.5 3.5 3.5",
  facilitator: "M1.5 6.5h13M3 6.5v7M13 6.5v7M6 6.5V3h4v3.5",
  count: "M3 13V9M6.3 13V4M9.7 13V7M13 13V2.5",
  library: "M2 13.5h12M3.5 13V4.5H6V13M6 3h2.5v10M10.5 4.5l2-.5L14 13",
};

/** Who can see an answer: a sign and a sentence. `differs` sets it off from the card's usual reach. */
export function reachLine(reach: Reach, differs = false): HTMLElement {
  return h("p", { class: differs ? "k-reach k-differs" : "k-reach" }, sign(SIGNS[reach.kind] ?? SIGNS.mine), h("span", reach.sentence));
}

/** Who sees a field's answer, where that is not the card's usual. */
export const reachOf = (field: Field): Reach | undefined => ("reach" in field ? field.reach : undefined);

/** The field without that, for where it is said once for several. */
export function withoutReach<F extends Field>(field: F): F {
  const rest = { ...field };
  if ("reach" in rest) delete rest.reach;
  return rest;
}
