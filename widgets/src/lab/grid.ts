// A choice for each row, from the same columns. Where there is no room for a table, each row is a question of its own.
import { choice } from "../kit/choice";
import type { FieldMaker } from "../kit/field";
import { h, uid } from "../kit/h";
import { life } from "../kit/life";
import { field as fieldOf } from "../store";
import type { Answer, GridAnswer, GridField, Named } from "../types";
import * as words from "../words";

/** The columns' names above them; each choice says its own, too. */
function head(columns: readonly Named[]): HTMLElement {
  return h("div.k-grid-row.k-grid-head", { "aria-hidden": "true" }, h("span"), ...columns.map(({ label }) => h("span", { dir: "auto" }, label)));
}

/** A question that is answered row by row; nothing is chosen before. */
export const gridField: FieldMaker<GridField> = ({ label, rows, columns }, { earlier, changed }) => {
  const { own, dispose } = life();
  const title = uid();
  const all = rows.map((row) => {
    const group = own(choice(row.label, columns, "k-grid-row", changed));
    const kept = fieldOf(earlier, row.id);
    if (typeof kept === "string") group.set(kept);
    return { row, group };
  });
  const element = h("div.k-field.k-moved", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, label),
    h("div.k-grid", head(columns), ...all.map(({ group }) => group.element)),
  );
  element.style.setProperty("--columns", String(columns.length));
  const chosen = (): GridAnswer => Object.fromEntries(all.flatMap(({ row, group }) => (group.get() === null ? [] : [[row.id, group.get() as string]])));
  return {
    element,
    read() {
      const lacks = all.flatMap(({ row, group }) => (group.get() === null ? [{ sentence: words.answerNeeds(row.label), focus: group.focus }] : []));
      return lacks.length ? { lacks } : { answer: chosen() };
    },
    touched: chosen,
    dispose,
  };
};

/** What was chosen in each row, to be read. */
export const gridSaid = ({ rows, columns }: GridField, answer: Answer): HTMLElement =>
  h("dl.k-in-rows", ...rows.map(({ id, label }) => {
    const chosen = columns.find((column) => column.id === (answer as GridAnswer)[id]);
    return h("div", h("dt", { dir: "auto" }, label), h("dd.k-said", { dir: "auto" }, chosen?.label ?? ""));
  }));
