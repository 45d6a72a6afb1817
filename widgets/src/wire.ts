// Sends an action to the kernel and waits for its answer, however long that takes.
import type { Action, Reply } from "./types";
import * as words from "./words";

/** The part of a Jupyter widget model that Kith uses. */
export interface Model {
  get(name: string): unknown;
  on(event: string, listener: (...args: never[]) => void): void;
  off(event: string, listener: (...args: never[]) => void): void;
  send(content: unknown): void;
}

/** What stands between an action and its answer: nothing, a busy kernel, or none at all. */
export type Trouble = "none" | "busy" | "gone";

export interface Wire<State, A = Action> {
  act(action: A): Promise<Reply<State>>;
  dispose(): void;
}

interface Options {
  /** Told whenever the kernel falls silent or answers again. */
  ontrouble(trouble: Trouble): void;
  /** Milliseconds of silence before the learner is told. */
  patience?: number;
}

interface Pending<State> {
  content: { id: number; payload: string };
  settle(reply: Reply<State>): void;
  timer?: ReturnType<typeof setTimeout>;
  wait: number;
  late: boolean;
}

const LONGEST = 60_000;

function parseReply<State>(payload: unknown): Reply<State> {
  try {
    const reply = JSON.parse(String(payload)) as Reply<State>;
    if (reply.ok === true ? typeof reply.state === "object" : reply.ok === false && typeof reply.why === "string") return reply;
  } catch {
    // falls through to the sentence
  }
  return { ok: false, why: words.unreadable };
}

/**
 * The line to the kernel.
 *
 * An action without an answer is sent again under the same id, later and later, and at once when the kernel shows a sign
 * of life. The kernel answers one id once, so an action that arrives twice happens once.
 */
export function wire<State, A = Action>(model: Model, { ontrouble, patience = 4000 }: Options): Wire<State, A> {
  const pending = new Map<number, Pending<State>>();
  let id = Math.floor(Math.random() * 2 ** 40);
  let trouble: Trouble = "none";
  let closed = false;

  const judge = (): void => {
    const late = [...pending.values()].some((one) => one.late);
    const now: Trouble = !late ? "none" : closed ? "gone" : "busy";
    if (now !== trouble) ontrouble((trouble = now));
  };
  const transmit = (one: Pending<State>): void => {
    try {
      model.send(one.content);
      closed = false;
    } catch {
      // A closed line (the kernel was restarted) throws. The action stays pending, and is tried again.
      closed = one.late = true;
    }
    judge();
    one.timer = setTimeout(() => {
      one.late = true;
      transmit(one);
    }, one.wait);
    one.wait = Math.min(one.wait * 2, LONGEST);
  };
  const wake = (): void => {
    for (const one of pending.values()) {
      if (!one.late) continue;
      clearTimeout(one.timer);
      one.wait = patience;
      transmit(one);
    }
  };
  const receive = (content: { id?: unknown; payload?: unknown } | null): void => {
    const one = typeof content?.id === "number" ? pending.get(content.id) : undefined;
    if (one) {
      clearTimeout(one.timer);
      pending.delete(one.content.id);
      judge();
      one.settle(parseReply<State>(content?.payload));
    }
    wake();
  };
  model.on("msg:custom", receive);
  model.on("change:state", wake);
  return {
    act(action) {
      return new Promise((resolve) => {
        const one: Pending<State> = { content: { id: ++id, payload: JSON.stringify(action) }, settle: resolve, wait: patience, late: false };
        pending.set(id, one);
        transmit(one);
      });
    },
    dispose() {
      model.off("msg:custom", receive);
      model.off("change:state", wake);
      for (const one of pending.values()) clearTimeout(one.timer);
      pending.clear();
    },
  };
}
