// What changed between two texts, word by word. A page without a kernel compares more plainly than Python does.
import type { Stretch } from "../types";

/** Pairs of words that are compared; beyond that, what stands between the common beginning and end counts as rewritten. */
const MOST = 1_000_000;

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s\p{P}]+|\p{P}/gu) ?? [];

/** How long the longest common run of words is from each pair of places on. */
function lengths(first: readonly string[], last: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: first.length + 1 }, () => new Uint32Array(last.length + 1));
  for (let i = first.length - 1; i >= 0; i--)
    for (let j = last.length - 1; j >= 0; j--)
      (rows[i] as Uint32Array)[j] = first[i] === last[j] ? 1 + (rows[i + 1]?.[j + 1] ?? 0) : Math.max(rows[i + 1]?.[j] ?? 0, rows[i]?.[j + 1] ?? 0);
  return rows;
}

/** Puts a word to the end of what stays or changed so far; before what stays next, all that went stands before all that came. */
function put(parts: Stretch[], kind: Stretch[0], word: string): void {
  const last = parts.at(-1);
  const fore = parts.at(-2);
  if (last?.[0] === kind) last[1] += word;
  else if (kind === "gone" && last?.[0] === "new") {
    if (fore?.[0] === "gone") fore[1] += word;
    else parts.splice(-1, 0, ["gone", word]);
  } else parts.push([kind, word]);
}

/** The way from one text to the other: "same" and "gone" together are the first, "same" and "new" the last. */
export function difference(first: string, last: string): Stretch[] {
  const [old, fresh] = [wordsOf(first), wordsOf(last)];
  const parts: Stretch[] = [];
  let [head, tail] = [0, 0];
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const [from, to] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  for (const word of old.slice(0, head)) put(parts, "same", word);
  const rows = from.length * to.length > MOST ? null : lengths(from, to);
  let [i, j] = [0, 0];
  while (rows && i < from.length && j < to.length) {
    if (from[i] === to[j]) [i, j] = (put(parts, "same", from[i] as string), [i + 1, j + 1]);
    else if ((rows[i + 1]?.[j] ?? 0) >= (rows[i]?.[j + 1] ?? 0)) put(parts, "gone", from[i++] as string);
    else put(parts, "new", to[j++] as string);
  }
  for (const word of from.slice(i)) put(parts, "gone", word);
  for (const word of to.slice(j)) put(parts, "new", word);
  for (const word of old.slice(old.length - tail)) put(parts, "same", word);
  return parts;
}
