// The picture of a map: boxes in a field, and arrows between them with what they say. What is seen here is also read in the list.
import { h, s } from "../kit/h";
import type { Named, Place } from "../types";
import { BOX, heightFor, firstPlace, routes, WIDTH, type Point } from "./layout";
import type { Changed } from "./sketch";

export interface Drawn {
  concepts: readonly Named[];
  links: readonly Changed[];
  places: Readonly<Record<string, Place>>;
}

/** What stands before the words of a link that is not on both maps; colour and dashes are not all that tells it. */
export const SIGNS = { kept: "", new: "+ ", gone: "− ", retold: "≠ " };
export const LOOKS = { kept: "", new: "k-new", gone: "k-gone", retold: "k-retold" };

/** Where each concept lies, in hundredths of the field. */
export const placesOf = ({ concepts, places }: Pick<Drawn, "concepts" | "places">, given: number): Map<string, Place> =>
  new Map(concepts.map(({ id }, i) => [id, (Object.hasOwn(places, id) ? places[id] : null) ?? firstPlace(i, given)]));

export interface Picture {
  element: HTMLElement;
  /** Draws the links anew and puts the boxes in their places; the boxes stay, and what has the focus keeps it. */
  draw(drawn: Drawn): void;
}

/** As much of a text as stands in a picture; no card writes more, and the list has all of it. */
const brief = (text: string): string => (text.length > 80 ? `${/^.{0,60}/su.exec(text)?.[0]}…` : text);

const BOXES = {
  /** To be taken hold of, and to draw a link from. */
  hands: ({ id, label }: Named) => h("button.k-node", { type: "button", "aria-pressed": "false", "data-id": id }, h("span", { dir: "auto" }, brief(label)), h("i.k-dot")),
  eyes: ({ label }: Named) => h("span.k-node", h("span", { dir: "auto" }, brief(label))),
};

/** A field in which so many concepts are the author's, for hands or for eyes alone. */
export function picture(given: number, use: keyof typeof BOXES): Picture {
  const boxes = new Map<string, HTMLElement>();
  const high = heightFor(given);
  const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${high}`, "aria-hidden": "true" });
  const said = h("div", { "aria-hidden": "true" });
  const element = h("div.k-map", svg, said);
  element.style.setProperty("--ratio", `${WIDTH} / ${high}`);
  element.style.setProperty("--box", `${(BOX.width / WIDTH) * 100}%`);
  element.style.setProperty("--tall", `${(BOX.height / high) * 100}%`);
  const put = (one: HTMLElement, across: number, down: number): void => {
    one.style.left = `${across.toFixed(2)}%`;
    one.style.top = `${down.toFixed(2)}%`;
  };
  return {
    element,
    draw(drawn) {
      const places = placesOf(drawn, given);
      const points = new Map([...places].map(([id, [across, down]]): [string, Point] => [id, [(across / 100) * WIDTH, (down / 100) * high]]));
      const found = routes(drawn.links, points);
      const all = drawn.links.flatMap((link, i) => {
        const route = found.get(i);
        return route ? [{ link, route }] : [];
      });
      svg.replaceChildren(...all.map(({ link: { fate }, route }) => s("g", { class: LOOKS[fate] }, s("path.k-link", { d: route.line }), s("path.k-head", { d: route.head }))));
      said.replaceChildren(...all.map(({ link: { fate, says, was }, route: { label: [x, y] } }) => {
        const word = h("span", { class: `k-link-says ${LOOKS[fate]}` },
          SIGNS[fate], h(fate === "gone" ? "s" : "bdi", { dir: "auto" }, brief(says)), was ? h("s", { dir: "auto" }, brief(was)) : null);
        put(word, (x / WIDTH) * 100, (y / high) * 100);
        return word;
      }));
      for (const [id, one] of boxes)
        if (!places.has(id)) {
          one.remove();
          boxes.delete(id);
        }
      for (const concept of drawn.concepts) {
        const one = boxes.get(concept.id) ?? element.appendChild(BOXES[use](concept));
        boxes.set(concept.id, one);
        put(one, ...(places.get(concept.id) as Place));
      }
    },
  };
}

/** A map that is only looked at: a reader of the list misses nothing, so it has no name. */
export function still(drawn: Drawn, given: number): HTMLElement {
  const { element, draw } = picture(given, "eyes");
  element.ariaHidden = "true";
  draw(drawn);
  return element;
}
