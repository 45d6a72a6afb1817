// What stands before me: somebody's words, a question with its doors, a button, or a sentence on what has to come first.
import { form } from "../flow/form";
import type { AskingStage, Makers } from "../flow/makers";
import { nextButton } from "../flow/next";
import { h } from "../kit/h";
import { still, type Part } from "../kit/life";
import type { Section } from "../kit/sections";
import type { Mine } from "../kit/told";
import { notice } from "../kit/trouble";
import type { Action, Ahead } from "../types";
import * as words from "../words";
import { heldBack } from "./held";

/** The second door of a step: looking without an answer, or going on without one. */
function second({ id, door }: Ahead): Action | null {
  return door === "both" ? { do: "look", step: id } : door === "skip" ? { do: "next", step: id } : null;
}

/** What has to come first, and the way on without it. */
function waiting(stage: AskingStage, { id, waits }: Ahead): Part {
  const told = notice("calm");
  told.show(waits);
  const { element, dispose } = nextButton(stage, words.goOnWithout, { do: "next", step: id }, "outlined");
  return { element: h("div.k-writing", told.element, element), dispose };
}

/** Where I am, in words. */
export const placed = ({ place }: Ahead): string => (place ? words.stepOf(...place) : "");

/** The way on from here. */
export function ahead(stage: AskingStage, make: Makers, step: Ahead, mine: Mine): Section[] {
  const { id, before, fields, door, button, look, waits, held, stop } = step;
  const key = JSON.stringify({ ...step, place: null });
  const place = placed(step);
  const above = [
    ...(place ? [{ name: "place", key: place, make: () => still(h("p.k-quiet.k-place", place)) }] : []),
    ...before.map((scene, i): Section => ({ name: `before-${id}-${i}`, key: JSON.stringify([scene, mine.passed]), make: () => make.scene(scene, mine) })),
  ];
  if (waits) return [...above, { name: "waits", key, make: () => waiting(stage, step) }];
  if (held) return [...above, { name: "held", key, make: () => heldBack(stage, { do: "next", step: id }) }];
  if (door === "next") return [...above, { name: "next", key, make: () => nextButton(stage, button || words.goOn, { do: "next", step: id }) }];
  const commit = (answers: Extract<Action, { answers: unknown }>["answers"]): Action => ({ do: "commit", step: id, answers });
  const says = { commit: button, look: look || (door === "skip" ? words.goOnWithout : "") };
  const out: Section[] = stop ? [{ name: "stop", key: id, make: () => nextButton(stage, stop, { do: "stop", step: id }, "outlined") }] : [];
  return [...above, { name: "ask", key, make: () => form(stage, make.field, { fields, name: `at ${id}`, commit, look: second(step), says }) }, ...out];
}
