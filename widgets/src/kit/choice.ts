import type { Answer, ChoiceField, Named } from "../types";
import * as words from "../words";
import type { FieldContext, FieldMaker, FieldPart } from "./field";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";

export interface Choice extends Part {
  get(): string | null;
  set(id: string | null): void;
  focus(): void;
}

/** A group of radio buttons, none chosen. */
export function choice(label: string, options: Named[], look: string, onchoose: () => void): Choice {
  const { signal, dispose } = life();
  const name = uid();
  const inputs = options.map(({ id }) => h("input", { type: "radio", name, value: id }));
  const element = h(
    "fieldset",
    { class: look },
    h("legend.k-label", label),
    h("div.k-options",
      ...options.map((option, i) => h("label.k-option", inputs[i], h("span", option.label))),
    ),
  );
  on(element, "change", onchoose, signal);
  return {
    element,
    get: () => inputs.find((input) => input.checked)?.value ?? null,
    set(id) {
      for (const input of inputs) input.checked = input.value === id;
    },
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
    dispose,
  };
}

/** The field around a group: what its chosen option means as an answer. */
export function choosing(field: { label: string }, group: Choice, { earlier }: FieldContext, meant: (id: string) => Answer): FieldPart {
  if (typeof earlier === "string") group.set(earlier);
  return {
    element: group.element,
    read() {
      const id = group.get();
      return id === null ? { lacks: [{ sentence: words.answerNeeds(field.label), focus: group.focus }] } : { answer: meant(id) };
    },
    touched: group.get,
    dispose: group.dispose,
  };
}

/** A question with a few answers to choose from. */
export const choiceField: FieldMaker<ChoiceField> = (field, context) =>
  choosing(field, choice(field.label, field.options, "k-field k-asked", context.changed), context, (id) => id);
