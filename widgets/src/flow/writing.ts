// A field for words of one's own with one button: what is typed stays in this browser until the kernel has it.
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import { textBox } from "../kit/text";
import type { Reach } from "../types";
import * as words from "../words";
import { draft } from "./draft";
import type { AskingStage } from "./makers";

interface Writing {
  stage: AskingStage;
  label: string;
  reach: Reach;
  /** Name of the draft kept in this browser. */
  name: "explain" | "note";
  button: string;
  look: "primary" | "outlined";
  empty: string;
  rows: number;
  send(text: string): Promise<{ ok: boolean }>;
}

/** The field; pressed too early, its button says what lacks. */
export function writing({ stage, label, reach, name, button: press, look, empty, rows, send }: Writing): Part & { focus(): void } {
  const { own, dispose } = life();
  const kept = draft(stage.store, name);
  const why = h("p.k-quiet.k-why");
  const box = own(
    textBox({
      label,
      target: null,
      reach: { line: reach, differs: reach.sentence !== stage.card.reach.sentence },
      rows,
      onedit(text) {
        if (text) kept.set(text);
        else kept.clear();
        why.textContent = "";
      },
    }),
  );
  const before = kept.get();
  if (typeof before === "string") box.set(before);
  const submit = async (): Promise<void> => {
    if (!(await send(box.get())).ok) return;
    kept.clear();
    box.set("");
  };
  const go = own(
    button(press, look, () => {
      if (box.get().trim()) return alone(submit);
      why.textContent = words.notYet(empty);
      stage.live.say(why.textContent);
      box.focus();
    }),
  );
  const element = h("div.k-writing", box.element, h("div.k-doors", go.element), why);
  const alone = once(element, (sentence) => (why.textContent = sentence));
  return {
    element,
    focus: box.focus,
    dispose,
  };
}
