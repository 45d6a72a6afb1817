// Feedback: my own level first, by either door; then what was said, and what I answer to it.
import { clock } from "../format";
import { button } from "../kit/button";
import { judged, levelsOf } from "../kit/feedback";
import { h, uid } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import { sections, type Section } from "../kit/sections";
import type { ReflectionStage } from "../reflection";
import type { Feedback, Level, Mark, ReflectionState } from "../types";
import * as words from "../words";
import { replyTo, suggestions } from "./answering";
import { difference } from "./history";
import { rating } from "./level";
import { asked, unfolding, type Following } from "./unfolding";
import "../kit/css/thread.css";

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

const heading = (mark: Mark, index: number): HTMLElement =>
  h("h5.k-label", { tabindex: -1, "data-focus": `mark-${index}` }, mark.title, mark.swapped ? h("span.k-quiet", ` ${words.ownCriterion}`) : null);

/** One criterion: each of its parts is made anew only when it says something else, so that no other loses what is begun there. */
function criterion(stage: ReflectionStage, index: number, feedback: Feedback): Following<Mark> {
  const { own, dispose } = life();
  const inside = h("div.k-criterion");
  const column = sections(inside);
  const tries = own(suggestions(stage, index, feedback.at));
  return {
    element: h("li", inside),
    follow(mark) {
      const levels = levelsOf(mark, stage.card.criteria);
      const { suggestions: all, reply, previous, ...said } = mark;
      const key = JSON.stringify(said);
      const parts = mark.folded
        ? [{ name: "first", key: "", make: () => before(stage, mark, levels, index, feedback.on) }]
        : [
            ...judged(mark, levels).map((element, i): Section => ({ name: `said-${i}`, key, make: () => still(element) })),
            ...(all.length ? [{ name: "suggestions", key: "", make: () => still(tries.element) }] : []),
            { name: "reply", key: JSON.stringify([reply, previous]), make: () => replyTo(stage, mark, index, feedback.at) },
          ];
      column.show([{ name: "head", key: "", make: () => still(heading(mark, index)) }, ...parts]);
      tries.follow(mark);
    },
    dispose() {
      column.dispose();
      dispose();
    },
  };
}

/** What moved in my text since it was read. */
function moved(stage: ReflectionStage): Following<ReflectionState> {
  const fold = unfolding(
    words.whatMoved,
    false,
    () => asked(stage, { do: "compare", draft: "feedback" }, "moved"),
    () => stage.act({ do: "compare", draft: null }),
  );
  fold.element.querySelector("summary")?.setAttribute("data-focus", "moved");
  const column = sections(fold.inside);
  const note = h("p.k-changed", words.textChanged);
  return {
    element: h("div.k-leant", note, fold.element),
    follow({ compared, feedback }) {
      const mine = compared && compared.draft === null ? compared : null;
      fold.set(mine !== null);
      column.show(mine ? difference(mine) : []);
      // What stands open stays, so that nothing jumps under who is reading it.
      note.hidden = !feedback?.changed;
      fold.element.hidden = note.hidden && !mine;
    },
    dispose() {
      column.dispose();
      fold.dispose();
    },
  };
}

/** Feedback as it unfolds, beside the very words it is about. */
export function mirror(stage: ReflectionStage, feedback: Feedback): Following<ReflectionState> {
  const { own, dispose } = life();
  const id = uid();
  let first = 0;
  const look = own(button(words.showWithout, "outlined", () => void asked(stage, { do: "show" }, `mark-${first}`)));
  const doors = h("div.k-writing", h("p", words.mirrorWhy), h("div.k-doors", look.element));
  const since = own(moved(stage));
  const list = h("ol.k-replies");
  const column = sections(list);
  const drawn = new Map<string, Following<Mark>>();
  const element = h("section.k-feedback", { "aria-labelledby": id },
    h("h4.k-finding", { id, tabindex: -1 }, words.feedback),
    h("p.k-quiet", words.feedbackAt(clock(feedback.at))),
    doors,
    h("p.k-label", words.feedbackOn),
    h("div.k-thread", quote(feedback.on), since.element, list),
  );
  return {
    element,
    follow(state) {
      const marks = state.feedback?.criteria ?? [];
      first = marks.findIndex(({ folded }) => folded);
      doors.hidden = first < 0;
      since.follow(state);
      since.element.hidden = !state.feedback?.changed && state.compared?.draft !== null;
      column.show(
        marks.map((mark, i): Section => ({
          name: mark.id,
          key: "",
          make() {
            const one = criterion(stage, i, feedback);
            drawn.set(mark.id, one);
            return one;
          },
        })),
      );
      for (const mark of marks) drawn.get(mark.id)?.follow(mark);
    },
    dispose() {
      column.dispose();
      dispose();
    },
  };
}
