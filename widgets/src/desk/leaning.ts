// The sentence of the answer that a level leans on: chosen from the answer, put into the comment as a quotation.
import { sentences } from "../reflection/sentences";
import * as words from "../words/desk";
import { picker, type Picker } from "./picker";

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
export function leaning({ title, text, quote, say, closed }: Options): Picker {
  const made = picker({
    label: words.leanOn(title),
    shut: words.closeSentences,
    taken: quote,
    missing: (place) => say(words.noSuchSentence(place)),
    closed,
  });
  return {
    ...made,
    open() {
      const found = sentences(text, selected());
      made.offer(found);
      made.note(found.length ? words.leanWhy : words.noText);
      made.open();
    },
  };
}
