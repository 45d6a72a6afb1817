// What stands between me and the next scene: a button, or one more prediction with its two doors.
import { form } from "../flow/form";
import type { Makers } from "../flow/makers";
import { nextButton } from "../flow/next";
import { heldBack } from "../leaves/held";
import type { Section } from "../kit/sections";
import type { Action, FoldState } from "../types";
import type { FoldStage } from "./drawing";

/** The way to the next scene, if there is one. */
export function ahead(stage: FoldStage, make: Makers["field"], { held, ask, next, scenes }: FoldState): Section[] {
  if (held) return [{ name: "held", key: "", make: () => heldBack(stage, { do: "open" }) }];
  const key = `${scenes.length} ${next} ${JSON.stringify(ask)}`;
  if (ask) {
    const commit = (answers: Record<string, unknown>): Action => ({ do: "unfold", answer: answers[ask.id] }) as Action;
    return [{ name: "ask", key, make: () => form(stage, make, { fields: [ask], name: "ask", commit, look: { do: "unfold", look: true } }) }];
  }
  return next ? [{ name: "next", key, make: () => nextButton(stage, next, { do: "unfold" }) }] : [];
}
