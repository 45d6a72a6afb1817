// What is gone and what is new between two texts, word by word, for a reader.

export interface Segment {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Beyond this many comparisons the middle is told as one change; nobody waits for a page. */
const MOST = 4_000_000;

const pieces = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

function joined(found: Segment[]): Segment[] {
  const segments: Segment[] = [];
  for (const { kind, text } of found) {
    const last = segments.at(-1);
    if (!text) continue;
    if (last?.kind === kind) last.text += text;
    else segments.push({ kind, text });
  }
  return segments;
}

/** The longest common sequence of two lists, as segments. */
function middle(before: readonly string[], after: readonly string[]): Segment[] {
  const [m, n] = [before.length, after.length];
  if (m * n > MOST) return [{ kind: "gone", text: before.join("") }, { kind: "new", text: after.join("") }];
  const width = n + 1;
  const length = new Uint32Array((m + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] ?? 0;
  for (let i = m - 1; i >= 0; i--)
    for (let j = n - 1; j >= 0; j--)
      length[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: Segment[] = [];
  let [i, j] = [0, 0];
  while (i < m || j < n) {
    const [old = "", now = ""] = [before[i], after[j]];
    if (i < m && j < n && old === now) {
      found.push({ kind: "same", text: now });
      [i, j] = [i + 1, j + 1];
    } else if (j >= n || (i < m && at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: "gone", text: old });
      i += 1;
    } else {
      found.push({ kind: "new", text: now });
      j += 1;
    }
  }
  return found;
}

/** Puts what is gone before what is new within one change, and takes lone spaces between changes into them. */
function readable(found: readonly Segment[]): Segment[] {
  const ordered: Segment[] = [];
  let [gone, fresh] = ["", ""];
  const settle = (): void => {
    ordered.push({ kind: "gone", text: gone }, { kind: "new", text: fresh });
    [gone, fresh] = ["", ""];
  };
  found.forEach(({ kind, text }, i) => {
    const within = kind === "same" && !text.trim() && (gone || fresh) && found[i + 1] && found[i + 1]?.kind !== "same";
    if (kind === "gone" || within) gone += text;
    if (kind === "new" || within) fresh += text;
    if (kind === "same" && !within) {
      settle();
      ordered.push({ kind, text });
    }
  });
  settle();
  return ordered;
}

/** The whole of both texts as segments: "same" and "gone" make the first, "same" and "new" the second. */
export function difference(before: string, after: string): Segment[] {
  const [old, now] = [pieces(before), pieces(after)];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return joined([
    { kind: "same", text: now.slice(0, head).join("") },
    ...readable(joined(middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)))),
    { kind: "same", text: now.slice(now.length - tail).join("") },
  ]);
}
