import * as words from "../words";
import { h, s } from "./h";

/** The fold: above it what I thought, below it what came. */
export function foldEdge(): HTMLElement {
  return h("div.k-fold", { role: "separator", "aria-label": words.cameOfIt },
    h("span.k-fold-line"),
    h("span.k-fold-words", { "aria-hidden": "true" }, words.cameOfIt),
    s("svg.k-corner", { viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path.k-corner-back", { d: "M0 0H20V20Z" }), s("path.k-corner-flap", { d: "M0 0V20H20Z" })),
  );
}
