// A map as data: what of a kept one still fits, what it is to be named by, and what changed between two.
import { field as fieldOf } from "../store";
import type { MapAnswer, MapField, MapLink, Named, Place } from "../types";

const isText = (value: unknown): value is string => typeof value === "string";
const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Words as they are compared: capitals and spaces make no difference. */
export const folded = (text: string): string => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();

/** A map with nothing on it but the author's concepts. */
export const blank = ({ concepts }: MapField): MapAnswer => ({ concepts, links: [], places: {} });

const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) && value.length === 2 && value.every((at) => typeof at === "number" && at >= 0 && at <= 100);

/** What this browser kept of a map, as far as it still fits: any shape may come. */
export function fitting(field: MapField, kept: unknown): MapAnswer {
  const own = listed(fieldOf(kept, "concepts")).flatMap((one): Named[] => {
    const [id, label] = [fieldOf(one, "id"), fieldOf(one, "label")];
    return isText(id) && isText(label) && label && !field.concepts.some((given) => given.id === id) ? [{ id, label }] : [];
  });
  const concepts = [...field.concepts, ...own.filter(({ id }, i) => own.findIndex((one) => one.id === id) === i).slice(0, field.extra)];
  const known = (id: unknown): id is string => concepts.some((one) => one.id === id);
  const links = listed(fieldOf(kept, "links")).flatMap((one): MapLink[] => {
    const [from, says, to] = [fieldOf(one, "from"), fieldOf(one, "says"), fieldOf(one, "to")];
    return known(from) && known(to) && isText(says) && says.trim() ? [{ from, says, to }] : [];
  });
  const places = Object.fromEntries(concepts.flatMap(({ id }): [string, Place][] => {
    const place = fieldOf(fieldOf(kept, "places"), id);
    return isPlace(place) ? [[id, place]] : [];
  }));
  return { concepts, links, places };
}

/** A link that is on both maps, on one, or on both with other words: then `was` says the earlier ones. */
export interface Changed extends MapLink {
  fate: "kept" | "new" | "gone" | "retold";
  was?: string;
}

export interface Comparison {
  /** All concepts of both maps; own ones that read alike are one. */
  concepts: Named[];
  links: Changed[];
  places: Record<string, Place>;
}

const same = (one: MapLink, other: MapLink): boolean => one.from === other.from && one.to === other.to;
/** Whether two links say the same of the same two. */
export const alike = (one: MapLink, other: MapLink): boolean => same(one, other) && folded(one.says) === folded(other.says);
const once = (links: MapLink[]): MapLink[] => links.filter((one, i) => links.findIndex((other) => alike(one, other)) === i);

/** Both maps as one, and what became of each link. */
export function compared({ concepts: given }: MapField, before: MapAnswer, after: MapAnswer): Comparison {
  const concepts: Named[] = [...given];
  /** The same map, with one name for what reads alike in both. */
  const brought = ({ concepts: drawn, links, places }: MapAnswer): Omit<MapAnswer, "concepts"> => {
    const named = new Map(drawn.map(({ id, label }) => {
      // Ids of own concepts count up in each map anew, so they are no names across two.
      const mine = given.find((one) => one.id === id) ?? concepts.find((one) => folded(one.label) === folded(label));
      const found = mine ?? { id: `${concepts.length} ${id}`, label };
      if (!mine) concepts.push(found);
      return [id, found.id];
    }));
    const name = (id: string): string => named.get(id) ?? id;
    return {
      links: once(links.map(({ from, says, to }) => ({ from: name(from), says, to: name(to) }))),
      places: Object.fromEntries(Object.entries(places).map(([id, place]) => [name(id), place])),
    };
  };
  const [then, now] = [brought(before), brought(after)];
  const gone = then.links.filter((one) => !now.links.some((other) => alike(one, other)));
  const came = now.links.filter((one) => !then.links.some((other) => alike(one, other)));
  const retold = new Map<MapLink, string>();
  for (const one of [...gone]) {
    const other = came.find((each) => same(each, one) && !retold.has(each));
    if (!other) continue;
    retold.set(other, one.says);
    gone.splice(gone.indexOf(one), 1);
  }
  const links: Changed[] = [
    ...now.links.map((one): Changed => {
      const was = retold.get(one);
      return was === undefined ? { ...one, fate: came.includes(one) ? "new" : "kept" } : { ...one, fate: "retold", was };
    }),
    ...gone.map((one): Changed => ({ ...one, fate: "gone" })),
  ];
  return { concepts, links, places: { ...then.places, ...now.places } };
}
