// What stands between me and the next scene: a button, or one more prediction with its two doors.
import { form } from "../flow/form";
import type { Makers } from "../flow/makers";
import { button } from "../kit/button";
import { h } from "../kit/h";
import type { Part } from "../kit/life";
import { once } from "../kit/once";
import type { Section } from "../kit/sections";
import type { Action, FoldState } from "../types";
import type { FoldStage } from "./drawing";

function nextButton(stage: FoldStage, label: string): Part {
  const press = button(label, "primary", () => alone(() => stage.act({ do: "unfold" })));
  const element = h("div.k-doors", press.element);
  const alone = once(element);
  return { element, dispose: press.dispose };
}

/** The way to the next scene, if there is one. */
export function ahead(stage: FoldStage, make: Makers["field"], { ask, next, scenes }: FoldState): Section[] {
  const key = `${scenes.length} ${next} ${JSON.stringify(ask)}`;
  if (ask) {
    const commit = (answers: Record<string, unknown>): Action => ({ do: "unfold", answer: answers[ask.id] }) as Action;
    return [{ name: "ask", key, make: () => form(stage, make, { fields: [ask], name: "ask", commit, look: { do: "unfold", look: true } }) }];
  }
  return next ? [{ name: "next", key, make: () => nextButton(stage, next) }] : [];
}
