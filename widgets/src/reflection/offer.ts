// A version that was never saved and that parted from the saved text: the reader decides what becomes of it.
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words";
import type { Keeper } from "./keeper";

interface Options {
  keep: Keeper;
  /** Puts a version in the field. */
  take(text: string): void;
  /** Something was decided; the focus can't stay on a button that is gone. */
  done(): void;
}

/** Offers one such version after the other, until none is left. */
export function offer({ keep, take, done }: Options): Part {
  const { own, dispose } = life();
  const sentence = h("p");
  const decide = (use: boolean): void => {
    const found = keep.other();
    if (!found) return;
    // First into the field, which keeps it too: at no time is the version nowhere.
    if (use) take(found.text);
    keep.letGo(found.text);
    show();
    done();
  };
  const use = own(button(words.useOther, "outlined", () => decide(true)));
  const drop = own(button(words.dropOther, "plain", () => decide(false)));
  const element = h("div.k-offer", sentence, h("div.k-doors", use.element, drop.element));
  const show = (): void => {
    const found = keep.other();
    element.hidden = !found;
    sentence.textContent = found && words.otherText(clock(found.at));
  };
  show();
  return { element, dispose };
}
