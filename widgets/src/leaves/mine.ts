// What I answered, as I gave it, with its time. It stays.
import type { Makers } from "../flow/makers";
import { clock } from "../format";
import { h } from "../kit/h";
import { reachLine, reachOf, withoutReach } from "../kit/reach";
import type { Passed, Reach } from "../types";
import * as words from "../words";

const DOORS = { commit: words.committedAt, look: words.lookedAt, next: words.wentOnAt };

/** Answers of a word or a figure: they stand beside their question. */
const SHORT = new Set(["choice", "number", "rating"]);

/** In words, by which door a step was passed, and when. */
export const when = ({ door, at }: Passed): string => DOORS[door](clock(at));

/** The answers to steps between which nothing was shown; nothing where none of them asked anything. */
export function mine(answered: Makers["answered"], passed: readonly Passed[], reach: Reach | null): HTMLElement | null {
  const asked = passed.filter(({ fields }) => fields.length);
  const last = asked.at(-1);
  if (!last) return null;
  const lines = asked.flatMap(({ fields }) => fields.map(reachOf));
  const [first] = lines;
  // What holds for all of them is said once, below.
  const all = first && lines.every((line) => line?.sentence === first.sentence) ? first : null;
  const given = ({ answers, door, fields }: Passed): HTMLElement[] =>
    answers === null
      ? asked.length > 1
        ? [h("div.k-answered.k-short", h("p.k-label", fields[0]?.label), h("p.k-quiet", door === "look" ? words.looked : words.wentOn))]
        : []
      : fields.flatMap((field) => {
          const answer = answers[field.id];
          if (answer === undefined || answer === "") return [];
          const element = answered(all ? withoutReach(field) : field, answer);
          if (SHORT.has(field.kind)) element.classList.add("k-short");
          // A text says by itself who reads it.
          const own = all || field.kind === "text" ? undefined : reachOf(field);
          return own ? [element, reachLine(own)] : [element];
        });
  return h("section", { class: `k-mine-card k-rows${asked.length > 1 ? " k-joined" : ""}`, "aria-label": words.myAnswer },
    ...asked.map(given).flatMap((told) => (told.length ? [h("div.k-given", ...told)] : [])),
    h("p.k-quiet", { tabindex: -1 }, when(last)),
    all ? reachLine(all) : reach && !lines.every(Boolean) && reachLine(reach),
  );
}
