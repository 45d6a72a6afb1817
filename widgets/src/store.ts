// What was typed and not yet confirmed by the kernel, kept in this browser.

export interface Store {
  /** Whether the browser really keeps what is put here. */
  readonly lasting: boolean;
  get(): unknown;
  set(value: unknown): void;
  clear(): void;
}

/** A drawer of this browser's storage under `key`; holds things in memory where the browser keeps nothing. */
export function store(key: string): Store {
  const name = `kith:${key}`;
  let memory: string | null = null;
  let lasting = true;
  const attempt = <T>(use: () => T, otherwise: T): T => {
    try {
      return use();
    } catch {
      // Private windows, full disks and sandboxed frames refuse storage; the page itself still holds the text.
      lasting = false;
      return otherwise;
    }
  };
  attempt(() => localStorage.getItem(name), null);
  return {
    get lasting() {
      return lasting;
    },
    get() {
      const text = memory ?? attempt(() => localStorage.getItem(name), null);
      try {
        return text === null ? null : (JSON.parse(text) as unknown);
      } catch {
        return null;
      }
    },
    set(value) {
      // JSON escapes lone surrogates, so that any text survives the browser's storage.
      const text = JSON.stringify(value);
      memory = text;
      attempt(() => {
        localStorage.setItem(name, text);
        lasting = true;
      }, undefined);
    },
    clear() {
      memory = null;
      attempt(() => localStorage.removeItem(name), undefined);
    },
  };
}

/** The field `name` of something read back from storage, when it is there. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
