// The written answer without a kernel: each text that differs from the one before it is kept, the newest is shown.
import { field } from "../store";
import type { Action, ReflectionCard, ReflectionState } from "../types";
import { unknownAction } from "../words/kernel";
import { checkText } from "./checks";
import { Refused, type Desk } from "./desk";

interface Written {
  at: string;
  text: string;
}

/** What a kernel would hold back until it is asked for: earlier drafts, the newest first. */
export interface Earlier {
  earlier: Written[];
}

const isWritten = (one: unknown): one is Written => typeof field(one, "text") === "string" && typeof field(one, "at") === "string";

/** A reflection's desk: begins with the text of `first`, or with what an earlier visit left. */
export function reflectionDesk(card: ReflectionCard, { earlier }: Earlier, first: ReflectionState, before: unknown, now: () => Date = () => new Date()): Desk {
  const given = first.at === null ? [] : [...earlier].reverse().concat({ at: first.at, text: first.text });
  const kept = Array.isArray(before) ? before.filter(isWritten) : [];
  let texts = kept.length ? kept : given;
  let asked = false;
  return {
    state(): ReflectionState {
      const newest = texts.at(-1);
      const drafts = texts.slice(0, -1).reverse();
      const { feedback } = first;
      return {
        text: newest?.text ?? "",
        at: newest?.at ?? null,
        drafts: drafts.length,
        shown: asked ? drafts : null,
        feedback: feedback && { ...feedback, changed: (newest?.text ?? "") !== feedback.on },
      };
    },
    act(action: Action) {
      if (action.do === "save" && "text" in action) {
        const text = checkText(action.text, card.title);
        // An unchanged text is saved already; writing it again would only make an empty draft.
        if (text !== texts.at(-1)?.text) texts = [...texts, { at: now().toISOString(), text }];
      } else if (action.do !== "drafts") throw new Refused(unknownAction);
      asked = action.do === "drafts";
    },
    kept: () => texts,
  };
}
