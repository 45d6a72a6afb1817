import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import type { Action } from "../types";
import type { AskingStage } from "./makers";

/** One button that goes on. */
export function nextButton(stage: AskingStage, label: string, action: Action, look: "primary" | "outlined" = "primary"): Part {
  const { own, dispose } = life();
  const press = own(button(label, look, () => alone(() => stage.act(action))));
  const element = h("div.k-doors", press.element);
  const alone = once(element);
  return { element, dispose };
}
