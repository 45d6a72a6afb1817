// Drawing on a line: x in percent of the width, y in pixels, so that text keeps its size at every width.
import { h, s } from "./h";
import { fraction } from "./scale";

export interface Bounds {
  min: number;
  max: number;
}

/** A place on the axis as a percentage. */
export const x = (axis: Bounds, value: number): string => `${(fraction(axis, value) * 100).toFixed(2)}%`;

/** Where a label must start so that it stays inside the picture. */
export function anchor(axis: Bounds, value: number): "start" | "middle" | "end" {
  const at = fraction(axis, value);
  return at < 0.18 ? "start" : at > 0.82 ? "end" : "middle";
}

/** A drawing of a given height with a name for those who don't see it. */
export function plot(height: number, name: string, ...shapes: (SVGElement | null)[]): HTMLElement {
  return h("div.k-plot",
    s("svg", { role: "img", "aria-label": name, width: "100%", height }, ...shapes),
  );
}

/** The line that everything stands on. */
export const baseline = (y: number): SVGElement => s("line.k-base", { x1: 0, x2: "100%", y1: y, y2: y });

/** My mark: a filled circle. */
export const myMark = (axis: Bounds, value: number, y: number): SVGElement =>
  s("circle.k-mine", { cx: x(axis, value), cy: y, r: 7 });

/** A diamond: something published. Nested, because an SVG path knows no percentages. */
export const diamond = (axis: Bounds, value: number, y: number, r: number, look = "k-published"): SVGElement =>
  s("svg", { x: x(axis, value), y, overflow: "visible" }, s("path", { class: look, d: `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z` }));

/** A label above or below a place on the axis. */
export const caption = (axis: Bounds, value: number, y: number, text: string, voice = ""): SVGElement =>
  s("text", { class: `k-caption ${voice}`, x: x(axis, value), y, "text-anchor": anchor(axis, value) }, text);
