import type { Trouble } from "../wire";
import * as words from "../words";
import { h } from "./h";
import { sign } from "./sign";

/** What to tell the learner while the kernel is silent; true to whether this browser keeps the text. */
export function troubleSentence(trouble: Trouble, lasting: boolean): string {
  if (trouble === "none") return "";
  if (!lasting) return words.unkept;
  return trouble === "busy" ? words.waiting : words.gone;
}

export interface Notice {
  readonly element: HTMLElement;
  show(sentence: string): void;
}

/** A sentence with a sign: an error, or a calm note. Empty while there is nothing to say. */
export function notice(look: "error" | "calm"): Notice {
  const text = h("span");
  const strokes = look === "error" ? "M8 1.8 15 14H1zM8 6v4M8 11.8v.4" : "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.3 1.5";
  const element = h("p", { class: look === "error" ? "k-notice k-error" : "k-notice", hidden: true }, sign(strokes), text);
  return {
    element,
    show(sentence) {
      element.hidden = !sentence;
      text.textContent = sentence;
    },
  };
}
