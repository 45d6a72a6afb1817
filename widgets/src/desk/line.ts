// The line to the server, in the shape of a widget's: one message after the other, in the order in which they were sent.
import type { Model } from "../wire";

type Listener = (content: { id: number; payload: string }) => void;

/** Why nothing comes back: no server, or one that wants a login first. */
export type Silence = "none" | "gone" | "login" | "refused";

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
  /** What a server said that would not be greeted. */
  why(): string;
  /** Tries again now what waits. */
  wake(): void;
  dispose(): void;
}

const PATIENCE = 60_000;

const cookie = (name: string): string => document.cookie.match(new RegExp(`(?:^|; ?)${name}=([^;]*)`))?.[1] ?? "";

/** Why the server would not do it, where it said so. */
function refusalIn(text: string): string {
  const reply = JSON.parse(payloadOf(text) ?? "{}") as { ok?: boolean; why?: string };
  return reply.ok === false ? (reply.why ?? "") : "";
}

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
  let why = "";

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
  /** Greets the server; false where all must wait. */
  async function greeted(): Promise<boolean> {
    for (const [i, payload] of greet().entries()) {
      const response = await sent({ id: Math.floor(Math.random() * 2 ** 50), payload });
      if (!response) return false;
      why = i === 0 && response.ok ? refusalIn(await response.text()) : "";
      if (!why) continue;
      // It does not know this page yet, and would refuse whatever waits. The rest of a greeting may be out of date.
      silence = "refused";
      return false;
    }
    return true;
  }
  /** Sends the oldest message; false where it must wait. */
  async function first(message: Message): Promise<boolean> {
    if (!known && !(await greeted())) return false;
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
    why: () => why,
    wake: () => void pump(),
    dispose: () => closing.abort(),
  };
}
