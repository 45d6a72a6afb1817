// What is shown to a room at one time: it opens with the word that is said there, and for whoever is not there.
import { button } from "../kit/button";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import type { AskingStage } from "../flow/makers";
import type { Action } from "../types";
import * as words from "../words";

/** A field for the word, and the way past it; `go` is what either does. */
export function heldBack(stage: AskingStage, go: Extract<Action, { do: "next" | "open" }>): Part {
  const { signal, own, dispose } = life();
  const [id, told] = [uid(), uid()];
  const input = h("input.k-input.k-word", { id, type: "text", autocomplete: "off", dir: "auto", "aria-describedby": told });
  const why = h("p.k-quiet.k-why", { id: told });
  const send = (): void => {
    const word = input.value.trim();
    if (word) return alone(() => stage.act({ ...go, word }));
    why.textContent = words.notYet(words.wordNeeds);
    stage.live.say(why.textContent);
    input.focus();
  };
  const open = own(button(words.openIt, "primary", send));
  const away = own(button(words.notInRoom, "outlined", () => alone(() => stage.act({ ...go, away: true }))));
  on(input, "keydown", (event) => event.key === "Enter" && send(), signal);
  const element = h("div.k-writing",
    h("label.k-label", { for: id }, words.roomWord),
    input,
    h("div.k-doors", open.element, away.element),
    why,
  );
  const alone = once(element);
  return { element, dispose };
}
