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

function strip(axis: Bounds, row: DotsScene["rows"][number], tallest: number): HTMLElement {
  const levels = heights(axis, row.values);
  const top = 30;
  const ground = top + tallest * STEP + 8;
  const marks = row.values.map((value, i) => {
    const mark = diamond(axis, value, ground - 9 - (levels[i] ?? 0) * STEP, 4.5, "k-published k-falls");
    mark.style.setProperty("--n", String(i));
    return mark;
  });
  const mean =
    row.mean === null
      ? []
      : [
          s("line.k-mean", { x1: x(axis, row.mean), x2: x(axis, row.mean), y1: top - 8, y2: ground }),
          caption(axis, row.mean, top - 14, `${words.mean} ${figure(row.mean)}`, "k-published"),
        ];
  const mine = row.mine === null ? [] : [myMark(axis, row.mine, ground), caption(axis, row.mine, ground + 24, `${words.you} ${figure(row.mine)}`, "k-you")];
  const name = [
    row.label,
    row.values.map(figure).join(", "),
    row.mean === null ? "" : `${words.mean} ${figure(row.mean)}`,
    row.mine === null ? "" : `${words.you} ${figure(row.mine)}`,
  ]
    .filter(Boolean)
    .join("; ");
  return h("div.k-row",
    h("p.k-row-label", row.label),
    plot(ground + (row.mine === null ? 12 : 32), name, baseline(ground), ...mean, ...marks, ...mine),
  );
}

/** Each row a strip of marks on one common axis. */
export function dots(scene: DotsScene): Part {
  const rows = scene.rows.map((row) => strip(scene.axis, row, Math.max(0, ...heights(scene.axis, row.values)) + 1));
  return framed(scene, ...rows, ruler(scene.axis, null, scene.axis.label));
}
