// What this browser holds of a text until the kernel has it, and what to do with it on the next visit.
import { field, type Store } from "../store";

/** A version of the text that parted from the kernel's. */
export interface Version {
  text: string;
  at: string;
}

export interface Keeper {
  /** What an earlier visit left here and what continues the kernel's text, if anything does. */
  newer(): string | null;
  /** The version to offer: it stays here, through visits and keys, until it is let go. */
  other(): Version | null;
  /** Puts a version beside the text, to be offered later. */
  aside(text: string): void;
  /** The reader has decided about this version. */
  letGo(text: string): void;
  typed(text: string): void;
  sent(text: string): void;
  confirmed(text: string): void;
  /** The kernel has another text now. */
  base(text: string): void;
}

const list = (kept: unknown): Version[] => (Array.isArray(kept) ? kept.filter((one): one is Version => typeof field(one, "text") === "string") : []);

/** What this browser held of a prompt while it had another id moves to where it is looked for now. */
export function inherit(store: Store, others: Store, former: Store, formerOthers: Store): void {
  const kept = former.get();
  const text = field(kept, "text");
  const moved = list(formerOthers.get());
  if (typeof text === "string") {
    if (store.get() === null) store.set(kept);
    else moved.push({ text, at: String(field(kept, "at")) });
  }
  if (moved.length) others.set([...list(others.get()), ...moved]);
  former.clear();
  formerOthers.clear();
}

/**
 * Keeps each text together with the kernel's texts it grew from, so that a newer one elsewhere is never overwritten.
 *
 * What parted from the kernel's text moves to `others` at once: there no key and no save can reach it.
 */
export function keeper(store: Store, others: Store, kernelText: string, now: () => Date = () => new Date()): Keeper {
  let bases: string[] = [kernelText];
  const write = (text: string): void => store.set({ text, bases, at: now().toISOString() });
  const versions = (): Version[] => list(others.get());
  const without = (text: string): Version[] => versions().filter((one) => one.text !== text);
  const setAside = (text: string, at: string): void => others.set([...without(text), { text, at }]);

  const kept = store.get();
  const [text, from] = [field(kept, "text"), field(kept, "bases")];
  let newer: string | null = null;
  if (typeof text === "string" && text !== kernelText && Array.isArray(from) && from.includes(kernelText)) newer = text;
  else {
    // Cleared first: a browser that is nearly full has no room for the text twice.
    store.clear();
    if (typeof text === "string" && text !== kernelText) setAside(text, String(field(kept, "at")));
  }
  return {
    newer: () => newer,
    other: () => versions()[0] ?? null,
    aside: (text) => setAside(text, now().toISOString()),
    letGo(text) {
      const rest = without(text);
      if (rest.length) others.set(rest);
      else others.clear();
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
