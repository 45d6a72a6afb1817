import { s } from "./h";

/** A small sign of a few strokes, drawn on a field of 16 by 16, in the colour of the words beside it. */
export const sign = (strokes: string): SVGElement =>
  s("svg.k-sign", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: strokes }));
