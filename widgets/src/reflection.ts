// The reflection editor: a question, what readers look for, a field that saves itself, earlier drafts, feedback.
import "./kit/css/feedback.css";
import { feedbackBlock } from "./kit/feedback";
import { h, uid } from "./kit/h";
import { still } from "./kit/life";
import { sections, type Section } from "./kit/sections";
import { criteriaBlock } from "./reflection/criteria";
import { draftList } from "./reflection/drafts";
import { editor, type Editor } from "./reflection/editor";
import type { ReflectionCard, ReflectionState } from "./types";
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

  const plan = (state: ReflectionState): Section[] => [
    { name: "head", key: "", make: () => still(head(card, question)) },
    ...(card.criteria.length ? [{ name: "criteria", key: "", make: () => still(criteriaBlock(card.criteria, state.text === "")) }] : []),
    { name: "editor", key: "", make: () => (writing = editor(stage, question, state)) },
    { name: "drafts", key: JSON.stringify([state.drafts, state.shown]), make: () => draftList(stage, state) },
    ...(state.feedback
      ? [{ name: "feedback", key: JSON.stringify(state.feedback), make: () => feedbackBlock(state.feedback as NonNullable<typeof state.feedback>, card.criteria) }]
      : []),
  ];
  return {
    draw(state) {
      const active = document.activeElement;
      const had = body.contains(active);
      column.show(plan(state));
      writing?.follow(state);
      if (had && !active?.isConnected) body.querySelector<HTMLElement>(".k-drafts [data-focus]")?.focus();
    },
    ontrouble: (trouble) => writing?.trouble(trouble),
    leave: () => writing?.leave(),
  };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount<ReflectionCard, ReflectionState>(context, begin),
};
