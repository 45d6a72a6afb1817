// Places in somebody's words: selected with the pointer, or chosen sentence by sentence.
import { field as fieldOf } from "../store";
import type { PassageField, Spans } from "../types";
import * as words from "../words";
import { button } from "./button";
import type { FieldMaker } from "./field";
import { details } from "./figure";
import { h, on, uid } from "./h";
import { life } from "./life";
import { quote } from "./quote";
import { covers, joined, pieces, sentences, wholeWords, without } from "./spans";

/** Somebody's words with the marked places in them. */
export function marked(text: string, spans: Spans, voice?: Parameters<typeof quote>[1]): HTMLElement {
  const block = quote(text, voice);
  if (spans.length) block.replaceChildren(...pieces(text, spans).map((piece, i) => (i % 2 ? h("mark.k-marked", piece) : piece)));
  return block;
}

/** What is selected in an element, in code points of its text; null where nothing is. */
function selected(within: HTMLElement): Spans[number] | null {
  const chosen = getSelection();
  const range = chosen?.rangeCount ? chosen.getRangeAt(0) : null;
  if (!range || range.collapsed || !within.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(within);
  before.setEnd(range.startContainer, range.startOffset);
  const from = [...before.toString()].length;
  return [from, from + [...range.toString()].length];
}

/** Kept places that still lie in the text. */
const fitting = (text: string, kept: unknown): Spans =>
  Array.isArray(kept) && kept.every((one) => Array.isArray(one) && one[0] >= 0 && one[0] < one[1] && one[1] <= [...text].length) ? joined(kept as Spans) : [];

/** A question that is answered by marking places; none is an answer too. */
export const passageField: FieldMaker<PassageField> = (field, context) => {
  const { signal, own, dispose } = life();
  const { words: text } = field;
  const title = uid();
  let spans = fitting(text, fieldOf(context.earlier, "spans"));
  const all = sentences(text, words.language);
  const boxes = all.map((span) => ({ span, input: h("input", { type: "checkbox" }) }));
  const place = h("div");
  const why = h("p.k-quiet", { role: "status" });
  const draw = (): void => {
    place.replaceChildren(marked(text, spans, "partner"));
    for (const { span, input } of boxes) input.checked = covers(spans, span);
    why.textContent = spans.length ? words.markedSo(spans.length) : words.selectFirst;
  };
  const change = (now: Spans): void => {
    spans = joined(now);
    draw();
    context.changed();
  };
  const mark = own(button(words.markThis, "outlined", () => {
    const here = selected(place);
    const whole = here && wholeWords(text, here);
    if (whole) change([...spans, whole]);
  }));
  const clear = own(button(words.unmark, "plain", () => change([])));
  for (const { span, input } of boxes) on(input, "change", () => change(input.checked ? [...spans, span] : without(spans, span)), signal);
  draw();
  return {
    element: h("div.k-field.k-passage", { role: "group", "aria-labelledby": title },
      h("p.k-label", { id: title }, field.label),
      place,
      h("div.k-doors", mark.element, clear.element),
      why,
      details(words.bySentence, h("div.k-by-sentence", ...boxes.map(({ span: [from, to], input }) =>
        h("label.k-option", input, h("span", { dir: "auto" }, [...text].slice(from, to).join(""))),
      ))),
    ),
    read: () => ({ answer: { of: "", spans } }),
    touched: () => ({ spans }),
    dispose,
  };
};
