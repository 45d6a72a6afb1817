import { figure, parseNumber } from "../format";
import type { NumberField } from "../types";
import * as words from "../words";
import type { FieldMaker, FieldPart, Lack } from "./field";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";
import { snap, type Scale } from "./scale";
import { stepper } from "./stepper";

interface Options {
  label: string;
  /** Shown to all, or only read out where the label stands elsewhere. */
  unit: string;
  scale: Scale;
  /** What one should know before answering. */
  hint?: string | null | undefined;
  /** Minus and plus beside the field, and where they begin (null: the middle); none where a line beside it does the same. */
  steps?: number | null;
  onedit(value: number | null): void;
}

export interface NumberBox extends Part {
  set(value: number | null): void;
  get(): number | null;
  focus(): void;
}

/** A box for a number within bounds; a value outside them is refused in words, never changed. */
export function numberBox({ label, unit, scale, hint, steps, onedit }: Options): NumberBox {
  const { signal, dispose } = life();
  const [id, fault, measure, advice] = [uid(), uid(), uid(), uid()];
  const input = h("input.k-input.k-figure", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
  const error = h("p.k-error", { id: fault, hidden: true });
  const unitText = unit ? h("span.k-unit", { id: measure }, unit) : null;
  const row = h("span.k-number-row", input, unitText);
  const element = h("div.k-number",
    h("label.k-label", { for: id }, label),
    hint && h("p.k-quiet", { id: advice }, hint),
    row,
    error,
  );
  const inside = (value: number): boolean => value >= scale.min && value <= scale.max && snap(scale, value) === value;
  const read = (): number | null => {
    const value = parseNumber(input.value);
    return value !== null && inside(value) ? value : null;
  };
  const complain = (wrong: boolean): void => {
    error.hidden = !wrong;
    error.textContent = wrong ? words.outside(figure(scale.min), figure(scale.max), figure(scale.step)) : "";
    input.ariaInvalid = wrong ? "true" : null;
    input.setAttribute("aria-describedby", [wrong && fault, unitText && measure, hint && advice].filter(Boolean).join(" "));
  };
  complain(false);
  const changed = (): void => {
    if (read() !== null) complain(false);
    onedit(read());
  };
  on(input, "input", changed, signal);
  on(input, "change", () => complain(input.value.trim() !== "" && read() === null), signal);
  if (steps !== undefined) {
    const step = (value: number): void => {
      input.value = String(value);
      changed();
    };
    row.prepend(stepper({ input, label, scale, get: () => read() ?? steps, step }, signal));
  }
  return {
    element,
    set(value) {
      // While one types, the figure is theirs: "3" on the way to "30" must not be rewritten.
      if (document.activeElement === input && read() === value) return;
      input.value = value === null ? "" : String(value);
      complain(false);
    },
    get: read,
    focus: () => input.focus(),
    dispose,
  };
}

/** A question that takes one number. */
export const numberField: FieldMaker<NumberField> = (field, context): FieldPart => {
  const box = numberBox({ label: field.label, unit: field.unit, scale: field, hint: field.hint, steps: null, onedit: context.changed });
  if (typeof context.earlier === "number") box.set(context.earlier);
  const lack: Lack = { sentence: words.answerNeeds(field.label), focus: box.focus };
  box.element.classList.add("k-field");
  return {
    element: box.element,
    read() {
      const answer = box.get();
      return answer === null ? { lacks: [lack] } : { answer };
    },
    touched: box.get,
    dispose: box.dispose,
  };
};
