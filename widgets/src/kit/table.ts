import { figure } from "../words";
import type { Table } from "../types";
import { h } from "./h";

/** The figures behind a picture, to be read one by one; wider than the card, it scrolls by itself. */
export function dataTable(table: Table, name: string): HTMLElement {
  const cell = (value: string | number): string => (typeof value === "number" ? figure(value) : value);
  return h("div.k-scroll", { tabindex: 0, role: "region", "aria-label": name },
    h("table.k-table",
      h("thead", h("tr", ...table.head.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", ...table.rows.map((row) =>
          h("tr", ...row.map((value, i) => (i ? h("td", cell(value)) : h("th", { scope: "row" }, cell(value))))),
        ),
      ),
    ),
  );
}
