import * as words from "../words";
import { h } from "./h";

/** The fold: above it what I thought, below it what came. */
export const foldEdge = (): HTMLElement =>
  h("div.k-fold", { role: "separator", "aria-label": words.cameOfIt }, h("span", { "aria-hidden": "true" }, words.cameOfIt));
