// Two maps of mine held against each other: in one picture, in two lists beside each other, and in a sentence of counts.
import { clock } from "../format";
import { h, uid } from "../kit/h";
import { still, type Part } from "../kit/life";
import type { Mine } from "../kit/told";
import { field as fieldOf } from "../store";
import type { MapAnswer, MapField, MapsScene } from "../types";
import * as words from "../words";
import { naming, proposition } from "./list";
import { LOOKS, SIGNS, still as drawnStill } from "./picture";
import { compared, type Changed, type Comparison } from "./sketch";

interface Found {
  field: MapField;
  map: MapAnswer;
  at: string;
}

/** A map of mine, and the field that it was drawn in; null where I drew none. */
function mapAt(mine: Mine, [step, id]: [string, string]): Found | null {
  const passed = mine.passed?.find((one) => one.id === step);
  const field = passed?.fields.find((one) => one.id === id);
  const map = fieldOf(passed?.answers, id);
  return passed && field?.kind === "map" && map ? { field, map: map as MapAnswer, at: passed.at } : null;
}

/** How many links stayed, say something else, went and came. */
function counts({ links }: Comparison): string {
  const many = (fate: Changed["fate"]): number => links.filter((one) => one.fate === fate).length;
  return words.mapCounts(many("kept"), many("retold"), many("gone"), many("new"));
}

const FATES = { new: words.mapNew, gone: words.mapGone, retold: words.mapRetold, kept: words.mapKept };

/** One of the two as a list; each line says what became of it. */
function side({ concepts, links }: Comparison, which: "then" | "now", title: string): HTMLElement {
  const name = naming(concepts);
  const lines = links.filter(({ fate }) => fate !== (which === "then" ? "new" : "gone"));
  const id = uid();
  return h("div.k-side",
    h("p.k-label", { id }, title),
    h("ol.k-propositions", { "aria-labelledby": id }, ...lines.map((one) => {
      const { fate, was } = one;
      const told = which === "then" && was ? { ...one, says: was } : one;
      return h("li", { class: LOOKS[fate] }, proposition(told, name), h("span.k-fate", `${SIGNS[fate]}${FATES[fate]}`));
    })),
  );
}

interface Both {
  title: string;
  sentence: string;
  maps: { then: Found; now: Found; all: Comparison } | null;
}

/** Both maps with what is said of them; null, with the reason, where one of them is missing. */
function both({ of, title, without }: MapsScene, mine: Mine): Both {
  const [then, now] = of.map((one) => mapAt(mine, one));
  if (!then) return { ...without, maps: null };
  if (!now) return { title, sentence: words.mapNoneNow, maps: null };
  const all = compared(now.field, then.map, now.map);
  return { title, sentence: counts(all), maps: { then, now, all } };
}

/** Then and now; where one of them is missing, that is said. */
export function changedScene(scene: MapsScene, mine: Mine): Part {
  const { title, sentence, maps: found } = both(scene, mine);
  const id = uid();
  const shown = found && [
    h("div.k-pictured", drawnStill(found.all, found.now.field.concepts.length), h("p.k-quiet", words.mapSigns)),
    h("div.k-sides", side(found.all, "then", words.mapThen(clock(found.then.at))), side(found.all, "now", words.mapNow(clock(found.now.at)))),
  ];
  return still(h("section.k-scene.k-mapped", { "aria-labelledby": id }, h("h4.k-finding", { id, tabindex: -1 }, title), h("p.k-sentence", sentence), ...(shown ?? [])));
}

/** The same in words, for who does not see it unfold. */
export function changedSaid(scene: MapsScene, mine: Mine): string {
  const { title, sentence } = both(scene, mine);
  return `${title}. ${sentence}`;
}
