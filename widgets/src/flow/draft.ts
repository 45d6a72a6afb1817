import { field, type Store } from "../store";

/** One named part of what is kept in this browser for a card: the form, a guess, an explanation, a note. */
export function draft(store: Store, name: string): { get(): unknown; set(value: unknown): void; clear(): void } {
  const all = (): Record<string, unknown> => {
    const value = store.get();
    return typeof value === "object" && value !== null ? { ...(value as Record<string, unknown>) } : {};
  };
  return {
    get: () => field(store.get(), name),
    set: (value) => store.set({ ...all(), [name]: value }),
    clear() {
      const rest = all();
      delete rest[name];
      if (Object.keys(rest).length) store.set(rest);
      else store.clear();
    },
  };
}
