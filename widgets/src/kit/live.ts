import { h } from "./h";

export interface Live {
  readonly element: HTMLElement;
  /** Has a screen reader say `sentence` when it is free. */
  say(sentence: string): void;
}

/** The one polite live region of a widget. */
export function live(): Live {
  const element = h("div.k-unseen", { role: "status" });
  return {
    element,
    say(sentence) {
      // The same sentence twice would not be spoken the second time; a trailing space makes it new.
      element.textContent = element.textContent === sentence ? `${sentence}\u00a0` : sentence;
    },
  };
}
