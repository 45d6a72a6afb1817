// One or more of a list. Nothing is ticked at first, and nothing ticked is no answer.
import type { FieldMaker } from "../kit/field";
import { h, on } from "../kit/h";
import { life } from "../kit/life";
import type { Answer, SeveralField } from "../types";
import * as words from "../words";

export const severalField: FieldMaker<SeveralField> = ({ label, options }, { earlier, changed }) => {
  const { signal, dispose } = life();
  const kept: unknown[] = Array.isArray(earlier) ? earlier : [];
  const boxes = options.map(({ id }) => h("input", { type: "checkbox", value: id, checked: kept.includes(id) }));
  const ticked = (): string[] => boxes.flatMap(({ checked, value }) => (checked ? [value] : []));
  const element = h("fieldset.k-field.k-asked",
    h("legend.k-label", label),
    h("div.k-options", ...options.map((option, i) => h("label.k-option", boxes[i], h("span", option.label)))),
  );
  on(element, "change", changed, signal);
  return {
    element,
    read() {
      const answer = ticked();
      return answer.length ? { answer } : { lacks: [{ sentence: words.answerNeeds(label), focus: () => boxes[0]?.focus() }] };
    },
    touched: ticked,
    dispose,
  };
};

export const severalSaid = ({ options }: SeveralField, answer: Answer): HTMLElement =>
  h("ul.k-crowd-said", ...options.filter(({ id }) => (answer as string[]).includes(id)).map(({ label }) => h("li", label)));
