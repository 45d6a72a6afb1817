// Where a value lies on a line, and where a key takes it. Pure figures, no page.

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The nearest value that the scale has. */
export function snap({ min, max, step }: Scale, value: number): number {
  const snapped = min + Math.round((value - min) / step) * step;
  return Number(clamp(snapped, min, max).toFixed(6));
}

/** How far along the line a value lies, from 0 to 1. */
export const fraction = ({ min, max }: Pick<Scale, "min" | "max">, value: number): number =>
  max > min ? clamp((value - min) / (max - min), 0, 1) : 0;

/** The value at a part of the line, from 0 to 1. */
export const valueAt = (scale: Scale, part: number): number => snap(scale, scale.min + part * (scale.max - scale.min));

const DIRECTIONS: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * Where `key` takes a mark, or null when the key is not for it.
 *
 * The first key of a mark that was never placed puts it in the middle: whichever way one goes from there costs the same.
 * Home and End name their place, so they mean what they say from the start.
 */
export function moved(scale: Scale, value: number | null, key: string): number | null {
  if (key === "Home") return scale.min;
  if (key === "End") return scale.max;
  const direction = DIRECTIONS[key];
  if (direction === undefined) return null;
  if (value === null) return valueAt(scale, 0.5);
  const page = Math.max(scale.step, snap({ ...scale, min: 0 }, (scale.max - scale.min) / 10));
  const stride = Math.abs(direction) === 10 ? page : scale.step;
  return snap(scale, value + Math.sign(direction) * stride);
}

/** Round numbers to write under an axis: its two ends and up to `most` - 2 between them. */
export function ticks({ min, max }: Pick<Scale, "min" | "max">, most = 5): number[] {
  const span = max - min;
  if (!(span > 0)) return [min];
  const base = 10 ** Math.floor(Math.log10(span / (most - 1)));
  const stride = [1, 2, 2.5, 3, 5, 10, 20].map((m) => m * base).find((step) => Math.floor(span / step) <= most - 1) ?? span;
  const inner: number[] = [];
  for (let at = Math.ceil(min / stride) * stride; at < max; at += stride)
    if (at - min > stride / 2 && max - at > stride / 2) inner.push(Number(at.toFixed(6)));
  return [min, ...inner, max];
}
