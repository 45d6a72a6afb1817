import { h, on } from "./h";
import { life, type Part } from "./life";

export interface Button extends Part {
  readonly element: HTMLButtonElement;
  /** Shows the button as not ready. It can still be pressed, so that it can say why. */
  hold(held: boolean): void;
}

const LOOKS = { primary: "k-primary", outlined: "k-outlined", plain: "k-plain" };

/** A button that names what happens. `primary` once a card; `plain` reads as a link. */
export function button(label: string, look: keyof typeof LOOKS, press: () => void): Button {
  const { signal, dispose } = life();
  const element = h("button", { type: "button", class: `k-button ${LOOKS[look]}` }, label);
  on(element, "click", press, signal);
  return {
    element,
    hold(held) {
      element.ariaDisabled = held ? "true" : null;
    },
    dispose,
  };
}
