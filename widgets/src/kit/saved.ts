import { h } from "./h";

export interface Saved {
  readonly element: HTMLElement;
  /** Shows a few words at the field's end; none hides them. */
  show(text: string): void;
}

/** "Saved 12:03": spoken by screen readers when it changes, which is once a minute at most. */
export function saved(): Saved {
  const element = h("span.k-saved", { role: "status" });
  return {
    element,
    show(text) {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}
