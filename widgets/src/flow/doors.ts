// Two doors of equal height: commit, or look without predicting.
import { button } from "../kit/button";
import type { Lack } from "../kit/field";
import { h, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import * as words from "../words";

/** The words on both doors; an empty one is the usual. */
export interface Says {
  commit: string;
  look: string;
}

interface Options {
  /** Where the questions stand; they can't be rewritten while an answer to them is on its way. */
  within: HTMLElement;
  lacks(): Lack[];
  commit(): Promise<void>;
  look: (() => Promise<void>) | null;
  saying(sentence: string): void;
  says: Says | undefined;
}

export interface Doors extends Part {
  /** Looks again whether anything lacks. */
  refresh(): void;
}

/** The doors. Pressed too early, Commit says what lacks and goes there. */
export function doors({ within, lacks, commit, look, saying, says }: Options): Doors {
  const { own, dispose } = life();
  const id = uid();
  const why = h("p.k-quiet.k-why", { id });
  const alone = once(within, (sentence) => (sentence ? (why.textContent = sentence) : refresh()));
  const first = own(
    button(says?.commit || words.commit, "primary", () => {
      const [lack] = lacks();
      if (!lack) return alone(commit);
      why.classList.add("k-asks");
      refresh();
      saying(why.textContent);
      lack.focus();
    }),
  );
  const second = look ? own(button(says?.look || words.look, "outlined", () => alone(look))) : null;
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
