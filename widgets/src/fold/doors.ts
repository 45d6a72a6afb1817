// Two doors of equal height: commit, or look without predicting.
import { button } from "../kit/button";
import type { Lack } from "../kit/field";
import { h, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words";

interface Options {
  lacks(): Lack[];
  commit(): Promise<void>;
  look: (() => Promise<void>) | null;
  saying(sentence: string): void;
}

export interface Doors extends Part {
  /** Looks again whether anything lacks. */
  refresh(): void;
}

/** The doors. Pressed too early, Commit says what lacks and goes there. */
export function doors({ lacks, commit, look, saying }: Options): Doors {
  const { own, dispose } = life();
  const id = uid();
  const why = h("p.k-quiet.k-why", { id });
  let busy = false;
  const once = (act: () => Promise<void>): void => {
    if (busy) return;
    busy = true;
    const slow = setTimeout(() => (why.textContent = words.sending), 1000);
    void act().finally(() => {
      clearTimeout(slow);
      busy = false;
      refresh();
    });
  };
  const first = own(
    button(words.commit, "primary", () => {
      const found = lacks();
      const lack = found[0];
      if (!lack) return once(commit);
      const sentence = words.missing(found.map((one) => one.sentence));
      why.textContent = sentence;
      why.classList.add("k-asks");
      saying(sentence);
      lack.focus();
    }),
  );
  const second = look ? own(button(words.look, "outlined", () => once(look))) : null;
  first.element.setAttribute("aria-describedby", id);

  function refresh(): void {
    const found = lacks();
    first.hold(found.length > 0);
    // A list of everything would be a reproach before anybody has tried; a number is enough.
    const asks = found.length > 0 && why.classList.contains("k-asks");
    why.classList.toggle("k-asks", asks);
    why.textContent = asks ? words.missing(found.map((one) => one.sentence)) : found.length ? words.open(found.length) : words.commitOnce;
  }
  refresh();
  return { element: h("div", h("div.k-doors", first.element, second?.element), why), refresh, dispose };
}
