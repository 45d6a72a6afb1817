// Under each widget of a page without a kernel: where what is written stays, and how to empty it.
import { h } from "../kit/h";
import * as words from "../words/host";

export interface Foot {
  readonly element: HTMLElement;
  /** Whether there is anything to empty. */
  offer(something: boolean): void;
}

const button = (label: string, press: () => void): HTMLButtonElement => {
  const element = h("button.page-button", { type: "button" }, label);
  element.addEventListener("click", press);
  return element;
};

/** The foot, with what it usually says; emptying asks once more, since nothing brings it back. */
export function foot(usual: string, empty: () => void): Foot {
  const told = h("p", { role: "status" }, usual);
  const choices = h("span.page-choices");
  const show = (sentence: string, ...buttons: HTMLButtonElement[]): void => {
    told.textContent = sentence;
    choices.replaceChildren(...buttons);
  };
  const ask = button(words.anew, () => {
    const leave = button(words.anewLeave, () => {
      show(usual, ask);
      ask.focus();
    });
    const go = button(words.anewDo, () => {
      empty();
      show(words.anewDone);
      told.focus();
    });
    show(words.anewAsks, go, leave);
    leave.focus();
  });
  told.tabIndex = -1;
  return {
    element: h("div.exhibit-foot", told, choices),
    offer(something) {
      const there = choices.childElementCount > 0;
      if (something && !there) show(usual, ask);
      if (!something && there) show(usual);
    },
  };
}
