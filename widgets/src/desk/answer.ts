// The middle of the desk: the question, folded; the answer; how it grew; what moved since the last feedback.
import { clock } from "../format";
import { button } from "../kit/button";
import { change } from "../kit/change";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { heading } from "./parts";
import type { Answer, Dated, Prompt } from "./types";

const folded = (title: string, ...content: (Node | string)[]): HTMLElement =>
  h("details.k-details", h("summary", title), h("div.k-detail", ...content));

/** The drafts that the learner chose to show, each against the one that followed. */
function grown({ shown, grown: parts }: Answer): HTMLElement {
  const first = shown[0] as Dated;
  return h("section.desk-more",
    h("h3", words.grew(shown.length)),
    folded(words.firstToLast(clock(first.at)), change(parts)),
    ...shown.map(({ at, text: draft }) => folded(words.draftOf(clock(at)), quote(draft, "earlier"))),
  );
}

export interface AnswerPart extends Part {
  /** Gives the focus to the answer's heading. */
  focus(): void;
  /** Says whether a level would hold just now. */
  draw(answer: Answer): void;
}

/** One answer, to be read. */
export function answerPart(bench: Bench, answer: Answer, prompt: Prompt | undefined): AnswerPart {
  const { own, dispose } = life();
  const title = heading("h2", answer.who);
  const told = [answer.at ? words.handedIn(clock(answer.at)) : "", words.words(answer.words)].filter(Boolean).join(", ");
  const { learner } = answer;
  const all = learner && bench.state().learner !== learner
    ? own(button(words.allByLearner, "plain", () => void bench.act({ do: "view", by: "learner", learner, prompt: null }))).element
    : null;
  const none = h("p.k-quiet");
  const waits = h("p.k-notice.k-calm", { role: "status" });
  const text = answer.text.trim() ? quote(answer.text, "partner") : none;
  text.classList.add("desk-text");
  const element = h("section.desk-answer", { "aria-label": words.answerOf(answer.who) },
    h("header", title, h("p.desk-prompt", prompt?.title ?? answer.prompt), h("p.k-quiet", told, all ? " " : null, all)),
    prompt?.question.length ? folded(words.theQuestion, ...prompt.question.map((one) => h("p.k-paragraph", one))) : null,
    waits,
    text,
    answer.moved
      ? h("section.desk-more", h("h3", words.moved(clock(answer.moved.at))), h("p.k-quiet", words.goneAndNew), change(answer.moved.parts))
      : null,
    answer.shown.length ? grown(answer) : null,
  );
  const draw = ({ ungraded }: Answer): void => {
    waits.hidden = !ungraded;
    if (waits.textContent !== (ungraded ?? "")) waits.textContent = ungraded;
    // What was not graded to its end may be more than what lies here, so it is not called empty.
    none.textContent = ungraded ? "" : words.noText;
  };
  draw(answer);
  return { element, focus: () => title.focus({ preventScroll: true }), draw, dispose };
}
