// Phrases that were kept for a criterion: found by a few letters, put into the comment by a key.
import { button } from "../kit/button";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { cap } from "./parts";
import type { Phrase } from "./types";

/** The phrases of a criterion that hold every word typed, most used first. */
export function phrasesFor(bank: readonly Phrase[], criterion: string, typed: string): Phrase[] {
  const asked = typed.toLocaleLowerCase().split(/\s+/);
  return bank.filter((one) => one.criterion === criterion && asked.every((word) => one.text.toLocaleLowerCase().includes(word)));
}

export interface Bank extends Part {
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Puts the phrase at this place of the list into the comment. */
  take(at: number): void;
  draw(bank: readonly Phrase[]): void;
}

interface Options {
  criterion: string;
  title: string;
  put(text: string): void;
  /** What would be kept: what is marked in the comment, or all of it. */
  chosen(): string;
  /** Goes to the comment. */
  write(): void;
  /** Called when the phrases were closed, so that the focus goes somewhere. */
  closed(): void;
}

/** The phrases, closed at first. */
export function bank(bench: Bench, { criterion, title, put, chosen, write, closed }: Options): Bank {
  const { own, signal, dispose } = life();
  const id = uid();
  const filter = h("input.k-input", { type: "search", id, autocomplete: "off" });
  const list = h("ol.desk-phrases");
  const none = h("p.k-quiet");
  const shut = own(button(words.closeBank, "plain", () => close()));
  const keep = own(button(words.keepPhrase, "plain", async () => {
    const text = chosen();
    if (!text) {
      bench.say(words.nothingToKeep);
      none.textContent = words.nothingToKeep;
      return write();
    }
    const reply = await bench.act({ do: "phrase", criterion, text });
    if (reply.ok) bench.say(words.phraseKept);
  }));
  const element = h("div.desk-bank", { role: "group", tabindex: -1, "aria-label": words.phrasesOf(title), hidden: true },
    h("div.desk-menu", h("label.k-quiet", { for: id }, words.findPhrase), filter), none, list,
    h("div.desk-tools", keep.element, shut.element));
  let phrases: readonly Phrase[] = [];
  let found: Phrase[] = [];
  let key = "";

  function redraw(): void {
    found = phrasesFor(phrases, criterion, filter.value.trim());
    const now = JSON.stringify(found);
    if (now === key) return;
    key = now;
    const had = list.contains(document.activeElement);
    list.replaceChildren(...found.map(({ id: one, text }, i) =>
      h("li",
        h("button.desk-phrase", { type: "button", "data-at": i, dir: "auto" }, i < 9 ? cap(String(i + 1)) : null, h("span", text)),
        h("button.k-button.k-plain", { type: "button", "data-forget": one, "aria-label": words.forgetThis(text) }, words.forget))));
    none.textContent = found.length ? "" : words.noPhrases;
    if (had) element.focus();
  }
  function close(): void {
    element.hidden = true;
    closed();
  }
  const take = (at: number): void => {
    const phrase = found[at];
    if (!phrase) return bench.say(words.noSuchPhrase(at + 1));
    put(phrase.text);
    close();
  };
  on(filter, "input", redraw, signal);
  on(element, "keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && event.target === filter) take(0);
  }, signal);
  on(list, "click", ({ target }) => {
    const { at, forget } = (target as Element).closest<HTMLElement>("[data-at], [data-forget]")?.dataset ?? {};
    if (at !== undefined) take(Number(at));
    else if (forget) void bench.act({ do: "forget", phrase: forget });
  }, signal);
  return {
    element,
    open() {
      element.hidden = false;
      filter.value = "";
      redraw();
      element.focus();
    },
    close,
    isOpen: () => !element.hidden,
    take,
    draw(now) {
      phrases = now;
      redraw();
    },
    dispose,
  };
}
