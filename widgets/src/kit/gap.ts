// The hero of each reveal: a line in my colour from my mark to what came, with its length in words.
import { figure } from "../format";
import type { GapScene } from "../types";
import * as words from "../words";
import { s } from "./h";
import { framed } from "./figure";
import { h } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, myMark, plot, x } from "./plot";
import { ruler } from "./ruler";

const Y = 44;

type Row = GapScene["rows"][number];

function shapes(axis: GapScene["axis"], row: Row): (SVGElement | null)[] {
  const mine = row.mine;
  const truth = [diamond(axis, row.truth, Y, 8), caption(axis, row.truth, Y + 26, figure(row.truth), "k-published")];
  if (mine === null) return [baseline(Y), ...truth];
  return [
    baseline(Y),
    s("line.k-gap", { x1: x(axis, mine), x2: x(axis, row.truth), y1: Y, y2: Y, pathLength: 1 }),
    ...truth,
    myMark(axis, mine, Y),
    caption(axis, mine, Y + 26, `${words.you} ${figure(mine)}`, "k-you"),
    caption(axis, (mine + row.truth) / 2, Y - 18, row.words, "k-you k-length"),
  ];
}

/** When both labels would stand on top of each other, mine moves up beside the length. */
function untangle(svg: HTMLElement, axis: GapScene["axis"], row: Row): HTMLElement {
  if (row.mine !== null && Math.abs(row.mine - row.truth) / (axis.max - axis.min) < 0.16) svg.classList.add("k-close");
  return svg;
}

/** My expectation and what came, row by row. */
export function gap(scene: GapScene): Part {
  const rows = scene.rows.map((row) => {
    const name = [row.label, row.mine === null ? "" : `${words.you} ${figure(row.mine)}`, figure(row.truth), row.words].filter(Boolean).join(", ");
    return h("div.k-row",
      h("p.k-row-label", row.label),
      untangle(plot(76, name, ...shapes(scene.axis, row)), scene.axis, row),
    );
  });
  return framed(scene, ...rows, ruler(scene.axis, null, scene.axis.label));
}
