// The hero of each reveal: a line in my colour from my mark to what came, with its length in words.
import { figure } from "../format";
import { field } from "../store";
import type { GapScene } from "../types";
import * as words from "../words";
import { apart, besides, rowName } from "./besides";
import { framed } from "./figure";
import { h, s } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, myMark, plot, x } from "./plot";
import { ruler } from "./ruler";
import { fraction } from "./scale";
import { markOf, type Mine } from "./told";

const Y = 44;

type Row = GapScene["rows"][number];

function drawing(axis: GapScene["axis"], row: Row, mine: number | null): HTMLElement {
  const { truth } = row;
  const name = rowName(row, mine);
  const came = [diamond(axis, truth, Y, 8), caption(axis, truth, Y + 26, figure(truth), "k-published")];
  if (mine === null) return plot(80, name, baseline(Y), ...came);
  // Where both labels would run into each other, mine takes a line of its own.
  const close = Math.abs(fraction(axis, mine) - fraction(axis, truth)) < 0.2;
  return plot(
    close ? 98 : 80,
    name,
    baseline(Y),
    s("line.k-gap", { x1: x(axis, mine), x2: x(axis, truth), y1: Y, y2: Y, pathLength: 1 }),
    ...came,
    myMark(axis, mine, Y),
    caption(axis, mine, Y + (close ? 44 : 26), `${words.you} ${figure(mine)}`, "k-you"),
    caption(axis, (mine + truth) / 2, Y - 18, apart(mine, truth), "k-you k-length"),
  );
}

/** My expectation and what came, row by row; the table gets a column for what I expected. */
export function gap(scene: GapScene, mine: Mine): Part {
  const { axis, rows, table, meant: of } = scene;
  const meant = !of || field(mine.answers, of[0]) === of[1];
  const marks = rows.map(({ id }) => (meant ? markOf(mine, scene.of, id) : null));
  const drawn = rows.map((row, i) => h("div.k-row", h("p.k-row-label", row.label), drawing(axis, row, marks[i] ?? null)));
  const put = <T>(into: T[], cell: T): T[] => [...into.slice(0, 1), cell, ...into.slice(1)];
  const compared = { head: put(table.head, words.expected), rows: table.rows.map((row, i) => put(row, marks[i] ?? words.noMark)) };
  return framed(scene, mine, [...drawn, ruler(axis, null, axis.label)], marks.some((mark) => mark !== null) ? compared : table, besides(scene, mine));
}
