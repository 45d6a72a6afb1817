// A released figure of a group on its line, or an empty outline that says why there is none. A published one stands on it too, my own mark under it.
import { figure } from "../format";
import type { Axis, FigureScene, Ends, Table } from "../types";
import * as words from "../words";
import { framed } from "./figure";
import { h, s } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, myMark, plot, x } from "./plot";
import { fraction } from "./scale";
import { dataTable } from "./table";
import { placeOf, type Mine } from "./told";

const Y = 44;

/** The numbers under the line: its ends, and nought where there is room for it. */
const ends = (axis: Axis): number[] => [axis.min, ...(Math.abs(fraction(axis, 0) - 0.5) < 0.3 ? [0] : []), axis.max];

const stretch = (look: string, axis: Axis, { low, high }: Ends): SVGElement =>
  s("line", { class: look, x1: x(axis, low), x2: x(axis, high), y1: Y, y2: Y });

function drawing({ who, intervals, chance, published }: FigureScene, axis: Axis, point: number, mine: number | null, { rows }: Table): HTMLElement {
  const said = rows.map((row) => row.map((cell) => (typeof cell === "number" ? figure(cell) : cell)).join(" ")).join(", ");
  const low = published ? Y + 28 : Y;
  const own = mine === null ? [] : [myMark(axis, mine, low + 44), caption(axis, mine, low + 70, `${words.you} ${figure(mine)}`, "k-you")];
  const elsewhere = published
    ? [diamond(axis, published.value, Y, 8), caption(axis, published.value, Y + 50, `${published.who} ${figure(published.value)}`, "k-published")]
    : [];
  return plot(
    low + (mine === null ? 32 : 80),
    said,
    baseline(Y),
    ...ends(axis).map((end) => caption(axis, end, Y + 24, figure(end), "k-end")),
    chance && stretch("k-chance", axis, chance),
    ...intervals.map((one) => stretch(`k-possible${one.level < 90 ? " k-likely" : ""}`, axis, one)),
    ...elsewhere,
    s("circle.k-ours", { cx: x(axis, point), cy: Y, r: 7 }),
    caption(axis, point, Y - 18, `${who} ${figure(point)}`, "k-group"),
    ...own,
  );
}

/** A figure with its intervals; what has no line is a table, and what is withheld says so in its place. */
export function interval(scene: FigureScene, mine: Mine): Part {
  const { axis, point, published, short, of, table, title } = scene;
  if (!axis || point === null) return framed(scene, mine, [short ? h("p.k-withheld", short) : dataTable(table, title)], null);
  const own = of && placeOf(mine, of);
  const all = { ...table, rows: own === null ? table.rows : [...table.rows, [words.expected, own]] };
  // A guess may lie beyond what can be.
  const line = own === null ? axis : { ...axis, min: Math.min(axis.min, own), max: Math.max(axis.max, own) };
  return framed(scene, mine, [drawing(scene, line, point, own, all), h("p.k-quiet", axis.label), ...(published ? [h("p.k-quiet", published.source)] : [])], all);
}
