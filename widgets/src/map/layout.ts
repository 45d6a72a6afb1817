// Where concepts and links lie in the picture: worked out, never simmered, so that the same map always looks the same.
import type { Place } from "../types";

/** The field is so wide, in its own units; a concept is a box of one size. */
export const WIDTH = 640;
export const BOX = { width: 144, height: 54 };
const LABEL = { width: 116, height: 34 };

/** How high the field is for so many concepts of the author's: those that follow each other down one side stand apart, and a field still fits a screen. */
export const heightFor = (count: number): number => Math.min(760, Math.max(360, count * 60));

/** The nearest place at which a concept lies whole in the field, on a grid of hundredths. */
export const within = (place: Place): Place => place.map((at) => Math.round(Math.min(88, Math.max(12, at)))) as Place;

/** The place of a concept that nobody moved: the author's on an oval, clockwise from its top, and one's own in the midst
 * of it, two and two. */
export function firstPlace(at: number, given: number): Place {
  if (at >= given) {
    const row = Math.floor((at - given) / 2);
    return within([(at - given) % 2 ? 62 : 38, 50 + 17 * Math.ceil(row / 2) * (row % 2 ? 1 : -1)]);
  }
  const half = given / 2;
  const down = at <= half ? at / half : (given - at) / half;
  const out = Math.sqrt(1 - (2 * down - 1) ** 2) * (at <= half ? 38 : -38);
  return within([50 + out, 12 + 76 * down]);
}

export type Point = readonly [x: number, y: number];

export interface Route {
  /** An SVG path, and the head of its arrow. */
  line: string;
  head: string;
  /** Along the line, and which of them what it says stands at. */
  points: Point[];
  label: Point;
}

const between = ([a, b]: Point, [c, d]: Point, share: number): Point => [a + (c - a) * share, b + (d - b) * share];

/** Where a ray from `from` meets the box around `to`. */
function edge(from: Point, to: Point): Point {
  const [dx, dy] = [from[0] - to[0], from[1] - to[1]];
  const scale = Math.max(Math.abs(dx) / (BOX.width / 2 + 3), Math.abs(dy) / (BOX.height / 2 + 3), 1);
  return [to[0] + dx / scale, to[1] + dy / scale];
}

/** A triangle with its point at `tip`, as one that comes from `from`. */
function arrow(from: Point, tip: Point): string {
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
  const corner = (turn: number): string => `${(tip[0] - 10 * Math.cos(angle + turn)).toFixed(1)} ${(tip[1] - 10 * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${tip[0].toFixed(1)} ${tip[1].toFixed(1)}L${corner(0.45)}L${corner(-0.45)}Z`;
}

const overlap = (one: Point, other: Point, width: number, height: number): boolean =>
  Math.abs(one[0] - other[0]) < width && Math.abs(one[1] - other[1]) < height;

/** How far the middle of a link may be drawn aside, twice over: as little as will do. */
const BENDS = [0, 56, -56, 112, -112, 180, -180, 250, -250];
/** Where on a link its words may stand, in tenths: as near its middle as there is room. */
const ALONG = [5, 4, 6, 3, 7, 2, 8];

/**
 * A way for each link, by its number. It goes round the boxes that lie between its ends, where it can, and beside what
 * else joins the same two; what it says keeps off other words and boxes.
 */
export function routes(links: readonly { from: string; to: string }[], at: ReadonlyMap<string, Point>): Map<number, Route> {
  const found = new Map<number, Route>();
  const used = new Set<string>();
  const taken: Point[] = [];
  links.forEach(({ from, to }, i) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b || from === to) return; // it stands in the list
    const turned = from < to ? 1 : -1;
    const others = [...at].flatMap(([id, box]) => (id === from || id === to ? [] : [box]));
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const middle = between(a, b, 0.5);
    const ways = BENDS.map((bend) => {
      const aside = (turned * bend) / length;
      const control: Point = [middle[0] - (b[1] - a[1]) * aside, middle[1] + (b[0] - a[0]) * aside];
      const [start, end] = [edge(control, a), edge(control, b)];
      const points = Array.from({ length: 11 }, (_one, n) => between(between(start, control, n / 10), between(control, end, n / 10), n / 10));
      return { name: JSON.stringify([[from, to].sort(), bend]), start, control, end, points };
    }).filter(({ name }) => !used.has(name));
    const way = ways.find(({ points }) => points.every((one) => one[0] > 0 && one[0] < WIDTH && one[1] > 0 && !others.some((box) => overlap(one, box, BOX.width / 2 + 6, BOX.height / 2 + 6)))) ?? ways[0];
    if (!way) return; // so many between the same two that none is told from another
    used.add(way.name);
    const spots = ALONG.map((n) => way.points[n] as Point);
    const label = spots.find((one) =>
      !taken.some((other) => overlap(one, other, LABEL.width, LABEL.height)) &&
      ![a, b, ...others].some((box) => overlap(one, box, (LABEL.width + BOX.width) / 2, (LABEL.height + BOX.height) / 2))) ?? (spots[0] as Point);
    taken.push(label);
    const [start, control, end] = [way.start, way.control, way.end].map((one) => one.map((each) => each.toFixed(1)).join(" "));
    found.set(i, { line: `M${start}Q${control} ${end}`, head: arrow(way.control, way.end), points: way.points, label });
  });
  return found;
}
