// Curves on one axis that come in as the clock goes on: what lies ahead is not shown. The marks at their ends say where
// they are now, and the key below says it in figures.
import { h, s } from "../kit/h";
import { ruler } from "../kit/ruler";
import * as words from "../words";

export interface Line {
  label: string;
  values: ArrayLike<number>;
}
export interface Bounds {
  low: number;
  high: number;
}
export interface Chart {
  readonly element: HTMLElement;
  /** Goes to a place on the axis of steps; its figures follow where they are told. */
  show(at: number, telling: boolean): void;
}

const HEIGHT = 128;
/** More curves than this are not told apart: they are drawn alike, and the table has them by name. */
export const NAMED = 4;

/** Round bounds for all values; nothing below 0 unless something is. */
export function bounds(all: readonly ArrayLike<number>[]): Bounds {
  let [low, high] = [0, 0];
  for (const values of all)
    for (let i = 0; i < values.length; i++) [low, high] = [Math.min(low, values[i] as number), Math.max(high, values[i] as number)];
  const span = high - low || 1;
  const unit = 10 ** Math.floor(Math.log10(span));
  const step = [0.2, 0.5, 1].map((part) => part * unit).find((one) => span / one <= 10) ?? unit;
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step || 1 };
}

/** The value at a place between two steps. */
export function valueAt(values: ArrayLike<number>, at: number): number {
  const low = Math.min(values.length - 1, Math.floor(at));
  const [one, other] = [values[low] ?? 0, values[Math.min(values.length - 1, low + 1)] ?? 0];
  return one + (other - one) * Math.min(1, Math.max(0, at - low));
}

const mark = (look: number, inside: Record<string, string | number>): SVGElement =>
  look % 4 < 2 ? s("circle", { class: `k-mark-${look % 4}`, r: 5, ...inside }) : s("rect", { class: `k-mark-${look % 4}`, width: 9, height: 9, x: -4.5, y: -4.5, ...inside });

/** The chart; `last` is the last step of the clock, `share` says that values are parts of one. */
export function chart(label: string, lines: readonly Line[], { low, high }: Bounds, { last, first, step, share }: { last: number; first: number; step: string; share: boolean }): Chart {
  const named = lines.length <= NAMED;
  const say = (value: number): string => (share ? words.percent(value) : words.figure(value));
  const axis = (value: number): string => (share ? words.roundPercent(value) : words.figure(value));
  const y = (value: number): number => HEIGHT - ((value - low) / (high - low || 1)) * HEIGHT;
  const path = ({ values }: Line): string => Array.from({ length: values.length }, (_none, i) => `${i ? "L" : "M"}${i} ${y(values[i] as number).toFixed(2)}`).join("");
  const drawn = lines.map((line, i) => s("path", { class: `k-curve k-curve-${named ? i : "many"}`, d: path(line), "vector-effect": "non-scaling-stroke" }));
  const curves = s("svg.k-curves", { viewBox: `0 0 ${last || 1} ${HEIGHT}`, preserveAspectRatio: "none", width: "100%", height: HEIGHT, "aria-hidden": "true" }, ...drawn);
  const middle = (low + high) / 2;
  const grid = s("svg.k-lines", { width: "100%", height: HEIGHT, "aria-hidden": "true" },
    ...[high, middle, low].flatMap((value) => [
      s("line", { class: value === low ? "k-base" : "k-rule", x1: 0, x2: "100%", y1: y(value), y2: y(value) }),
      s("text.k-level-name", { x: -8, y: y(value) + 4, "text-anchor": "end" }, axis(value)),
    ]),
  );
  const marks = named ? lines.map((_line, i) => s("svg", { overflow: "visible" }, mark(i, {}))) : [];
  const ends = s("svg.k-now", { width: "100%", height: HEIGHT, "aria-hidden": "true" }, ...marks);
  const values = lines.map(() => h("span.k-share"));
  const key = lines.map((line, i) =>
    h("li.k-entry", s("svg.k-sample", { viewBox: "0 0 28 12", "aria-hidden": "true" }, s("path", { class: `k-curve k-curve-${i}`, d: "M0 6H28" }), s("g", { transform: "translate(14 6)" }, mark(i, {}))),
      h("span", line.label), " ", values[i]),
  );
  // A curve that is the only one bears the chart's own name.
  const alone = lines.length === 1 ? values[0] : null;
  const element = h("div.k-chart",
    label || alone ? h("p.k-row-label", label, label && alone ? ": " : null, alone) : null,
    h("div.k-frame", grid, curves, ends),
    ruler({ min: first, max: last + first }, null, step),
    named && !alone ? h("ul.k-key", ...key) : null,
  );
  return {
    element,
    show(at, telling) {
      const part = last ? at / last : 1;
      curves.style.clipPath = `inset(-6px ${((1 - part) * 100).toFixed(3)}% -6px -6px)`;
      lines.forEach((line, i) => {
        const value = valueAt(line.values, at);
        // A run that ended early stands where it ended.
        const reached = Math.min(at, line.values.length - 1);
        marks[i]?.setAttribute("x", `${((last ? reached / last : 1) * 100).toFixed(3)}%`);
        marks[i]?.setAttribute("y", y(value).toFixed(2));
        if (!telling) return;
        const said = say(valueAt(line.values, Math.floor(at)));
        const place = values[i];
        if (place && place.textContent !== said) place.textContent = said;
      });
    },
  };
}
