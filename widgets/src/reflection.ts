// The reflection editor: a question, what readers look for, a field that saves itself, its history, how I see it, feedback.
import "./kit/css/feedback.css";
import "./kit/css/voices.css";
import "./kit/css/reflection.css";
import { h, uid } from "./kit/h";
import { still } from "./kit/life";
import { sections, type Section } from "./kit/sections";
import { criteriaBlock, inPlace } from "./reflection/criteria";
import { editor, type Editor } from "./reflection/editor";
import { history } from "./reflection/history";
import { mirror } from "./reflection/mirror";
import { selfAssessment, type SelfAssessment } from "./reflection/self";
import type { ReflectionCard, ReflectionState } from "./types";
import type { Following } from "./reflection/unfolding";
import { mount, type Stage } from "./widget";

export type ReflectionStage = Stage<ReflectionCard>;

function head(card: ReflectionCard, question: string): HTMLElement {
  return h("header.k-head",
    h("h3.k-title", card.title),
    h("div", { id: question }, ...card.question.map((text) => h("p.k-question", text))),
  );
}

function begin(stage: ReflectionStage): ReturnType<Parameters<typeof mount<ReflectionCard, ReflectionState>>[1]> {
  const { card, body, life } = stage;
  const question = uid();
  const column = sections(body);
  life.own({ element: body, dispose: column.dispose });
  let writing: Editor | null = null;
  let myself: SelfAssessment | null = null;
  let behind: Following<ReflectionState> | null = null;
  let answering: Following<ReflectionState> | null = null;
  let first = true;

  const plan = (state: ReflectionState): Section[] => {
    const { swapped, feedback } = state;
    const open = !first || state.text === "";
    return [
      { name: "head", key: "", make: () => still(head(card, question)) },
      ...(card.criteria.length ? [{ name: "criteria", key: JSON.stringify([swapped, !feedback]), make: () => criteriaBlock(stage, state, open) }] : []),
      { name: "editor", key: "", make: () => (writing = editor(stage, question, state)) },
      { name: "history", key: "", make: () => (behind = history(stage)) },
      ...(card.criteria.length ? [{ name: "self", key: "", make: () => (myself = selfAssessment(stage, () => (writing as Editor).read())) }] : []),
      ...(feedback ? [{ name: "feedback", key: feedback.at, make: () => (answering = mirror(stage, feedback)) }] : []),
    ];
  };
  return {
    draw(state) {
      column.show(plan(state));
      writing?.follow(state);
      behind?.follow(state);
      if (state.feedback) answering?.follow(state);
      myself?.follow(state, inPlace(card.criteria, state.swapped));
      first = false;
    },
    ontrouble: (trouble) => writing?.trouble(trouble),
    leave: () => writing?.leave(),
  };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount<ReflectionCard, ReflectionState>(context, begin),
};
