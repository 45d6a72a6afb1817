// An answer as it was committed: to be read, never changed.
import { pick, type Makers } from "../flow/makers";
import { figure } from "../format";
import { field as fieldOf } from "../store";
import type { Answer, ChoiceField, Field, MarksField, NumberField, PassageAnswer, PassageField, PositionField, RatingField, TextField } from "../types";
import * as words from "../words";
import { h, s } from "./h";
import { baseline, caption, myMark, plot, x } from "./plot";
import { claims, stance } from "./position";
import { marked } from "./passage";
import { quote } from "./quote";
import { reachLine } from "./reach";
import { ruler } from "./ruler";

const Y = 40;

/** Marks on their line, with the span around them. */
export function marksSaid(field: MarksField, answer: Answer): HTMLElement {
  const values = fieldOf(answer, "values");
  const width = fieldOf(answer, "width");
  const placed = field.marks.flatMap(({ id, label }) => {
    const value = fieldOf(values, id);
    return typeof value === "number" ? [{ label, value }] : [];
  });
  const say = (label: string, value: number): string => `${label ? `${label}: ` : ""}${words.amount(figure(value), field.unit)}`;
  const half = typeof width === "number" ? width : null;
  const shapes = placed.flatMap(({ label, value }, i) => [
    half === null
      ? null
      : s("line.k-spread", { x1: x(field, value - half), x2: x(field, value + half), y1: Y, y2: Y }),
    myMark(field, value, Y),
    caption(field, value, i % 2 ? Y + 27 : Y - 16, say(label, value), "k-you"),
  ]);
  const about = half === null ? "" : words.giveOrTake(figure(half), field.unit);
  const name = [...placed.map(({ label, value }) => say(label, value)), about].filter(Boolean).join("; ");
  return h("div.k-line",
    plot(placed.length > 1 ? 76 : 56, name, baseline(Y), ...shapes),
    ruler(field, field.ends),
    about ? h("p.k-quiet", about) : null,
  );
}

/** A place between two claims, or that there is none yet. */
export function positionSaid(field: PositionField, answer: Answer): HTMLElement {
  const axis = { min: 0, max: 100 };
  const at = fieldOf(answer, "at");
  if (typeof at !== "number") return h("div", claims(field), said(field.none));
  const sure = field.sure.find(({ id }) => id === fieldOf(answer, "sure"))?.label ?? "";
  return h("div", claims(field), plot(24, stance(field, at), baseline(12), myMark(axis, at, 12)), sure ? said(sure) : null);
}

const said = (text: string): HTMLElement => h("p.k-said", text);

export const textSaid = (_field: TextField, answer: Answer): HTMLElement => quote(String(answer));

/** Somebody's words with the places that were marked. */
export const passageSaid = (field: PassageField, answer: Answer): HTMLElement => {
  const { spans } = answer as PassageAnswer;
  return spans.length ? marked(field.words, spans, "partner") : said(words.nothingMarked);
};

export const numberSaid = (field: NumberField, answer: Answer): HTMLElement => said(words.amount(figure(Number(answer)), field.unit));

export const choiceSaid = (field: ChoiceField, answer: Answer): HTMLElement =>
  said(field.options.find(({ id }) => id === answer)?.label ?? String(answer));

export const ratingSaid = (field: RatingField, answer: Answer): HTMLElement =>
  h("p.k-said", words.amount(figure(Number(answer)), field.unit), h("span.k-quiet", words.ofScale(figure(field.min), figure(field.max))));

/** What shows the answer to a field of these kinds, with the question it answers. */
export const answering = (by: Parameters<typeof pick<Field, [Answer], HTMLElement>>[0]): Makers["answered"] => {
  const body = pick<Field, [Answer], HTMLElement>(by);
  return (field, answer) =>
    h("div.k-answered",
      h("p.k-label", field.label),
      body(field, answer),
      // Words may have other readers than the card's marks and choices.
      field.kind === "text" && field.reach ? reachLine(field.reach) : null,
    );
};
