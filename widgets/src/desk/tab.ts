// What this browser tab keeps of a sitting over a reload, and what the browser keeps of its reader's wishes.
import type { DeskAction } from "./types";

export interface Tab {
  /** Names this tab to the server. */
  readonly session: string;
  /** Where the page stood when it was left; nothing on a first visit. */
  stood(): DeskAction[];
  keepStand(actions: readonly DeskAction[]): void;
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

const PATIENCE = 2000; // ms that a page which is being left may take to let go of its name

/** Holds a name for as long as this page lives; false where another page holds it. */
function held(name: string): Promise<boolean> {
  // Outside secure contexts there are no locks; a duplicated tab then shares its session, as it did before.
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const forLife = (): Promise<never> => (resolve(true), new Promise<never>(() => {}));
    navigator.locks.request(name, { signal: AbortSignal.timeout(PATIENCE) }, forLife).catch(() => resolve(false));
  });
}

/** What is kept under a name. A tab that was duplicated takes a session of its own, and leaves to the first what waits there. */
export async function tab(key: string): Promise<Tab> {
  const [names, waits, keys] = [`kith:${key}:session`, `kith:${key}:waiting`, "kith:desk:keys"];
  const marker = `kith:${key}:marker`;
  const stands = `kith:${key}:stood`;
  const fresh = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");
  let session = attempt(() => sessionStorage.getItem(names), null) ?? fresh();
  if (!(await held(`${names}:${session}`))) {
    session = fresh();
    attempt(() => sessionStorage.removeItem(waits), undefined);
    await held(`${names}:${session}`);
  }
  attempt(() => sessionStorage.setItem(names, session), undefined);
  return {
    session,
    stood: () => attempt(() => JSON.parse(sessionStorage.getItem(stands) ?? "[]") as DeskAction[], []),
    keepStand: (actions) => attempt(() => sessionStorage.setItem(stands, JSON.stringify(actions)), undefined),
    waiting: () => attempt(() => JSON.parse(sessionStorage.getItem(waits) ?? "[]") as DeskAction[], []),
    keep: (actions) => attempt(() => sessionStorage.setItem(waits, JSON.stringify(actions)), undefined),
    keysOn: () => attempt(() => localStorage.getItem(keys) !== "off", true),
    keepKeys: (on) => attempt(() => localStorage.setItem(keys, on ? "on" : "off"), undefined),
    marker: () => attempt(() => localStorage.getItem(marker) ?? "", ""),
    keepMarker: (name) => attempt(() => localStorage.setItem(marker, name), undefined),
  };
}
