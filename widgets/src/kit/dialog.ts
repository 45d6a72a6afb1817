// The browser's own dialog: it keeps the focus inside, closes by Escape, and gives the focus back.
import "./css/dialog.css";
import * as words from "../words";
import { button } from "./button";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";

export interface Dialog extends Part {
  readonly element: HTMLDialogElement;
  /** Shows the dialog above the page. Where it was opened from gets the focus back. */
  open(): void;
  close(): void;
}

/** A dialog with a title, what it holds, and a button that closes it. A press beside it closes it too. */
export function dialog(title: string, ...content: (Node | string)[]): Dialog {
  const { signal, own, dispose } = life();
  const id = uid();
  const heading = h("h4.k-question", { id, tabindex: -1 }, title);
  const shut = own(button(words.close, "outlined", () => element.close()));
  const sheet = h("div.k-dialog-sheet", heading, ...content, h("div.k-doors", shut.element));
  const element = h("dialog.k-dialog", { "aria-labelledby": id }, sheet);
  let from: Element | null = null;

  // The sheet covers the dialog whole: what is pressed and is not in it lies outside.
  on(element, "click", (event) => event.target === element && element.close(), signal);
  on(element, "close", () => {
    if (from?.isConnected) (from as HTMLElement).focus();
    from = null;
  }, signal);
  return {
    element,
    open() {
      if (element.open) return;
      from = document.activeElement;
      element.showModal();
      // The title first, so that a screen reader begins there and no button is pressed by mistake.
      heading.focus();
    },
    close: () => element.close(),
    dispose() {
      if (element.open) element.close();
      dispose();
    },
  };
}
