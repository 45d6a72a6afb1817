// What this browser tab keeps of a sitting over a reload, and what the browser keeps of its reader's wishes.
import type { DeskAction } from "./types";

export interface Tab {
  /** Names this tab to the server. */
  readonly session: string;
  /** What waited for the server when the page was left. */
  waiting(): DeskAction[];
  keep(actions: readonly DeskAction[]): void;
  keysOn(): boolean;
  keepKeys(on: boolean): void;
  /** The name under which somebody marks in this browser; empty where none was given. */
  marker(): string;
  keepMarker(name: string): void;
}

function attempt<T>(use: () => T, otherwise: T): T {
  try {
    return use();
  } catch {
    // A browser that keeps nothing: the page itself still holds what waits.
    return otherwise;
  }
}

/** What is kept under a name. */
export function tab(key: string): Tab {
  const [names, waits, keys] = [`kith:${key}:session`, `kith:${key}:waiting`, "kith:desk:keys"];
  const marker = `kith:${key}:marker`;
  const before = attempt(() => sessionStorage.getItem(names), null);
  const session = before ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
  attempt(() => sessionStorage.setItem(names, session), undefined);
  return {
    session,
    waiting: () => attempt(() => JSON.parse(sessionStorage.getItem(waits) ?? "[]") as DeskAction[], []),
    keep: (actions) => attempt(() => sessionStorage.setItem(waits, JSON.stringify(actions)), undefined),
    keysOn: () => attempt(() => localStorage.getItem(keys) !== "off", true),
    keepKeys: (on) => attempt(() => localStorage.setItem(keys, on ? "on" : "off"), undefined),
    marker: () => attempt(() => localStorage.getItem(marker) ?? "", ""),
    keepMarker: (name) => attempt(() => localStorage.setItem(marker, name), undefined),
  };
}
