// What this browser keeps of one card of a page: what was done in it, and what its widget holds for itself.
import { store } from "../store";

/** What happened to a card in another window on the same page. */
export interface Elsewhere {
  done(): void;
  /** The widget's versions that parted changed. */
  parted(): void;
  emptied(): void;
}

export interface Drawers {
  readonly lasting: boolean;
  /** What was done, read anew each time: other windows write it too. */
  done(): unknown;
  keep(done: unknown): void;
  /** Fills the widget's own drawers with what the page came with, where nothing was done yet. */
  fill(): void;
  /** Whether there is more than the page came with. */
  used(): boolean;
  empty(): void;
  /** Does something while the widget's draft lies hidden: what another window holds half-typed is not for this one. */
  hidden(act: () => void): void;
  listen(told: Elsewhere): void;
}

/** The drawers of the card with this key; `drafts` is what the page came with, by the end of a drawer's name. */
export function drawers(key: string, drafts: Record<string, unknown>): Drawers {
  const [draft, other, page] = [key, `${key}:other`, `${key}:page`];
  // Opened anew each time, since the widget and other windows write to them.
  const own = [draft, other].map((at) => ({ at, first: drafts[at.slice(key.length)] ?? null }));
  const done = (): unknown => store(page).get();
  /** The names of all drawers whose name begins with this key. */
  const kept = (): string[] => {
    try {
      return Object.keys(localStorage).flatMap((name) => (name.startsWith(`kith:${key}:`) ? [name.slice("kith:".length)] : []));
    } catch {
      return []; // a browser that keeps nothing has nothing to be emptied
    }
  };
  return {
    get lasting() {
      return store(page).lasting;
    },
    done,
    keep: (value) => store(page).set(value),
    fill() {
      if (done() !== null) return;
      for (const { at, first } of own) if (first !== null && store(at).get() === null) store(at).set(first);
    },
    used: () => done() !== null || own.some(({ at, first }) => JSON.stringify(store(at).get()) !== JSON.stringify(first)),
    empty() {
      for (const at of [page, draft, other]) store(at).clear();
      // A widget may keep more under its key: a reply that was begun, say.
      for (const at of kept()) store(at).clear();
    },
    hidden(act) {
      const theirs = store(draft).get();
      store(draft).clear();
      act();
      if (theirs !== null) store(draft).set(theirs);
    },
    listen(told) {
      addEventListener("storage", ({ key: changed }) => {
        // All of the browser's storage was emptied, where there is no key.
        if (changed === null || (changed === `kith:${page}` && done() === null)) told.emptied();
        else if (changed === `kith:${page}`) told.done();
        else if (changed === `kith:${other}`) told.parted();
      });
    },
  };
}
