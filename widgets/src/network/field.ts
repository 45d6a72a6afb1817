// One change in a network: by menus, which keys and screen readers know, or by dragging from one person to another.
import type { FieldMaker } from "../kit/field";
import { h, on, s, uid } from "../kit/h";
import { life } from "../kit/life";
import { field as fieldOf } from "../store";
import type { Answer, Named, NetworkAnswer, NetworkField, Pair } from "../types";
import * as words from "../words";
import { asTable, changeSaid, holding, namesOf, personAt, picture, placesOf, pointed, type Place } from "./drawing";
import { same, tied } from "./model";

interface Menu {
  element: HTMLElement;
  select: HTMLSelectElement;
  /** What can be chosen now; what was chosen stays, if it still can be. */
  offer(options: readonly Named[]): void;
}

function menu(label: string): Menu {
  const id = uid();
  const select = h("select.k-select", { id });
  return {
    element: h("div.k-menu", h("label.k-quiet", { for: id }, label), select),
    select,
    offer(options) {
      const { value } = select;
      select.replaceChildren(h("option", { value: "" }, words.chooseOne), ...options.map((one) => h("option", { value: one.id }, one.label)));
      select.value = options.some(({ id }) => id === value) ? value : "";
    },
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A question that is answered by changing one thing in a network. */
export const networkField: FieldMaker<NetworkField> = (field, { earlier, changed, say }) => {
  const { signal, dispose } = life();
  const { net, change } = field;
  const title = uid();
  const [leaver, cutter, one, other] = [menu(words.whoLeaves), menu(words.whichTie), menu(words.tieFrom), menu(words.tieTo)];
  const menus = change === "leave" ? [leaver] : [...(change === "move" ? [cutter] : []), one, other];
  const free = (id: string): Named[] => net.people.filter((person) => person.id !== id && !tied(net, [id, person.id]));
  leaver.offer(net.people);
  cutter.offer(net.ties.map((tie, i) => ({ id: String(i), label: namesOf(net, tie) })));
  // Who knows everybody can have no tie more.
  one.offer(net.people.filter(({ id }) => free(id).length));
  const follow = (): void => other.offer(one.select.value ? free(one.select.value) : []);

  const canvas = h("div.k-canvas");
  const sentence = h("p.k-sentence");
  const element = h("div.k-field.k-network", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, field.label),
    canvas,
    h("div.k-menus", ...menus.map((each) => each.element)),
    sentence,
    holding(net),
    asTable(net, field.label),
  );
  const given = (): NetworkAnswer => {
    const [out, cut, a, b] = [leaver.select.value, net.ties[Number(cutter.select.value || -1)], one.select.value, other.select.value];
    return { ...(out ? { out } : {}), ...(cut ? { cut } : {}), ...(a && b ? { add: [a, b] } : {}) };
  };
  let svg = picture(net, {}, () => false, "");
  const draw = (): void => {
    const now = given();
    sentence.textContent = changeSaid(net, now);
    svg = picture(net, now, (id) => field.starts.includes(id), [words.networkOf(net.people.length, net.ties.length), changeSaid(net, now)].join(" "));
    canvas.replaceChildren(svg);
  };
  const moved = (): void => {
    draw();
    changed();
    say(changeSaid(net, given()));
  };

  leaver.select.value = text(fieldOf(earlier, "out"));
  const cut = fieldOf(earlier, "cut");
  if (Array.isArray(cut)) cutter.select.value = String(net.ties.findIndex((tie) => same(tie, cut as Pair)));
  const add = fieldOf(earlier, "add");
  one.select.value = Array.isArray(add) ? text(add[0]) : "";
  follow();
  other.select.value = Array.isArray(add) ? text(add[1]) : "";
  draw();
  for (const { select } of menus)
    on(select, "change", () => {
      if (select === one.select) follow();
      moved();
    }, signal);

  // Dragging: from one person to another; along a tie it is taken away, elsewhere there is one. Who leaves is pointed at.
  let from = "";
  let drawn: SVGElement | undefined;
  const drop = (to: string | undefined): void => {
    const start = from;
    from = "";
    if (!start || !to) return draw();
    if (change === "leave") leaver.select.value = start === to ? to : leaver.select.value;
    else if (start !== to && !tied(net, [start, to])) {
      one.select.value = start;
      follow();
      other.select.value = to;
    } else if (start !== to && change === "move") cutter.select.value = String(net.ties.findIndex((tie) => same(tie, [start, to])));
    moved();
  };
  on(canvas, "pointerdown", (event) => {
    const person = event.button ? undefined : personAt(net, pointed(svg, event));
    if (!person) return;
    event.preventDefault();
    from = person;
    canvas.setPointerCapture(event.pointerId);
  }, signal);
  on(canvas, "pointermove", (event) => {
    if (!from || change === "leave") return;
    const { x, y } = placesOf(net).get(from) as Place;
    const to = pointed(svg, event);
    drawn?.remove();
    svg.prepend((drawn = s("line.k-tie.k-new", { x1: x, y1: y, x2: to.x, y2: to.y })));
  }, signal);
  on(canvas, "pointerup", (event) => drop(personAt(net, pointed(svg, event))), signal);
  on(canvas, "pointercancel", () => drop(undefined), signal);
  on(window, "keydown", (event) => event.key === "Escape" && from && drop(undefined), signal);

  return {
    element,
    read() {
      const empty = menus.find(({ select }) => !select.value);
      return empty ? { lacks: [{ sentence: words.networkNeeds(field.label), focus: () => empty.select.focus() }] } : { answer: given() };
    },
    touched: given,
    dispose,
  };
};

/** A change as it was committed, to be read. */
export const networkSaid = ({ net }: NetworkField, answer: Answer): HTMLElement => h("p.k-said", changeSaid(net, answer as NetworkAnswer));
