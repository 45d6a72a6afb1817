// Places in a text, counted in code points: cut out, put together, taken away, and widened to whole words.
import type { Spans } from "../types";

type Span = Spans[number];

/** A text cut at its places: every second piece is one of them. */
export function pieces(text: string, spans: Spans): string[] {
  const points = [...text];
  const ends = spans.flat();
  return [0, ...ends].map((from, i) => points.slice(from, ends[i] ?? points.length).join(""));
}

/** The places in order, with those made one that touch. */
export function joined(spans: Spans): Spans {
  const found: Spans = [];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** The places without what lies in one of them. */
export const without = (spans: Spans, [from, to]: Span): Spans =>
  spans.flatMap(([a, b]): Spans => [[a, Math.min(b, from)] as Span, [Math.max(a, to), b] as Span].filter(([x, y]) => x < y));

export const covers = (spans: Spans, [from, to]: Span): boolean => spans.some(([a, b]) => a <= from && to <= b);

/** The whole words that a place touches; null where it touches none. */
export function wholeWords(text: string, [from, to]: Span): Span | null {
  const points = [...text];
  const blank = (at: number): boolean => !/\S/.test(points[at] ?? " ");
  while (from < to && blank(from)) from++;
  while (from < to && blank(to - 1)) to--;
  if (from >= to) return null;
  while (from > 0 && !blank(from - 1)) from--;
  while (to < points.length && !blank(to)) to++;
  return [from, to];
}

/** The sentences of a text as places in it, without the blanks around them. */
export function sentences(text: string, language: string): Spans {
  const found: Spans = [];
  let at = 0;
  for (const { segment } of new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)) {
    const [all, before, bare] = [segment, segment.trimStart(), segment.trim()].map((one) => [...one].length) as [number, number, number];
    const from = at + all - before;
    if (bare) found.push([from, from + bare]);
    at += all;
  }
  return found;
}
