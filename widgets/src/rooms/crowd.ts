// A room put together by hand: each person on a line of their own, moved by pointer or by keys to when they ask.
import type { FieldMaker } from "../kit/field";
import { h, on, uid } from "../kit/h";
import { life } from "../kit/life";
import type { Answer, CrowdAnswer, CrowdField } from "../types";
import * as words from "../words";

/** When somebody asks who waits for so many of the others. */
export const when = (others: number, people: number): string =>
  others === 0 ? words.asksFirst : others >= people ? words.asksNever : words.asksAfter(others);

const counted = (all: readonly number[]): CrowdAnswer => {
  const found: CrowdAnswer = {};
  for (const at of all) found[at] = (found[at] ?? 0) + 1;
  return found;
};

const alike = (one: CrowdAnswer, other: CrowdAnswer): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A question that is answered by moving people; however they stand at first, that is nobody's answer. */
export const crowdField: FieldMaker<CrowdField> = ({ label, start }, { earlier, changed }) => {
  const { signal, dispose } = life();
  const title = uid();
  const people = start.length;
  const kept: unknown[] = Array.isArray(earlier) ? earlier : [];
  const lines = start.map((first, i) => {
    const before = kept[i];
    const value = typeof before === "number" ? before : first;
    const range = h("input.k-waits", { type: "range", min: 0, max: people, step: 1, value, "aria-label": words.personOf(i + 1) });
    const told = h("span.k-quiet", { "aria-hidden": "true" });
    const tell = (): void => {
      told.textContent = when(Number(range.value), people);
      range.ariaValueText = told.textContent;
    };
    on(range, "input", () => {
      tell();
      changed();
    }, signal);
    tell();
    return { range, element: h("div.k-waiting", h("span", { "aria-hidden": "true" }, words.personOf(i + 1)), h("span.k-line-of", range), told) };
  });
  const all = (): number[] => lines.map(({ range }) => Number(range.value));
  return {
    element: h("div.k-field.k-crowd", { role: "group", "aria-labelledby": title },
      h("p.k-label", { id: title }, label),
      ...lines.map(({ element }) => element),
    ),
    read() {
      const answer = counted(all());
      const stands = alike(answer, counted(start));
      return stands ? { lacks: [{ sentence: words.crowdNeeds(label), focus: () => lines[0]?.range.focus() }] } : { answer };
    },
    touched: all,
    dispose,
  };
};

/** The room as it was put together, to be read. */
export const crowdSaid = ({ start }: CrowdField, answer: Answer): HTMLElement =>
  h("ul.k-crowd-said", ...Object.entries(answer as CrowdAnswer).map(([at, n]) =>
    h("li", `${words.people(n)}: ${when(Number(at), start.length)}`)));
