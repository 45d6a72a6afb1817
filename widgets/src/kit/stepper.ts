// Minus and plus at the two sides of a number's field. Nothing stands in the field until somebody puts it there.
import "./css/stepper.css";
import * as words from "../words";
import { h, on } from "./h";
import { moved, type Scale } from "./scale";

interface Options {
  input: HTMLInputElement;
  /** What is counted, for the names of the two buttons. */
  label: string;
  scale: Scale;
  get(): number | null;
  step(value: number): void;
}

/**
 * The field between its two buttons.
 *
 * The arrow keys in the field do the same as the buttons, so these are no stops of the Tab key. As on a line, the first
 * step goes to the middle, whichever way costs the same from there, unless `get` begins elsewhere.
 */
export function stepper({ input, label, scale, get, step }: Options, signal: AbortSignal): HTMLElement {
  const go = (key: string): boolean => {
    const value = /^(Home|End)$/.test(key) ? null : moved(scale, get(), key);
    if (value !== null && !input.readOnly) step(value);
    return value !== null;
  };
  const press = (key: string, sign: string, name: string): HTMLElement => {
    const element = h("button.k-step", { type: "button", tabindex: -1, "aria-label": name }, sign);
    on(element, "click", () => go(key), signal);
    return element;
  };
  on(input, "keydown", (event) => go(event.key) && event.preventDefault(), signal);
  return h("span.k-stepper", press("ArrowDown", "\u2212", words.less(label)), input, press("ArrowUp", "+", words.more(label)));
}
