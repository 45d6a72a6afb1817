// My paragraph, then what was said to it, indented under it, then a field to go on.
import "./css/thread.css";
import { clock } from "../format";
import type { Reach } from "../types";
import * as words from "../words";
import { button } from "./button";
import { h } from "./h";
import { life, type Part } from "./life";
import { once } from "./once";
import { quote } from "./quote";
import { saved } from "./saved";
import { textBox } from "./text";

/** What this browser holds of a reply until it is kept. */
interface Kept {
  get(): unknown;
  set(value: unknown): void;
  clear(): void;
}

export interface ReplyField {
  reach: Reach | null;
  /** What is kept already, to be written on. */
  text?: string;
  kept: Kept;
  say(sentence: string): void;
  send(text: string): Promise<{ ok: true; at: string } | { ok: false }>;
}

/** A field for a reply, kept by a button of its own. */
export function replying({ reach, text = "", kept, say, send }: ReplyField): Part & { focus(): void } {
  const { own, dispose } = life();
  const why = h("p.k-quiet.k-why");
  const sign = saved();
  const box = own(
    textBox({
      label: words.reply,
      target: null,
      reach: reach && { line: reach, differs: false },
      rows: 2,
      onedit(text) {
        kept.set(text);
        why.textContent = "";
        sign.show("");
      },
    }),
  );
  const before = kept.get();
  box.set(typeof before === "string" ? before : text);
  box.end.append(sign.element);
  const submit = async (): Promise<void> => {
    const reply = await send(box.get());
    if (!reply.ok) return;
    kept.clear();
    sign.show(words.saved(clock(reply.at)));
  };
  const go = own(
    button(words.keepReply, "outlined", () => {
      if (box.get().trim()) return alone(submit);
      why.textContent = words.notYet(words.replyNeeds);
      say(why.textContent);
      box.focus();
    }),
  );
  const element = h("div.k-writing", box.element, h("div.k-doors", go.element), why);
  const alone = once(element, (sentence) => (why.textContent = sentence));
  return { element, focus: box.focus, dispose };
}

interface Options {
  /** My paragraph, exactly as it was when the others read it. */
  mine: string;
  /** Whether I have rewritten it since. */
  changed?: boolean;
  /** How I have rewritten it. */
  moved?: HTMLElement | undefined;
  /** What was said to it, one element each, oldest first. */
  said: readonly HTMLElement[];
  /** Where I can answer; none in a view that takes no answer. */
  reply?: ReplyField | undefined;
}

/** The thread. */
export function thread({ mine, changed, moved, said, reply }: Options): Part {
  const { own, dispose } = life();
  const element = h("div.k-thread",
    quote(mine),
    changed ? h("p.k-changed", words.textChanged) : null,
    moved,
    h("ol.k-replies", ...said.map((one) => h("li", one)), reply ? h("li", own(replying(reply)).element) : null),
  );
  return { element, dispose };
}

/** Somebody's words in a thread, under their name and the time. */
export const spoken = (who: string, at: string, text: string, voice: "you" | "partner"): HTMLElement =>
  h("div.k-spoken", h("p.k-quiet", [who, clock(at)].filter(Boolean).join(", ")), quote(text, voice));
