// The frame of every picture: the finding, one sentence, the picture, then the figures and how they were made.
import type { Table } from "../types";
import * as words from "../words";
import { figure as written } from "../format";
import { h, uid } from "./h";
import { still, type Part } from "./life";

interface Framed {
  title: string;
  sentence: string;
  table: Table;
  how: string;
}

function dataTable(table: Table, name: string): HTMLElement {
  const cell = (value: string | number): string => (typeof value === "number" ? written(value) : value);
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

/** A question that opens on a click, closed at first. */
export const details = (summary: string, ...content: (Node | string)[]): HTMLDetailsElement =>
  h("details.k-details", h("summary", summary), h("div.k-detail", ...content));

/** A picture in its frame. */
export function framed({ title, sentence, table, how }: Framed, ...picture: HTMLElement[]): Part {
  const id = uid();
  return still(
    h("figure.k-scene", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, title),
      h("p.k-sentence", sentence),
      ...picture,
      h("div.k-behind",
        details(words.table, dataTable(table, title)),
        how ? details(words.how, h("p", how)) : "",
      ),
    ),
  );
}
