import type { Makers } from "../flow/makers";
import { clock } from "../format";
import { h } from "../kit/h";
import { reachLine } from "../kit/reach";
import type { FoldCard, FoldState } from "../types";
import * as words from "../words";

/**
 * Above the fold: my answer as I gave it, with its time. It stays.
 *
 * Where nothing unfolds there is nothing to hold it against yet, and a first position in sight would steer the last one:
 * then the time alone stands here, and what is kept for later.
 */
export function mine(answered: Makers["answered"], card: FoldCard, state: FoldState): HTMLElement {
  const { answers, door, at } = state;
  const time = at ? clock(at) : "";
  const when = !time ? "" : door === "look" ? words.lookedAt(time) : words.committedAt(time);
  const given = answers && card.doors
    ? card.fields.flatMap((field) => {
        const answer = answers[field.id];
        return answer === undefined || answer === "" ? [] : [answered(field, answer)];
      })
    : [];
  return h("section.k-mine-card", { "aria-label": words.myAnswer },
    ...given,
    h("p.k-quiet", { tabindex: -1 }, when),
    reachLine(card.reach),
    card.kept && !card.doors ? h("p.k-paragraph", card.kept) : null,
  );
}
