// The hero of each reveal: a line in my colour from my mark to what came, with its length in words.
import { figure } from "../format";
import type { GapScene } from "../types";
import * as words from "../words";
import { framed } from "./figure";
import { h, s } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, myMark, plot, x } from "./plot";
import { ruler } from "./ruler";
import { fraction } from "./scale";

const Y = 44;

function drawing(axis: GapScene["axis"], { label, mine, truth, words: apart }: GapScene["rows"][number]): HTMLElement {
  const came = [diamond(axis, truth, Y, 8), caption(axis, truth, Y + 26, figure(truth), "k-published")];
  if (mine === null) return plot(80, `${label}, ${figure(truth)}`, baseline(Y), ...came);
  const you = `${words.you} ${figure(mine)}`;
  // Where both labels would run into each other, mine takes a line of its own.
  const close = Math.abs(fraction(axis, mine) - fraction(axis, truth)) < 0.2;
  return plot(
    close ? 98 : 80,
    [label, you, figure(truth), apart].join(", "),
    baseline(Y),
    s("line.k-gap", { x1: x(axis, mine), x2: x(axis, truth), y1: Y, y2: Y, pathLength: 1 }),
    ...came,
    myMark(axis, mine, Y),
    caption(axis, mine, Y + (close ? 44 : 26), you, "k-you"),
    caption(axis, (mine + truth) / 2, Y - 18, apart, "k-you k-length"),
  );
}

/** My expectation and what came, row by row. */
export function gap(scene: GapScene): Part {
  const rows = scene.rows.map((row) => h("div.k-row", h("p.k-row-label", row.label), drawing(scene.axis, row)));
  return framed(scene, ...rows, ruler(scene.axis, null, scene.axis.label));
}
