// Phrases that were kept for a criterion: found by a few letters, put into the comment by a key.
import { button } from "../kit/button";
import { h, on, uid } from "../kit/h";
import { life } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { picker, type Picker } from "./picker";
import type { Phrase } from "./types";

/** The phrases of a criterion that hold every word typed, most used first. */
export function phrasesFor(bank: readonly Phrase[], criterion: string, typed: string): Phrase[] {
  const asked = typed.toLocaleLowerCase().split(/\s+/);
  return bank.filter((one) => one.criterion === criterion && asked.every((word) => one.text.toLocaleLowerCase().includes(word)));
}

export interface Bank extends Picker {
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
  const keep = own(button(words.keepPhrase, "plain", async () => {
    const text = chosen();
    if (!text) {
      bench.say(words.nothingToKeep);
      made.note(words.nothingToKeep);
      return write();
    }
    const reply = await bench.act({ do: "phrase", criterion, text });
    if (reply.ok) bench.say(words.phraseKept);
  }));
  const made = own(picker({
    label: words.phrasesOf(title),
    shut: words.closeBank,
    above: h("div.desk-menu", h("label.k-quiet", { for: id }, words.findPhrase), filter),
    tool: keep.element,
    beside: (at) => {
      const { id: one, text } = found[at] as Phrase;
      return h("button.k-button.k-plain", { type: "button", "data-forget": one, "aria-label": words.forgetThis(text) }, words.forget);
    },
    taken: put,
    missing: (place) => bench.say(words.noSuchPhrase(place)),
    closed,
  }));
  let phrases: readonly Phrase[] = [];
  let found: Phrase[] = [];
  let key = "";

  function redraw(): void {
    found = phrasesFor(phrases, criterion, filter.value.trim());
    const now = JSON.stringify(found);
    if (now === key) return;
    key = now;
    made.offer(found.map(({ text }) => text));
    made.note(found.length ? "" : words.noPhrases);
  }
  on(filter, "input", redraw, signal);
  on(filter, "keydown", ({ key: pressed }) => {
    if (pressed === "Enter") made.take(0);
  }, signal);
  on(made.element, "click", ({ target }) => {
    const { forget } = (target as Element).closest<HTMLElement>("[data-forget]")?.dataset ?? {};
    if (forget) void bench.act({ do: "forget", phrase: forget });
  }, signal);
  return {
    ...made,
    open() {
      filter.value = "";
      redraw();
      made.open();
    },
    draw(now) {
      phrases = now;
      redraw();
    },
    dispose,
  };
}
