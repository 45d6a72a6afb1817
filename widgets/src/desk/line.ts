// The line to the server, in the shape of a widget's: one message after the other, in the order in which they were sent.
import type { Model } from "../wire";

type Listener = (content: { id: number; payload: string }) => void;

/** Why nothing comes back: no server, or one that wants a login first. */
export type Silence = "none" | "gone" | "login";

interface Message {
  id: number;
  payload: string;
}

interface Options {
  base: string;
  /** Names this page to the server, over reloads. */
  session: string;
  /** Payloads that a server must hear first that does not know this page: at the beginning, and when it has been away. */
  greet(): string[];
  /** What to say of an answer that is none, by its status. */
  refusal(status: number): string;
  /** As `fetch`; a test may give its own. */
  ask?: typeof fetch;
}

export interface Line extends Model {
  silence(): Silence;
  /** Tries again now what waits. */
  wake(): void;
  dispose(): void;
}

const PATIENCE = 60_000;

const cookie = (name: string): string => document.cookie.match(new RegExp(`(?:^|; ?)${name}=([^;]*)`))?.[1] ?? "";

/** The answer to an action within what came back; null where it is none. */
function payloadOf(text: string): string | null {
  try {
    const { payload } = JSON.parse(text) as { payload: string };
    const reply = JSON.parse(payload) as { ok?: unknown };
    return typeof reply.ok === "boolean" ? payload : null;
  } catch {
    return null;
  }
}

/** A line that is silent at first. What was not answered stays in it, and goes again when `send` or `wake` is called. */
export function line({ base, session, greet, refusal, ask = fetch }: Options): Line {
  const waiting = new Map<number, Message>();
  const listeners = new Set<Listener>();
  const closing = new AbortController();
  let busy = false;
  let silence: Silence = "none";
  let known = false;

  const deliver = (content: Message): void => {
    waiting.delete(content.id);
    listeners.forEach((listener) => listener(content));
  };
  const refuse = (id: number, status: number): void => deliver({ id, payload: JSON.stringify({ ok: false, why: refusal(status) }) });

  async function post(message: Message): Promise<Response> {
    return ask(`${base}kith/desk/act`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
      body: JSON.stringify({ session, ...message }),
      credentials: "same-origin",
      redirect: "error", // a login page is no answer
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE)]),
    });
  }
  /** Sends one message; null where it must wait. */
  async function sent(message: Message): Promise<Response | null> {
    const response = await post(message);
    silence = response.status === 401 || response.status === 403 ? "login" : response.status >= 500 ? "gone" : "none";
    if (silence === "none") return response;
    known = false;
    return null;
  }
  /** Sends the oldest message; false where it must wait. */
  async function first(message: Message): Promise<boolean> {
    for (const payload of known ? [] : greet()) if (!(await sent({ id: Math.floor(Math.random() * 2 ** 50), payload }))) return false;
    known = true;
    const response = await sent(message);
    if (!response) return false;
    if (!response.ok) refuse(message.id, response.status);
    else {
      const payload = payloadOf(await response.text());
      if (payload === null) refuse(message.id, response.status);
      else deliver({ id: message.id, payload });
    }
    return true;
  }
  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let message = next(); message; message = next()) if (!(await first(message))) break;
    } catch {
      // No network, no server, or an answer cut off: all of it stays, and goes again under the same id.
      silence = "gone";
      known = false;
    } finally {
      busy = false;
    }
  }
  const next = (): Message | undefined => waiting.values().next().value;

  return {
    get: () => undefined,
    on: (event, listener) => void (event === "msg:custom" && listeners.add(listener as Listener)),
    off: (_event, listener) => void listeners.delete(listener as Listener),
    send(content) {
      const message = content as Message;
      const before = silence;
      waiting.set(message.id, message);
      void pump();
      if (before !== "none") throw new Error("The line to the server is silent.");
    },
    silence: () => silence,
    wake: () => void pump(),
    dispose: () => closing.abort(),
  };
}
