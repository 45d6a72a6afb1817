import type { Reach, TextField } from "../types";
import * as words from "../words";
import { countWords } from "./count";
import type { FieldMaker } from "./field";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";
import { reachLine } from "./reach";

interface Options {
  label: string;
  /** Id of an element that already asks the question; then `label` is not shown. */
  labelledby?: string;
  target: readonly [number, number] | null;
  reach: { line: Reach; differs: boolean } | null;
  /** Id of the line on who sees it, where that stands elsewhere. */
  seen?: string | undefined;
  rows?: number;
  onedit(text: string): void;
  onleave?(): void;
}

export interface TextBox extends Part {
  readonly input: HTMLTextAreaElement;
  /** The place at the field's end for a saved-indicator. */
  readonly end: HTMLElement;
  get(): string;
  set(text: string): void;
  focus(): void;
}

/** A field for people's words: in the serif, growing with them, with a count and who will read it. */
export function textBox({ label, labelledby, target, reach, seen: elsewhere, rows = 5, onedit, onleave }: Options): TextBox {
  const { signal, dispose } = life();
  const [id, counted, seen] = [uid(), uid(), uid()];
  const input = h("textarea.k-input.k-words", { id, rows, dir: "auto", "aria-describedby": `${counted} ${elsewhere || seen}` });
  if (labelledby) input.setAttribute("aria-labelledby", labelledby);
  const counter = h("span", { id: counted });
  const end = h("span");
  const line = reach ? reachLine(reach.line, reach.differs) : h("span", { hidden: true });
  line.id = seen;
  const cell = h("div.k-grows", input);
  const element = h("div.k-text",
    labelledby ? null : h("label.k-label", { for: id }, label),
    cell,
    h("div.k-under", counter, end),
    line,
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  const count = (): void => {
    if (target) counter.textContent = words.wordTarget(countWords(input.value), ...target);
  };
  const grow = (): void => {
    // A twin of the text in the same grid cell gives the height; very long texts scroll instead.
    const long = input.value.length > 20_000;
    cell.toggleAttribute("data-long", long);
    cell.dataset["twin"] = long ? "" : `${input.value}\n`;
  };
  const redraw = (): void => {
    grow();
    clearTimeout(timer);
    if (input.value.length < 2_000) count();
    else timer = setTimeout(count, 200);
  };
  on(input, "input", () => {
    redraw();
    onedit(input.value);
  }, signal);
  if (onleave) on(input, "blur", onleave, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
  redraw();
  return {
    element,
    input,
    end,
    get: () => input.value,
    set(text) {
      if (input.value === text) return;
      input.value = text;
      redraw();
    },
    focus: () => input.focus(),
    dispose,
  };
}

/** A question answered in words. A required one needs more than spaces. */
export const textField: FieldMaker<TextField> = (field, context) => {
  const line = field.reach ?? context.reach;
  const differs = line.sentence !== context.reach.sentence;
  const box = textBox({
    label: field.optional ? `${field.label} (${words.optional})` : field.label,
    target: field.words,
    reach: differs || context.named ? { line, differs } : null,
    seen: context.seen,
    rows: 3,
    onedit: context.changed,
  });
  if (typeof context.earlier === "string") box.set(context.earlier);
  box.element.classList.add("k-field", "k-asked");
  return {
    element: box.element,
    read: () =>
      field.optional || box.get().trim() !== ""
        ? { answer: box.get() }
        : { lacks: [{ sentence: words.answerNeeds(field.label), focus: box.focus }] },
    touched: box.get,
    dispose: box.dispose,
  };
};
