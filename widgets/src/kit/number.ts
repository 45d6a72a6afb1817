import { figure, parseNumber } from "../format";
import type { NumberField } from "../types";
import * as words from "../words";
import type { FieldMaker, FieldPart, Lack } from "./field";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";
import { snap, type Scale } from "./scale";

interface Options {
  label: string;
  /** Shown to all, or only read out where the label stands elsewhere. */
  unit: string;
  scale: Scale;
  oninput(value: number | null): void;
}

export interface NumberBox extends Part {
  set(value: number | null): void;
  get(): number | null;
  focus(): void;
}

/** A box for a number within bounds; a value outside them is refused in words, never changed. */
export function numberBox({ label, unit, scale, oninput }: Options): NumberBox {
  const { signal, dispose } = life();
  const [id, fault, measure] = [uid(), uid(), uid()];
  const input = h("input.k-input.k-figure", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
  const error = h("p.k-error", { id: fault, hidden: true });
  const unitText = unit ? h("span.k-unit", { id: measure }, unit) : null;
  const element = h("div.k-number",
    h("label.k-label", { for: id }, label),
    h("span.k-number-row", input, unitText),
    error,
  );
  if (unitText) input.setAttribute("aria-describedby", measure);

  const inside = (value: number): boolean => value >= scale.min && value <= scale.max && snap(scale, value) === value;
  const read = (): number | null => {
    const value = parseNumber(input.value);
    return value !== null && inside(value) ? value : null;
  };
  const complain = (wrong: boolean): void => {
    error.hidden = !wrong;
    error.textContent = wrong ? words.outside(figure(scale.min), figure(scale.max)) : "";
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", [wrong && fault, unitText && measure].filter(Boolean).join(" "));
  };
  on(input, "input", () => {
    if (read() !== null) complain(false);
    oninput(read());
  }, signal);
  on(input, "change", () => complain(input.value.trim() !== "" && read() === null), signal);
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
  const box = numberBox({ label: field.label, unit: field.unit, scale: field, oninput: context.changed });
  if (typeof context.before === "number") box.set(context.before);
  const lack: Lack = { sentence: words.answerNeeds(field.label), focus: box.focus };
  box.element.classList.add("k-field");
  return {
    element: box.element,
    read() {
      const answer = box.get();
      return answer === null ? { lacks: [lack] } : { answer };
    },
    raw: box.get,
    dispose: box.dispose,
  };
};
