import type { Makers } from "../flow/makers";
import { clock } from "../format";
import { h } from "../kit/h";
import { reachLine } from "../kit/reach";
import type { Answers, Field, FoldCard, FoldState, Recalled } from "../types";
import * as words from "../words";

/**
 * Above the fold: my answer as I gave it, with its time. It stays.
 *
 * With nothing to hold it against, a first position in sight would steer the last one: then the time alone stands here,
 * and what is kept for later.
 */
export function mine(answered: Makers["answered"], card: FoldCard, state: FoldState): HTMLElement {
  const { answers, door, at, recalled } = state;
  const time = at ? clock(at) : "";
  const when = !time ? "" : door === "look" ? words.lookedAt(time) : words.committedAt(time);
  const given = answers && (card.doors || recalled.length) ? drawn(answered, card.fields, answers) : [];
  return h("section.k-mine-card", { "aria-label": words.myAnswer },
    recalled.length ? h("p.k-recall", card.title) : null,
    ...given,
    h("p.k-quiet", { tabindex: -1 }, when),
    reachLine(card.reach),
    card.kept && !card.doors ? h("p.k-paragraph", card.kept) : null,
  );
}

/** What I answered to another question, under its title and with its time. */
export const earlier = (answered: Makers["answered"], { title, at, fields, answers }: Recalled): HTMLElement =>
  h("section.k-mine-card.k-recalled", { "aria-label": title },
    h("p.k-recall", title),
    ...drawn(answered, fields, answers),
    h("p.k-quiet", words.keptAt(clock(at))),
  );

const drawn = (answered: Makers["answered"], fields: Field[], answers: Answers): HTMLElement[] =>
  fields.flatMap((field) => {
    const answer = answers[field.id];
    return answer === undefined || answer === "" ? [] : [answered(field, answer)];
  });
