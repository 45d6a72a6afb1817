// The sentence of the answer that a level leans on: chosen from the answer, put into the comment as a quotation.
import { button } from "../kit/button";
import { h, on } from "../kit/h";
import { life, type Part } from "../kit/life";
import { sentences } from "../reflection/sentences";
import * as words from "../words/desk";
import { cap } from "./parts";

export interface Leaning extends Part {
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Quotes the sentence at this place of the list. */
  take(at: number): void;
}

interface Options {
  title: string;
  /** The answer that is read. */
  text: string;
  quote(sentence: string): void;
  say(sentence: string): void;
  /** Called when the list was closed, so that the focus goes somewhere. */
  closed(): void;
}

/** What is selected in the answer on the page, if anything is. */
function selected(): string {
  const selection = document.getSelection();
  const inside = selection?.anchorNode?.parentElement?.closest(".desk-text") && selection.focusNode?.parentElement?.closest(".desk-text");
  return inside ? String(selection) : "";
}

/** The answer's sentences, closed at first; what is selected in the answer comes first. */
export function leaning({ title, text, quote, say, closed }: Options): Leaning {
  const { own, signal, dispose } = life();
  const list = h("ol.desk-phrases");
  const none = h("p.k-quiet");
  const shut = own(button(words.closeSentences, "plain", () => close()));
  const element = h("div.desk-bank", { role: "group", tabindex: -1, "aria-label": words.leanOn(title), hidden: true },
    none, list, h("div.desk-tools", shut.element));
  let found: string[] = [];

  function open(): void {
    found = sentences(text, selected());
    list.replaceChildren(...found.map((one, i) =>
      h("li", h("button.desk-phrase", { type: "button", "data-at": i, dir: "auto" }, i < 9 ? cap(String(i + 1)) : null, h("span", one)))));
    none.textContent = found.length ? words.leanWhy : words.noText;
    element.hidden = false;
    element.focus();
  }
  function close(): void {
    element.hidden = true;
    closed();
  }
  const take = (at: number): void => {
    const one = found[at];
    if (one === undefined) return say(words.noSuchSentence(at + 1));
    quote(one);
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
  return { element, open, close, isOpen: () => !element.hidden, take, dispose };
}
