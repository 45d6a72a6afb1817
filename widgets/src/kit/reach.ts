import type { Reach, ReachKind } from "../types";
import { h } from "./h";
import { sign } from "./sign";

// Each sign is a few strokes on a 16 by 16 field: lock, two heads, desk, count, shelf.
const SIGNS: Record<ReachKind, string> = {
  mine: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  partner: "M5.2 7.3a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2zM1.5 13c.2-2.6 1.6-4 3.7-4s3.5 1.4 3.7 4M11 7.8a1.8 1.8 0 1 0 0-3.6M11 9.5c1.9.1 3.2 1.3 3.5 3.5",
  facilitator: "M1.5 6.5h13M3 6.5v7M13 6.5v7M6 6.5V3h4v3.5",
  count: "M3 13V9M6.3 13V4M9.7 13V7M13 13V2.5",
  library: "M2 13.5h12M3.5 13.5v-9h2.5v9M6 13.5V3h2.5v10.5M10 13.3 8.9 4.6l2.3-.4 1.3 9.1",
};

/** Who can see an answer: a sign and a sentence. `differs` sets it off from the card's usual reach. */
export function reachLine(reach: Reach, differs = false): HTMLElement {
  return h("p", { class: differs ? "k-reach k-differs" : "k-reach" }, sign(SIGNS[reach.kind] ?? SIGNS.mine), h("span", reach.sentence));
}
