import { h } from "../kit/h";
import type { Criterion } from "../types";
import * as words from "../words";

/** What readers look for: each criterion with what it asks and its levels. Open while nothing is written. */
export function criteriaBlock(criteria: readonly Criterion[], open: boolean): HTMLElement {
  return h("details.k-details.k-criteria", { open },
    h("summary", words.criteria),
    h("ol.k-detail",
      ...criteria.map(({ title, asks, levels }) =>
        h("li", h("p.k-label", title),
          h("p.k-asks-for", asks),
          h("dl.k-level-texts", ...levels.flatMap(({ label, text }) => [h("dt", label), h("dd", text)])),
        ),
      ),
    ),
  );
}
