// A line between two claims that can both be defended, how sure I am, and the way out for who has no idea yet.
import { field as fieldOf } from "../store";
import type { PositionField } from "../types";
import * as words from "../words";
import { choice } from "./choice";
import type { FieldMaker } from "./field";
import { h, on, uid } from "./h";
import { life } from "./life";
import { snap } from "./scale";
import { track } from "./track";

const SCALE = { min: 0, max: 100, step: 1 };
const MARK = "mark";

/** The two claims, at the ends of their line. */
export const claims = (field: PositionField): HTMLElement => h("div.k-claims", h("p.k-claim", field.left), h("p.k-claim", field.right));

/** Where between the two claims, in words. */
export function stance(field: PositionField, at: number): string {
  if (at === 50) return words.middle;
  return at > 50 ? words.nearer(at, field.right) : words.nearer(100 - at, field.left);
}

/** Takes a position, how sure one is, or "no idea yet". */
export const positionField: FieldMaker<PositionField> = (field, context) => {
  const { signal, own, dispose } = life();
  const title = uid();
  const line = own(
    track({
      scale: SCALE,
      handles: [{ id: MARK, name: `${field.label}: “${field.left}” / “${field.right}”`, label: "" }],
      say: (value) => stance(field, value),
      invite: () => words.placeYours,
      onplace: () => decide(false),
    }),
  );
  const sure = own(choice(words.howSure, field.sure, "k-inline", () => decide(false)));
  const none = h("input", { type: "checkbox" });
  const element = h("div.k-field.k-position", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, field.label),
    claims(field),
    h("div.k-line", line.element),
    h("div.k-sureness", sure.element, h("label.k-option", none, h("span", field.none))),
  );

  // Having no idea and holding a position exclude each other; whichever was said last counts.
  function decide(idea: boolean): void {
    none.checked = idea;
    if (idea) {
      line.set(MARK, null);
      sure.set(null);
    }
    element.toggleAttribute("data-none", idea);
    context.changed();
  }
  on(none, "change", () => decide(none.checked), signal);

  const at = fieldOf(context.earlier, "at");
  const kept = fieldOf(context.earlier, "sure");
  none.checked = fieldOf(context.earlier, "none") === true;
  element.toggleAttribute("data-none", none.checked);
  if (typeof at === "number") line.set(MARK, snap(SCALE, at));
  if (typeof kept === "string") sure.set(kept);
  return {
    element,
    read() {
      if (none.checked) return { answer: { none: true } };
      const [place, sureness] = [line.get(MARK), sure.get()];
      if (place === null) return { lacks: [{ sentence: words.answerNeeds(field.label), focus: () => line.focus(MARK) }] };
      if (sureness === null) return { lacks: [{ sentence: words.sureNeeds(field.label), focus: sure.focus }] };
      return { answer: { at: place, sure: sureness } };
    },
    touched: () => (none.checked ? { none: true } : { at: line.get(MARK), sure: sure.get() }),
    dispose,
  };
};
