// Feedback: my own level first, by either door; then what was said, and what I answer to it.
import { button } from "../kit/button";
import { feedbackBlock } from "../kit/feedback";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import type { ReflectionStage } from "../reflection";
import type { Level, Mark, ReflectionState } from "../types";
import * as words from "../words";
import { replyTo, suggestions } from "./answering";
import { comparison } from "./history";
import { rating } from "./level";
import { asked, unfolding } from "./unfolding";

/** The two doors: a level of mine for each criterion, or all of it without. */
function doors(stage: ReflectionStage, first: number): Part {
  const { own, dispose } = life();
  const look = own(button(words.showWithout, "outlined", () => void asked(stage, { do: "show" }, `mark-${first}`)));
  return { element: h("div.k-writing", h("p", words.mirrorWhy), h("div.k-doors", look.element)), dispose };
}

/** The first door of one criterion. */
function before(stage: ReflectionStage, mark: Mark, levels: readonly Level[], index: number, on: string): Part {
  const { own, dispose } = life();
  const fold = own(unfolding(words.setMine, false));
  const form = own(
    rating({
      levels,
      before: null,
      text: () => ({ whole: on, selected: "" }),
      say: stage.live.say,
      keep: (points, sentence) => asked(stage, { do: "rate", criterion: mark.id, points, sentence }, `mark-${index}`),
    }),
  );
  fold.inside.append(form.element);
  return { element: fold.element, dispose };
}

/** What moved in my text since it was read. */
function moved(stage: ReflectionStage, { compared }: ReflectionState): Part {
  const mine = compared && compared.draft === null ? compared : null;
  const fold = unfolding(words.whatMoved, mine !== null, () => asked(stage, { do: "compare", draft: "feedback" }, "moved"));
  fold.element.querySelector("summary")?.setAttribute("data-focus", "moved");
  if (mine) fold.inside.append(...comparison(mine).slice(0, 2));
  return fold;
}

/** Feedback as it unfolds. */
export function mirror(stage: ReflectionStage, state: ReflectionState): Part {
  const feedback = state.feedback as NonNullable<typeof state.feedback>;
  const first = feedback.criteria.findIndex(({ folded }) => folded);
  return feedbackBlock(feedback, stage.card.criteria, {
    first: first < 0 ? null : doors(stage, first),
    moved: feedback.changed ? moved(stage, state) : null,
    under: (mark, levels, i) =>
      mark.folded
        ? [before(stage, mark, levels, i, feedback.on)]
        : [...(mark.suggestions.length ? [suggestions(stage, mark, i)] : []), replyTo(stage, mark, i, feedback.at)],
  });
}
