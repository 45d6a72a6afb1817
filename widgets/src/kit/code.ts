// A model's rule as it is written, for whoever asks: closed at first.
import { details } from "./figure";
import { h } from "./h";
import * as words from "../words";

/** The source of a model behind one line; nothing where it is not known. */
export const codeShown = (code: string): HTMLElement | string =>
  code ? details(words.showCode, h("pre.k-code", { tabindex: 0, dir: "ltr", translate: "no", "aria-label": words.showCode }, code)) : "";
