// Questions answered together, and two doors of equal height. The open fold is one; a guess between two scenes is another.
import { h, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { reachLine, reachOf, withoutReach } from "../kit/reach";
import { field as fieldOf } from "../store";
import type { Action, Answers, Field, Reach } from "../types";
import * as words from "../words";
import { doors, type Says } from "./doors";
import { draft } from "./draft";
import type { AskingStage, Makers } from "./makers";

interface Options {
  fields: Field[];
  /** Name of the draft kept in this browser. */
  name: string;
  commit(answers: Answers): Action;
  look: Action | null;
  /** What the doors say, where that is not the usual. */
  says?: Says;
}

/** Whether several fields are all seen by the same people, and the fields without what then stands above them once. */
function readers(fields: Field[], usual: Reach): { once: boolean; reach: Reach; own: Field[] } {
  const lines = fields.map((field) => reachOf(field) ?? usual);
  const [first = usual] = lines;
  const once = fields.length > 1 && lines.every(({ sentence }) => sentence === first.sentence);
  if (!once) return { once, reach: usual, own: fields };
  return { once, reach: first, own: fields.map(withoutReach) };
}

/** Asks its questions; what was touched stays in this browser until the kernel has it. */
export function form(stage: AskingStage, make: Makers["field"], { fields, name, commit, look, says }: Options): Part {
  const { once: shared, reach, own: asked } = readers(fields, stage.card.reach);
  const { own, dispose } = life();
  const kept = draft(stage.store, name);
  const before = kept.get();
  // What each field says for itself is not said once more below, and less than that would be wrong.
  const others = fields.length > 0 && fields.every(reachOf);
  // Among texts that differ each names its readers; where other controls stand too, the form does it once.
  const named = !shared && fields.length > 0 && fields.every(({ kind }) => kind === "text");
  const seen = shared ? uid() : "";
  const parts = asked.map((field) => ({ id: field.id, part: own(make(field, { reach, named, seen, earlier: fieldOf(before, field.id), changed, say: stage.live.say })) }));
  const send = async (action: Action): Promise<void> => {
    if ((await stage.act(action)).ok) kept.clear();
  };
  const line = shared ? reachLine(reach, reach.sentence !== stage.card.reach.sentence) : null;
  if (line) line.id = seen;
  const foot = h("div.k-foot", line || named || others ? null : reachLine(reach));
  const element = h("div.k-form", line, ...parts.map(({ part }) => part.element), foot);
  const gate = own(
    doors({
      within: element,
      lacks: () =>
        parts.flatMap(({ part }) => {
          const got = part.read();
          return "answer" in got ? [] : got.lacks;
        }),
      saying: stage.live.say,
      commit() {
        const answers: Answers = {};
        for (const { id, part } of parts) {
          const got = part.read();
          if ("answer" in got) answers[id] = got.answer;
        }
        return send(commit(answers));
      },
      look: look && (() => send(look)),
      says,
    }),
  );
  function changed(): void {
    kept.set(Object.fromEntries(parts.map(({ id, part }) => [id, part.touched()])));
    gate.refresh();
    tell();
  }

  // Below the doors, so that they stay where they are when the first answer brings it.
  const here = h("p.k-quiet");
  const tell = (): void => {
    here.textContent = stage.store.lasting ? words.keptHere : words.unkept;
  };
  if (before) tell();
  foot.append(gate.element, here);
  return { element, dispose };
}
