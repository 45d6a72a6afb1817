// A map as it was committed: the picture, and what it says.
import { h } from "../kit/h";
import type { Answer, MapAnswer, MapField } from "../types";
import { naming, proposition } from "./list";
import { still } from "./picture";

/** What a map says, as a list. */
export const listOf = ({ concepts, links }: MapAnswer): HTMLElement =>
  h("ol.k-propositions", ...links.map((link) => h("li", proposition(link, naming(concepts)))));

/** The map, to be read. */
export function mapSaid(field: MapField, answer: Answer): HTMLElement {
  const map = answer as MapAnswer;
  // In the author's order, as it was drawn: what was not linked is on the map too.
  const given = field.concepts.map((one) => map.concepts.find(({ id }) => id === one.id) ?? one);
  const concepts = [...given, ...map.concepts.filter(({ id }) => !given.some((one) => one.id === id))];
  const drawn = { ...map, concepts, links: map.links.map((one) => ({ ...one, fate: "kept" as const })) };
  return h("div.k-mapped", still(drawn, field.concepts.length), listOf(map));
}
