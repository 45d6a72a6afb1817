// One line, several marks: where I think things were, and how far off I would not be surprised to be.
import { figure } from "../format";
import { field as fieldOf } from "../store";
import type { MarksField } from "../types";
import * as words from "../words";
import type { FieldMaker, Lack } from "./field";
import { h, uid } from "./h";
import { life } from "./life";
import { numberBox } from "./number";
import { ruler } from "./ruler";
import { snap } from "./scale";
import { track } from "./track";

/** A kept value, if it still fits the scale. */
function fitting(field: MarksField, value: unknown): number | null {
  return typeof value === "number" && value >= field.min && value <= field.max && snap(field, value) === value ? value : null;
}

/** The prediction line: pointer, touch, keys, or a number typed beside it. */
export const marksField: FieldMaker<MarksField> = (field, context) => {
  const { own, dispose } = life();
  const title = uid();
  const say = (value: number): string => words.amount(figure(value), field.unit);
  const several = field.marks.length > 1;

  const line = own(
    track({
      scale: field,
      handles: field.marks.map(({ id, label }) => ({ id, name: label || field.label, label: several ? label : "" })),
      say,
      invite: (handle) => (several ? words.placeFirst(handle.name) : words.placeYours),
      onplace(id, value) {
        boxes.get(id)?.set(value);
        context.changed();
      },
    }),
  );
  const boxes = new Map(
    field.marks.map(({ id, label }) => {
      const box = own(
        numberBox({
          label: several ? label : words.asNumber,
          unit: field.unit,
          scale: field,
          onedit(value) {
            line.set(id, value);
            context.changed();
          },
        }),
      );
      return [id, box] as const;
    }),
  );
  const spread = field.width
    ? own(
        numberBox({
          label: field.width.label,
          unit: field.unit,
          scale: { min: 0, max: field.max - field.min, step: field.step },
          steps: 0,
          onedit(value) {
            line.spread(value);
            context.changed();
          },
        }),
      )
    : null;

  const element = h("div.k-field", { role: "group", "aria-labelledby": title },
    h("p.k-question", { id: title }, field.label),
    field.hint ? h("p.k-quiet", field.hint) : null,
    h("div", { class: several ? "k-line k-several" : "k-line" }, line.element, ruler(field, field.ends)),
    h("div.k-boxes", ...[...boxes.values()].map((box) => box.element), spread?.element),
  );

  const kept = fieldOf(context.earlier, "values");
  for (const { id } of field.marks) {
    const value = fitting(field, fieldOf(kept, id));
    line.set(id, value);
    boxes.get(id)?.set(value);
  }
  const width = fieldOf(context.earlier, "width");
  if (spread && typeof width === "number") {
    spread.set(width);
    line.spread(spread.get());
  }

  return {
    element,
    read() {
      const values: Record<string, number> = {};
      const lacks: Lack[] = [];
      for (const { id, label } of field.marks) {
        const value = line.get(id);
        if (value === null) lacks.push({ sentence: words.markNeeds(label || field.label), focus: () => line.focus(id) });
        else values[id] = value;
      }
      const half = spread?.get() ?? null;
      if (spread && half === null) lacks.push({ sentence: words.answerNeeds(field.width?.label ?? ""), focus: spread.focus });
      return lacks.length ? { lacks } : { answer: { values, width: half } };
    },
    touched: () => ({ values: Object.fromEntries(field.marks.map(({ id }) => [id, line.get(id)])), width: spread?.get() ?? null }),
    dispose,
  };
};
