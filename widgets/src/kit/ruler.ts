import { figure } from "../format";
import { h } from "./h";
import { x } from "./plot";
import { ticks } from "./scale";

/** The figures under a line, and what its two ends mean. */
export function ruler(axis: { min: number; max: number }, ends: readonly [string, string] | null, label = ""): HTMLElement {
  return h("div.k-ruler",
    h("div.k-ticks", { "aria-hidden": "true" },
      ...ticks(axis).map((value) => h("span.k-tick", { style: `--at:${x(axis, value)}` }, figure(value))),
    ),
    ends ? h("div.k-ends", h("span", ends[0]), h("span", ends[1])) : null,
    label ? h("div.k-axis", label) : null,
  );
}
