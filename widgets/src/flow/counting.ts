// Whether what I answered counts in the group's figures, and the way to change that.
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import type { Section } from "../kit/sections";
import * as words from "../words";
import type { AskingStage } from "./makers";

function control(stage: AskingStage, out: boolean): Part {
  const { own, dispose } = life();
  const press = own(button(out ? words.countMine : words.leaveMineOut, "plain", () => alone(() => stage.act({ do: "out", out: !out }))));
  const element = h("div.k-counting", h("p.k-quiet", { tabindex: -1 }, out ? words.mineLeftOut : words.mineCounted), press.element);
  const alone = once(element);
  return { element, dispose };
}

/** Stands once I answered something that counts; whatever I choose, nobody else sees a difference. */
export const counting = (stage: AskingStage, out: boolean | null): Section[] =>
  out === null ? [] : [{ name: "out", key: String(out), make: () => control(stage, out) }];

/** The sentence for who does not see the change. */
export const counted = (before: boolean | null, now: boolean | null): string =>
  now === before || now === null ? "" : now ? words.mineLeftOut : before === null ? "" : words.mineCounted;
