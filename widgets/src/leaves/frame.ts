// What stands around all steps: whom to talk to, and how I take part here.
import type { AskingStage } from "../flow/makers";
import { choice } from "../kit/choice";
import { details } from "../kit/figure";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import { notice } from "../kit/trouble";
import type { LeavesCard } from "../types";
import * as words from "../words";

/** What to leave out here, and whom one can talk to. */
export const care = ({ leave_out, contact }: NonNullable<LeavesCard["care"]>): HTMLElement =>
  h("div.k-care",
    ...leave_out.map((sentence) => h("p", sentence)),
    contact ? h("p", words.talkTo(contact)) : null,
  );

/** What becomes of what I did here, and when: nobody need wait in front of it. */
export function awaiting(sentence: string): HTMLElement {
  const told = notice("calm");
  told.show(sentence);
  return told.element;
}

/** How I take part here, to be changed at any time. */
export function forms(stage: AskingStage, all: LeavesCard["forms"], now: string): Part {
  const { own, dispose } = life();
  const group = own(choice(words.whichForm, all, "k-inline", () => alone(() => stage.act({ do: "form", form: group.get() ?? now }))));
  group.set(now);
  const element = details(words.formNow(all.find(({ id }) => id === now)?.label ?? now), group.element);
  const alone = once(element);
  return { element, dispose };
}
