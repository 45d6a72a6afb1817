// Saves a text while it is being written: after a pause, on leaving the field, one save at a time.
import type { Reply } from "./types";

export type Saving<State> =
  | { kind: "dirty" }
  | { kind: "sending" }
  | { kind: "saved"; at: string; state: State }
  | { kind: "refused"; why: string };

export interface Autosave {
  /** The text as it stands after a key. */
  typed(text: string): void;
  /** Sends what is unsaved now: on blur, and when the view goes. */
  flush(): void;
  /** The kernel has this text now, and nothing newer stands here. */
  known(text: string): void;
  /** Whether the text differs from what the kernel confirmed. */
  dirty(): boolean;
  dispose(): void;
}

/** An autosave that begins with the text the kernel has. `send` resolves with the kernel's answer. */
export function autosave<State>(
  known: string,
  send: (text: string) => Promise<Reply<State>>,
  tell: (saving: Saving<State>) => void,
  pause = 1000,
): Autosave {
  let current = known;
  let confirmed = known;
  let flying = false;
  let disposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (flying || current === confirmed) return;
    const text = current;
    flying = true;
    if (!disposed) tell({ kind: "sending" });
    const reply = await send(text);
    flying = false;
    if (disposed) return;
    if (!reply.ok) return tell({ kind: "refused", why: reply.why });
    confirmed = text;
    if (current === text) tell({ kind: "saved", at: reply.at, state: reply.state });
    else if (timer === undefined) await save();
  };
  return {
    typed(text) {
      current = text;
      clearTimeout(timer);
      timer = undefined;
      if (text === confirmed && !flying) return;
      tell({ kind: "dirty" });
      timer = setTimeout(() => void save(), pause);
    },
    flush: () => void save(),
    known(text) {
      current = confirmed = text;
    },
    dirty: () => current !== confirmed,
    dispose() {
      disposed = true;
      clearTimeout(timer);
    },
  };
}
