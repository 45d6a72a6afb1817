// A list of texts to take one from, by click or by its number: closed at first, and again once one was taken.
import { button } from "../kit/button";
import { h, on } from "../kit/h";
import { life, type Part } from "../kit/life";
import { cap } from "./parts";

export interface Picker extends Part {
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Takes the text at this place of the list. */
  take(at: number): void;
  /** Puts these in the list, in place of what was there. */
  offer(texts: readonly string[]): void;
  /** Says something above the list. */
  note(sentence: string): void;
}

interface Options {
  /** What the list is called aloud. */
  label: string;
  /** What the button says that closes it. */
  shut: string;
  above?: HTMLElement;
  /** Stands before the button that closes. */
  tool?: HTMLElement;
  /** What stands beside an entry. */
  beside?(at: number): HTMLElement;
  taken(text: string): void;
  /** Called where there is no such place; it counts from 1. */
  missing(place: number): void;
  /** Called when the list was closed, so that the focus goes somewhere. */
  closed(): void;
}

/** The list, without anything in it. */
export function picker({ label, shut, above, tool, beside, taken, missing, closed }: Options): Picker {
  const { own, signal, dispose } = life();
  const list = h("ol.desk-phrases");
  const none = h("p.k-quiet");
  const end = own(button(shut, "plain", () => close()));
  const element = h("div.desk-bank", { role: "group", tabindex: -1, "aria-label": label, hidden: true },
    above ?? null, none, list, h("div.desk-tools", tool ?? null, end.element));
  let offered: readonly string[] = [];

  function close(): void {
    element.hidden = true;
    closed();
  }
  const take = (at: number): void => {
    const text = offered[at];
    if (text === undefined) return missing(at + 1);
    taken(text);
    close();
  };
  on(element, "keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  }, signal);
  on(list, "click", ({ target }) => {
    const { at } = (target as Element).closest<HTMLElement>("[data-at]")?.dataset ?? {};
    if (at !== undefined) take(Number(at));
  }, signal);
  return {
    element,
    open() {
      element.hidden = false;
      element.focus();
    },
    close,
    isOpen: () => !element.hidden,
    take,
    offer(texts) {
      const had = list.contains(document.activeElement);
      offered = texts;
      list.replaceChildren(...texts.map((text, at) =>
        h("li",
          h("button.desk-phrase", { type: "button", "data-at": at, dir: "auto" }, at < 9 ? cap(String(at + 1)) : null, h("span", text)),
          beside?.(at) ?? null)));
      if (had) element.focus();
    },
    note: (sentence) => void (none.textContent = sentence),
    dispose,
  };
}
