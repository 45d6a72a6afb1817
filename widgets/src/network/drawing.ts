// A network as a picture: people in a circle, each named, with the ties between them. What I changed is mine, and drawn so.
import { details } from "../kit/figure";
import { h, s } from "../kit/h";
import { dataTable } from "../kit/table";
import type { NetworkAnswer, Pair, Web } from "../types";
import * as words from "../words";
import { same, tied } from "./model";

const [WIDTH, HEIGHT, RX, RY, R] = [320, 288, 120, 108, 11];

export interface Place {
  x: number;
  y: number;
}
/** Where each stands, whatever changes: the first at the top, then as a clock goes. */
export const placesOf = ({ people }: Web): ReadonlyMap<string, Place> =>
  new Map(
    people.map(({ id }, i) => {
      const angle = (2 * Math.PI * i) / people.length - Math.PI / 2;
      return [id, { x: Math.round(WIDTH / 2 + RX * Math.cos(angle)), y: Math.round(HEIGHT / 2 - 8 + RY * Math.sin(angle)) }];
    }),
  );

export const nameOf = ({ people }: Web, id: string): string => people.find((one) => one.id === id)?.label ?? id;
/** Two people, as "Ana and Ben". */
export const namesOf = (net: Web, [one, other]: Pair): string => words.pairNamed(nameOf(net, one), nameOf(net, other));

/** What changes, in a sentence. */
export function changeSaid(net: Web, { cut, add, out }: NetworkAnswer): string {
  if (out) return words.personLeaves(nameOf(net, out));
  return [cut ? words.tieGone(namesOf(net, cut)) : "", add ? words.tieMade(namesOf(net, add)) : ""].filter(Boolean).join(" ");
}

function line(places: ReadonlyMap<string, Place>, [one, other]: Pair, look: string): SVGElement {
  const [a, b] = [places.get(one) as Place, places.get(other) as Place];
  return s("line", { class: look, x1: a.x, y1: a.y, x2: b.x, y2: b.y });
}

/** Where a name stands below its dot: near the middle outwards, so that it lies on no neighbour's. */
const named = (x: number, y: number): Record<string, number | string> => {
  const [off, inner] = [x - WIDTH / 2, Math.abs(x - WIDTH / 2) < 70];
  const side = inner && off ? Math.sign(off) : 0;
  return { x: x - side * R, y: y + 27, "text-anchor": side ? (side > 0 ? "start" : "end") : "middle" };
};

/** The picture, named for who does not see it; `has` are those who have the news by now. */
export function picture(net: Web, change: NetworkAnswer, has: (id: string) => boolean, name: string): SVGSVGElement {
  const places = placesOf(net);
  const { cut, add, out } = change;
  const gone = (tie: Pair): boolean => (cut ? same(cut, tie) : false) || (out ? tie.includes(out) : false);
  return s("svg.k-web", { role: "img", "aria-label": name, viewBox: `0 0 ${WIDTH} ${HEIGHT}` },
    ...net.ties.map((tie) => line(places, tie, gone(tie) ? "k-tie k-gone" : "k-tie")),
    add ? line(places, add, "k-tie k-new") : null,
    ...net.people.map(({ id, label }) => {
      const { x, y } = places.get(id) as Place;
      return s("g", { class: `k-person${id === out ? " k-gone" : has(id) ? " k-has" : ""}` },
        s("circle", { cx: x, cy: y, r: R }),
        s("text", named(x, y), label),
      );
    }),
  );
}

/** Where in the picture something points to. */
export function pointed(svg: SVGSVGElement, { clientX, clientY }: PointerEvent): Place {
  const { left, top, width } = svg.getBoundingClientRect();
  return { x: ((clientX - left) * WIDTH) / width, y: ((clientY - top) * WIDTH) / width };
}

/** Who stands near a place of the picture; nobody, if that is too far. */
export const personAt = (net: Web, { x, y }: Place): string | undefined =>
  [...placesOf(net)].find(([, at]) => Math.hypot(at.x - x, at.y - y) < 24)?.[0];

/** Who knows whom, and who knows what, to be read line by line. */
export function asTable(net: Web, name: string): HTMLElement {
  const knows = (id: string): string => words.listed(net.people.filter((one) => tied(net, [id, one.id])).map(({ label }) => label));
  const things = net.things.length > 0;
  const can = (id: string): string => words.listed(net.things.filter(({ by }) => by.includes(id)).map(({ label }) => label));
  return details(words.networkTable,
    dataTable({
      head: [words.person, words.tiedTo, ...(things ? [words.knowsHow] : [])],
      rows: net.people.map(({ id, label }) => [label, knows(id), ...(things ? [can(id)] : [])]),
    }, name),
  );
}

/** Each thing with those who know it. */
export const holding = (net: Web): HTMLElement | null =>
  net.things.length
    ? h("ul.k-things", ...net.things.map(({ label, by }) =>
        h("li", by.length === 1 ? words.heldAlone(label, nameOf(net, by[0] ?? "")) : by.length ? words.heldBy(label, by.map((id) => nameOf(net, id))) : words.heldByNobody(label))))
    : null;
