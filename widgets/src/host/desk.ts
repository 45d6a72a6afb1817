// What stands in for a kernel: takes an action and gives the new state, or refuses in a sentence.
import type { Action, Reply } from "../types";
import { readOnly, unreadable } from "../words/kernel";

/** An action that is not done; its message is the sentence the reader sees. */
export class Refused extends Error {}

/** One card without a kernel: does what the card of the same name does in Python. */
export interface Desk {
  /** Where the reader stands, as the widget draws it. */
  state(): unknown;
  /** Does what the widget asks; throws Refused. */
  act(action: Action): void;
  /** All that must be kept to stand here again. */
  kept(): unknown;
}

/** A desk for what only shows things. */
export const showing = (state: unknown): Desk => ({
  state: () => state,
  act() {
    throw new Refused(readOnly);
  },
  kept: () => null,
});

function parsed(payload: unknown): Action {
  try {
    const action: unknown = JSON.parse(String(payload));
    if (typeof action === "object" && action !== null && !Array.isArray(action)) return action as Action;
  } catch {
    // falls through to the sentence
  }
  throw new Refused(unreadable);
}

/** The reply to the action that a message carries. */
export function reply(desk: Desk, payload: unknown, now: Date = new Date()): Reply<unknown> {
  try {
    desk.act(parsed(payload));
    return { ok: true, at: now.toISOString(), state: desk.state() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.message };
    throw error;
  }
}
