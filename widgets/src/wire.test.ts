import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "./types";
import { wire, type Model, type Trouble } from "./wire";

interface Message {
  id: number;
  payload: string;
}

/** Jupyter's side of a model, reduced to what a wire touches. */
class Line implements Model {
  readonly sent: Message[] = [];
  closed = false;
  readonly #listeners: [string, (...args: never[]) => void][] = [];
  get(): unknown {
    return undefined;
  }
  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.push([event, listener]);
  }
  off(event: string, listener: (...args: never[]) => void): void {
    const at = this.#listeners.findIndex((one) => one[0] === event && one[1] === listener);
    this.#listeners.splice(at, 1);
  }
  get listening(): number {
    return this.#listeners.length;
  }
  send(content: unknown): void {
    if (this.closed) throw new Error("closed");
    this.sent.push(content as Message);
  }
  fire(event: string, content?: unknown): void {
    for (const [name, listener] of [...this.#listeners]) if (name === event) (listener as (content: unknown) => void)(content);
  }
  answer(index: number, reply: unknown): void {
    this.fire("msg:custom", { id: this.sent[index]?.id, payload: typeof reply === "string" ? reply : JSON.stringify(reply) });
  }
}

describe("the line to the kernel", () => {
  let line: Line;
  let troubles: Trouble[];
  const begin = (): ReturnType<typeof wire<{ text: string }>> => wire(line, { ontrouble: (trouble) => troubles.push(trouble) });
  const ok = { ok: true, at: "now", state: { text: "hi" } };

  beforeEach(() => {
    vi.useFakeTimers();
    line = new Line();
    troubles = [];
  });
  afterEach(() => vi.useRealTimers());

  it("hands each action its own answer", async () => {
    const kernel = begin();
    const first = kernel.act({ do: "save", text: "a" });
    const second = kernel.act({ do: "save", text: "b" });
    line.answer(1, { ok: false, why: "No." });
    line.answer(0, ok);
    expect(await second).toEqual({ ok: false, why: "No." });
    expect(await first).toEqual(ok);
    expect(troubles).toEqual([]);
  });

  it("tells of silence, sends again under the same id, and takes a late answer", async () => {
    const kernel = begin();
    const reply = kernel.act({ do: "save", text: "a" });
    vi.advanceTimersByTime(4000);
    expect(troubles).toEqual(["busy"]);
    expect(line.sent.map(({ id }) => id)).toEqual([line.sent[0]?.id, line.sent[0]?.id]);
    line.answer(0, ok);
    expect(await reply).toEqual(ok);
    expect(troubles).toEqual(["busy", "none"]);
    vi.advanceTimersByTime(300_000);
    expect(line.sent).toHaveLength(2);
  });

  it("waits longer each time, and sends at once when the kernel shows a sign of life", () => {
    const kernel = begin();
    void kernel.act({ do: "save", text: "a" });
    vi.advanceTimersByTime(4000 + 8000 + 16_000);
    expect(line.sent).toHaveLength(4);
    line.fire("change:state");
    expect(line.sent).toHaveLength(5);
  });

  it("says when the line is closed, and goes on once it is open", async () => {
    const kernel = begin();
    line.closed = true;
    const reply = kernel.act({ do: "save", text: "a" });
    expect(troubles).toEqual(["gone"]);
    line.closed = false;
    vi.advanceTimersByTime(4000);
    line.answer(0, ok);
    expect(await reply).toEqual(ok);
    expect(troubles.at(-1)).toBe("none");
  });

  it.each(["{", "null", '{"ok":true}', '{"ok":"yes"}', "[]"])("turns the answer %s into a sentence", async (payload) => {
    const kernel = begin();
    const reply: Promise<Reply<{ text: string }>> = kernel.act({ do: "drafts" });
    line.answer(0, payload);
    expect(await reply).toMatchObject({ ok: false });
  });

  it("sends text that JSON alone would spoil, as ASCII escapes where it must", () => {
    begin().act({ do: "save", text: "\ud800\0\u2028" });
    expect(JSON.parse(line.sent[0]?.payload ?? "")).toEqual({ do: "save", text: "\ud800\0\u2028" });
    expect(line.sent[0]?.payload).not.toMatch(/[\ud800-\udfff]/);
  });

  it("leaves no listener and no timer behind", () => {
    const kernel = begin();
    void kernel.act({ do: "drafts" });
    kernel.dispose();
    expect([line.listening, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
