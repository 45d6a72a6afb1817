// A map to be drawn: the picture by hand, the same by menus, and below both what the map says, link by link.
import { button } from "../kit/button";
import type { FieldMaker } from "../kit/field";
import { h, uid } from "../kit/h";
import { life } from "../kit/life";
import type { MapAnswer, MapField, MapLink, Named, Place } from "../types";
import * as words from "../words";
import { entering, joiner, LONGEST } from "./joining";
import { naming, proposition, sentence } from "./list";
import { moving } from "./moving";
import { picture, placesOf } from "./picture";
import { alike, fitting, folded } from "./sketch";

/** A question that is answered by links between concepts; none is there before one is drawn. */
export const mapField: FieldMaker<MapField> = (field, { earlier, changed, say }) => {
  const { signal, own, dispose } = life();
  const title = uid();
  const given = field.concepts.length;
  let now: MapAnswer = fitting(field, earlier);
  const before: MapAnswer[] = [];
  /** What was moved last: steps of one way are taken back together. */
  let mover: string | null = null;
  let picked: string | null = null;
  /** The link that is told anew, and where the focus came from. */
  let retelling: MapLink | null = null;
  let back: HTMLElement | null = null;

  const name = (id: string): string => naming(now.concepts)(id);
  const place = (id: string): Place => placesOf(now, given).get(id) as Place;

  const become = (next: MapAnswer, moved: string | null = null): void => {
    if (moved === null || moved !== mover) before.push(now);
    // What is told anew may be gone by this.
    if (moved === null) retelling = null;
    mover = moved;
    now = next;
    draw();
    changed();
  };
  const move = (id: string, to: Place): void => {
    if (String(place(id)) !== String(to)) become({ ...now, places: { ...now.places, [id]: to } }, id);
  };
  const pictured = picture(given, "hands");
  const choose = moving(pictured.element, {
    at: place,
    move,
    join(from, to) {
      back = pictured.element.querySelector<HTMLElement>(`[data-id="${CSS.escape(to)}"]`);
      retelling = null;
      join.begin({ from, says: "", to }, false);
    },
    chosen(id) {
      picked = id;
      hint.textContent = id === null ? words.mapHow : words.mapPicked(name(id));
      if (id !== null) say(hint.textContent);
    },
  }, signal);

  const join = own(joiner({
    offered: field.says,
    say,
    join(link) {
      if (now.links.some((one) => one !== retelling && alike(one, link))) return words.mapTwice;
      become({ ...now, links: retelling ? now.links.map((one) => (one === retelling ? link : one)) : [...now.links, link] });
      join.clear();
      say(words.mapLinked(sentence(link, name)));
      // Whoever goes by keys goes on from where they began.
      if (back?.isConnected && back.checkVisibility()) back.focus({ preventScroll: true });
      else join.focus();
      back = null;
      return "";
    },
  }));

  const hint = h("p.k-quiet", words.mapHow);
  const rows = h("ol.k-propositions", { "aria-labelledby": `${title}-says` });
  const none = h("p.k-quiet");
  const undo = own(button(words.undo, "plain", () => {
    const last = before.pop();
    if (!last) return;
    [now, mover, retelling] = [last, null, null];
    choose(null);
    join.clear();
    draw();
    changed();
    say(words.undone);
    if (!before.length) join.focus();
  }));

  /** A small button about something on the map; its listener goes with it. */
  const about = (what: string, label: string, press: () => void): HTMLElement => {
    const element = h("button.k-button.k-plain", { type: "button", "aria-label": `${label}: ${what}` }, label);
    element.onclick = press;
    return element;
  };
  const dropping = (what: string, without: () => MapAnswer): HTMLElement =>
    about(what, words.mapDrop, () => {
      become(without());
      say(words.mapDropped(what));
      undo.element.focus();
    });
  const row = (link: MapLink): HTMLElement => {
    const said = sentence(link, name);
    return h("li",
      proposition(link, name),
      about(said, words.mapChange, () => {
        [retelling, back] = [link, null];
        join.begin(link, true);
      }),
      dropping(said, () => ({ ...now, links: now.links.filter((one) => one !== link) })),
    );
  };

  // Concepts of one's own.
  const ownTitle = uid();
  const mine = h("input.k-input", { id: ownTitle, type: "text", maxlength: LONGEST, dir: "auto", autocomplete: "off" });
  const ours = h("ul.k-own-concepts");
  /** The author's come first. */
  const ofMine = (): Named[] => now.concepts.slice(given);
  const add = (): void => {
    const label = mine.value.trim();
    const there = now.concepts.find((one) => folded(one.label) === folded(label));
    if (!label || there) {
      if (there) say(words.mapAdded(there.label));
      return mine.focus();
    }
    const id = Array.from({ length: field.extra }, (_one, i) => `own-${i + 1}`).find((one) => !now.concepts.some((each) => each.id === one));
    if (!id) return;
    mine.value = "";
    become({ ...now, concepts: [...now.concepts, { id, label }] });
    say(words.mapAdded(label));
    if (!adding.hidden) mine.focus();
    else join.focus();
  };
  entering(mine, add, signal);
  const adding = h("div.k-joiner", h("div", h("label.k-label", { for: ownTitle }, words.mapOwn), mine), own(button(words.mapAdd, "outlined", add)).element);
  const owned = ({ id, label }: Named): HTMLElement =>
    h("li", h("bdi.k-says", label), dropping(label, () => ({
      ...now,
      concepts: now.concepts.filter((one) => one.id !== id),
      links: now.links.filter(({ from, to }) => from !== id && to !== id),
    })));

  function draw(): void {
    if (picked !== null && !now.concepts.some(({ id }) => id === picked)) choose(null);
    pictured.draw({ ...now, links: now.links.map((one) => ({ ...one, fate: "kept" })) });
    join.offer(now.concepts);
    rows.replaceChildren(...now.links.map(row));
    const alone = now.concepts.filter(({ id }) => !now.links.some(({ from, to }) => from === id || to === id));
    none.textContent = words.mapAlone(alone.map(({ label }) => label));
    none.hidden = !alone.length;
    ours.replaceChildren(...ofMine().map(owned));
    ours.hidden = !ours.childElementCount;
    adding.hidden = ofMine().length >= field.extra;
    undo.element.hidden = !before.length;
  }
  draw();

  const element = h("div.k-field.k-mapped", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, field.label),
    h("div.k-pictured", { role: "group", "aria-label": words.mapPicture }, pictured.element, hint),
    join.element,
    field.extra ? h("div.k-own", adding, ours) : null,
    h("div.k-says-so", h("p.k-label", { id: `${title}-says` }, words.mapRows), undo.element),
    rows,
    none,
  );
  return {
    element,
    read: () => (now.links.length ? { answer: now } : { lacks: [{ sentence: words.mapNeeds(field.label), focus: join.focus }] }),
    touched: () => now,
    dispose,
  };
};
