// What this browser holds of a text until the kernel has it, and what to do with it on the next visit.
import { field, type Store } from "../store";

export type Found = { kind: "nothing" } | { kind: "newer"; text: string } | { kind: "other"; text: string; at: string };

export interface Keeper {
  /** What an earlier visit left here: text that continues the kernel's, or a version that parted from it. */
  found(): Found;
  typed(text: string): void;
  sent(text: string): void;
  confirmed(text: string): void;
  /** The kernel has another text now. */
  base(text: string): void;
}

/** Keeps each text together with the kernel's texts it grew from, so that a newer one elsewhere is never overwritten. */
export function keeper(store: Store, kernelText: string, now: () => Date = () => new Date()): Keeper {
  let bases: string[] = [kernelText];
  const write = (text: string): void => store.set({ text, bases, at: now().toISOString() });
  return {
    found() {
      const kept = store.get();
      const text = field(kept, "text");
      const from = field(kept, "bases");
      if (typeof text !== "string") return { kind: "nothing" };
      if (text === kernelText) {
        store.clear();
        return { kind: "nothing" };
      }
      if (Array.isArray(from) && from.includes(kernelText)) return { kind: "newer", text };
      return { kind: "other", text, at: String(field(kept, "at")) };
    },
    typed: write,
    sent(text) {
      // The answer may get lost while the text arrives: then the kernel's text is this one, and ours still continues it.
      bases = [bases[0] ?? text, text];
      write(text);
    },
    confirmed(text) {
      bases = [text];
      store.clear();
    },
    base(text) {
      bases = [text];
    },
  };
}
