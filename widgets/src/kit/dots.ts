// One mark per group, falling into place one by one, then their mean, then my own mark.
import { figure } from "../format";
import type { DotsScene } from "../types";
import * as words from "../words";
import { framed } from "./figure";
import { h, s } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, myMark, plot, x, type Bounds } from "./plot";
import { ruler } from "./ruler";
import { fraction } from "./scale";
import { markOf, type Mine } from "./told";

const COLUMNS = 48;
const STEP = 11;

/** How many marks already lie in each value's column, so that equal values stand on each other. */
export function heights(axis: Bounds, values: readonly number[]): number[] {
  const piled = new Map<number, number>();
  return values.map((value) => {
    const column = Math.round(fraction(axis, value) * COLUMNS);
    const level = piled.get(column) ?? 0;
    piled.set(column, level + 1);
    return level;
  });
}

function strip(axis: Bounds, { label, values, mean }: DotsScene["rows"][number], mine: number | null): HTMLElement {
  const levels = heights(axis, values);
  const top = mean === null ? 8 : 30;
  const ground = top + (Math.max(0, ...levels) + 1) * STEP + 8;
  const marks = values.map((value, i) => {
    const mark = diamond(axis, value, ground - 9 - (levels[i] ?? 0) * STEP, 4.5, "k-published k-falls");
    mark.style.setProperty("--n", String(i));
    return mark;
  });
  const average = mean === null ? "" : `${words.mean} ${figure(mean)}`;
  const you = mine === null ? "" : `${words.you} ${figure(mine)}`;
  const shapes =
    mean === null
      ? []
      : [s("line.k-mean", { x1: x(axis, mean), x2: x(axis, mean), y1: top - 8, y2: ground }), caption(axis, mean, top - 14, average, "k-published")];
  // Below the line, so that it hides no group that lies where I expected it.
  const own = mine === null ? [] : [myMark(axis, mine, ground + 12), caption(axis, mine, ground + 36, you, "k-you")];
  const name = [label, values.map(figure).join(", "), average, you].filter(Boolean).join("; ");
  return h("div.k-row",
    h("p.k-row-label", label),
    plot(ground + (you ? 44 : 12), name, baseline(ground), ...shapes, ...marks, ...own),
  );
}

/** Each row a strip of marks on one common axis; the table gets a line for each mark of mine, its value in the last column. */
export function dots(scene: DotsScene, mine: Mine): Part {
  const { axis, of, table } = scene;
  const lines = [...table.rows];
  const strips = scene.rows.map((row) => {
    const mark = markOf(mine, of, row.id);
    if (mark !== null) lines.push([words.expected, row.label, ...table.head.slice(3).fill(""), mark]);
    return strip(axis, row, mark);
  });
  return framed(scene, mine, [...strips, ruler(axis, null, axis.label)], { ...table, rows: lines });
}
