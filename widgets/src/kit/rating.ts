// A whole number chosen from a row of them: one button each, none pressed, and what the two ends mean under them.
import { figure } from "../format";
import type { RatingField } from "../types";
import { choice, choosing } from "./choice";
import type { FieldMaker } from "./field";
import { h } from "./h";

/** All numbers that can be chosen. */
export const steps = ({ min, max, step }: Pick<RatingField, "min" | "max" | "step">): number[] =>
  Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_one, i) => min + i * step);

/** A question that is answered by one of a row of numbers. */
export const ratingField: FieldMaker<RatingField> = (field, context) => {
  const options = steps(field).map((value) => ({ id: String(value), label: figure(value) }));
  const group = choice(field.label, options, "k-field k-asked k-rates", context.changed);
  const [low, high] = field.ends;
  group.element.append(h("div.k-ends", h("span", low), h("span", high)));
  return choosing(field, group, context, Number);
};
