// A link as one writes it: from which concept, what it says, to which. All of it by menus and keys.
import { button } from "../kit/button";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import type { MapLink, Named } from "../types";
import * as words from "../words";

interface Options {
  /** Words for a link that are offered. */
  offered: readonly string[];
  /** Takes the link, or says in a sentence why it can't be one. */
  join(link: MapLink): string;
  say(sentence: string): void;
}

export interface Joiner extends Part {
  /** Fills the menus with these concepts; what was chosen stays chosen. */
  offer(concepts: readonly Named[]): void;
  /** Puts a link there to be finished, or told anew, and goes to what it says. */
  begin(link: MapLink, again: boolean): void;
  clear(): void;
  focus(): void;
}

/** Longer words do not stand in a picture. */
export const LONGEST = 40;

/** Enter in a line of its own does what the button beside it does. */
export const entering = (line: HTMLInputElement, act: () => void, signal: AbortSignal): void =>
  on(line, "keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    act();
  }, signal);

export function joiner({ offered, join, say }: Options): Joiner {
  const { signal, own, dispose } = life();
  const [ids, list, why] = [[uid(), uid(), uid()], uid(), uid()];
  const menu = (id: string | undefined): HTMLSelectElement => h("select.k-put", { id, "aria-describedby": why });
  const [from, to] = [menu(ids[0]), menu(ids[2])];
  const says = h("input.k-input", { id: ids[1], type: "text", maxlength: LONGEST, dir: "auto", autocomplete: "off", list: offered.length ? list : null, "aria-describedby": why });
  const told = h("p.k-quiet.k-why", { id: why });
  const link = (): void => {
    const two = from.value && to.value && from.value !== to.value;
    const sentence = !two ? words.mapUnchosen : says.value.trim() ? join({ from: from.value, says: says.value, to: to.value }) : words.mapUnsaid;
    told.textContent = sentence;
    if (!sentence) return;
    say(sentence);
    (two ? says : from.value ? to : from).focus();
  };
  const press = own(button(words.mapLink, "outlined", link));
  entering(says, link, signal);
  const cell = (id: string | undefined, label: string, control: HTMLElement): HTMLElement => h("div", h("label.k-label", { for: id }, label), control);
  const element = h("div.k-joiner",
    cell(ids[0], words.mapFrom, from),
    cell(ids[1], words.mapSays, says),
    cell(ids[2], words.mapTo, to),
    press.element,
    h("datalist", { id: list }, ...offered.map((value) => h("option", { value }))),
    told,
  );
  const named = (again: boolean): void => {
    press.element.textContent = again ? words.mapRetell : words.mapLink;
  };
  return {
    element,
    offer(concepts) {
      for (const one of [from, to]) {
        const { value } = one;
        one.replaceChildren(h("option", { value: "" }, words.mapChoose), ...concepts.map(({ id, label }) => h("option", { value: id }, label)));
        one.value = concepts.some(({ id }) => id === value) ? value : "";
      }
    },
    begin(one, again) {
      [from.value, says.value, to.value] = [one.from, one.says, one.to];
      told.textContent = "";
      named(again);
      says.focus();
    },
    clear() {
      [from.value, says.value, to.value] = ["", "", ""];
      named(false);
    },
    focus: () => from.focus(),
    dispose,
  };
}
