// The desk without a page: what keys mean, what a pace is, what is foreseen, what waits on the line.
import { describe, expect, it, vi } from "vitest";
import { phrasesFor } from "./bank";
import { withLine } from "./comment";
import { foresee } from "./foresee";
import { meaning, placeOf } from "./keys";
import { line } from "./line";
import { median, pace } from "./pace";
import { fits, neighbour, notes } from "./queue";
import { session } from "./session";
import type { Answer, DeskAction, DeskState, Marking, Row } from "./types";

const LEVELS = [0, 1, 2].map((points) => ({ points, label: `Level ${points}`, text: "" }));
const criterion = (id: string, points: number | null = null): Marking => ({
  id, title: id, asks: "", levels: LEVELS, own: false, max_points: 2, points, comment: "", tree: [], self: null, replies: [], verdicts: [], given: null,
});
const ANSWER: Answer = {
  answer: "a", prompt: "why", who: "Learner 1", learner: null, text: "Since.", version: "v", ungraded: null, at: null, words: 1, shown: [], grown: [], moved: null,
  care: { on: false, note: "" }, criteria: [criterion("evidence"), criterion("use")],
};
const row = (answer: string, more: Partial<Row> = {}): Row => ({
  answer, prompt: "why", who: `Learner ${answer}`, status: "unmarked", skipped: false, late: false, revised: false, replies: 0, care: false, mine: true, held: null, ...more,
});
const STATE: DeskState = {
  module: "m", marker: "R", by: "prompt", prompt: null, learner: null, names: false, mine: false, second: false, prompts: [], queue: [row("a"), row("b")],
  open: ANSWER, bank: [], markers: [], undo: null, attention: [], jobs: [], obstacles: null, agreement: null,
  counts: { answers: 2, marked: 0, partly: 0, learners: 2, complete: 0 }, learners: null,
};
const level = (answer: string, id: string, points: number): DeskAction => ({ do: "level", answer, criterion: id, points, version: "v", before: null });
const key = (name: string, more: object = {}) => ({ key: name, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, ...more });

describe("a key", () => {
  it("sets the level of its digit", () => expect(meaning(key("3"), "page", false)).toEqual({ do: "level", at: 2 }));

  it("takes a phrase instead while the phrases are open", () => expect(meaning(key("3"), "page", true)).toEqual({ do: "phrase", at: 2 }));

  it("means the same by letter and by arrow", () => {
    expect(["n", "ArrowRight", "p", "ArrowLeft"].map((one) => meaning(key(one), "page", false)?.do)).toEqual(["next", "next", "previous", "previous"]);
  });

  it("means nothing where somebody writes, or with a key that the browser has its own use for", () => {
    for (const one of ["1", "n", "ArrowRight", "?"]) expect(meaning(key(one), "field", false)).toBeNull();
    for (const held of ["ctrlKey", "altKey", "metaKey", "isComposing"]) expect(meaning(key("n", { [held]: true }), "page", false)).toBeNull();
  });

  it("leaves the arrows to what has arrows of its own", () => {
    expect(meaning(key("ArrowRight"), "arrows", false)).toBeNull();
    expect(meaning(key("n"), "arrows", false)).toEqual({ do: "next" });
  });

  it("knows a field from a button", () => {
    document.body.innerHTML = `<textarea></textarea><input type="search"><input type="checkbox"><select></select><button></button>`;
    const found = [...document.body.children].map(placeOf);
    expect(found).toEqual(["field", "field", "arrows", "field", "page"]);
    expect(placeOf(null)).toBe("page");
  });
});

describe("the pace", () => {
  it("is the middle one of the times, whatever the longest is", () => {
    expect(median([1, 100, 2])).toBe(2);
    expect(median([1, 2, 3, 100])).toBe(2.5);
  });

  it("is told once three answers were marked, and is the time that the rest takes", () => {
    const one = pace();
    one.opened(0);
    one.done(60_000);
    one.done(180_000);
    expect(one.minutes(10)).toBeNull();
    one.done(300_000);
    expect(one.minutes(10)).toBe(20);
    expect(one.minutes(0)).toBeNull();
  });

  it("does not count a break", () => {
    const one = pace();
    one.opened(0);
    for (const at of [1, 2, 62, 63]) one.done(at * 60_000);
    expect(one.minutes(5)).toBe(5);
  });
});

describe("what is foreseen", () => {
  it("shows a level and how far the answer is before the server has answered", () => {
    const once = foresee(STATE, level("a", "evidence", 2));
    const twice = foresee(once, level("a", "use", 0));
    expect(once.open?.criteria[0]?.points).toBe(2);
    expect([STATE, once, twice].map(({ queue }) => queue[0]?.status)).toEqual(["unmarked", "partly", "marked"]);
  });

  it("leaves alone what stands on another answer", () =>
    expect(foresee(STATE, level("b", "evidence", 2))).toEqual(STATE));
});

describe("the queue", () => {
  it("is found by words of the name or the question, in any order", () => {
    expect(fits(row("12"), "all", "heard learner", "What I heard")).toBe(true);
    expect(fits(row("12"), "all", "13", "What I heard")).toBe(false);
  });

  it("is narrowed to what still has to be done", () => {
    const rows = [row("1"), row("2", { status: "marked", skipped: true }), row("3", { skipped: true }), row("4", { care: true, replies: 2 })];
    const shown = (kind: Parameters<typeof fits>[1]): string[] => rows.filter((one) => fits(one, kind, "", "")).map(({ answer }) => answer);
    expect([shown("open"), shown("skipped"), shown("replies"), shown("care")]).toEqual([["1", "3", "4"], ["3"], ["4"], ["4"]]);
  });

  it("says each thing about a row in words", () =>
    expect(notes(row("1", { late: true, revised: true, replies: 1, held: "Sam" }))).toEqual(["not marked", "late", "revised since marked", "a reply", "open with Sam"]));

  it("has an answer before and after the open one, but not before the first", () => {
    expect(neighbour(STATE, 1)?.answer).toBe("b");
    expect(neighbour(STATE, -1)).toBeNull();
  });
});

describe("a comment", () => {
  it("takes a line more at its end", () => {
    expect(withLine("", "→ ")).toBe("→ ");
    expect(withLine("One.\n\n", "→ ")).toBe("One.\n→ ");
  });

  it("finds a phrase by its criterion and some letters", () => {
    const bank = [{ id: "1", criterion: "use", text: "Who is better off?", uses: 2 }, { id: "2", criterion: "evidence", text: "Who saw it?", uses: 1 }];
    expect(phrasesFor(bank, "use", "OFF who").map(({ id }) => id)).toEqual(["1"]);
    expect(phrasesFor(bank, "use", "saw")).toEqual([]);
  });
});

type Sent = { id: number; payload: string; session: string };

/** A server that answers as `how` says, in the order asked. */
function server(how: (sent: Sent) => Response | Promise<Response>) {
  const asked: Sent[] = [];
  const ask = (async (_url: unknown, init: RequestInit) => {
    const sent = JSON.parse(String(init.body)) as Sent;
    asked.push(sent);
    return how(sent);
  }) as typeof fetch;
  return { asked, ask };
}
const answered = (sent: Sent): Response => Response.json({ id: sent.id, payload: JSON.stringify({ ok: true, at: "2026-11-22T12:03:00Z", state: { ...STATE, undo: sent.payload } }) });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("the line", () => {
  const options = { base: "/", session: "tab", refusal: (status: number) => `No: ${status}` };

  it("sends one after the other, in order, the greeting first", async () => {
    let running = 0;
    const { asked, ask } = server(async (sent) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      running -= 1;
      return answered(sent);
    });
    const one = line({ ...options, greet: () => ["hello"], ask });
    const heard: number[] = [];
    one.on("msg:custom", ((content: Sent) => heard.push(content.id)) as never);
    for (const id of [1, 2, 3]) one.send({ id, payload: `p${id}` });
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]));
    expect(asked.map(({ payload }) => payload)).toEqual(["hello", "p1", "p2", "p3"]);
    expect(new Set(asked.map(({ session: name }) => name))).toEqual(new Set(["tab"]));
  });

  it("keeps what a silent server did not answer, greets it again, and sends the same id", async () => {
    let up = true;
    const { asked, ask } = server((sent) => (up ? answered(sent) : new Response("", { status: 502 })));
    const one = line({ ...options, greet: () => ["hello"], ask });
    const heard: number[] = [];
    one.on("msg:custom", ((content: Sent) => heard.push(content.id)) as never);
    one.send({ id: 1, payload: "p1" });
    await settle();
    up = false;
    one.send({ id: 2, payload: "p2" });
    await settle();
    expect(one.silence()).toBe("gone");
    expect(() => one.send({ id: 3, payload: "p3" })).toThrow();
    await settle();
    up = true;
    one.wake();
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]));
    expect(asked.slice(-3).map(({ payload }) => payload)).toEqual(["hello", "p2", "p3"]);
    expect(one.silence()).toBe("none");
  });

  it("waits with what was done while the server would not be greeted, and says why", async () => {
    let busy = true;
    const { asked, ask } = server((sent) =>
      busy ? Response.json({ id: sent.id, payload: JSON.stringify({ ok: false, why: "The gradebook is in use." }) }) : answered(sent));
    const one = line({ ...options, greet: () => ["hello", "more"], ask });
    const heard: number[] = [];
    one.on("msg:custom", ((content: Sent) => heard.push(content.id)) as never);
    one.send({ id: 1, payload: "p1" });
    await vi.waitFor(() => expect(one.silence()).toBe("refused"));
    expect(one.why()).toBe("The gradebook is in use.");
    busy = false;
    one.wake();
    await vi.waitFor(() => expect(heard).toEqual([1]));
    expect([one.why(), one.silence()]).toEqual(["", "none"]);
    expect(asked.map(({ payload }) => payload)).toEqual(["hello", "hello", "more", "p1"]);
  });

  it("tells a server that wants a login from one that is gone", async () => {
    const one = line({ ...options, greet: () => [], ask: server(() => new Response("", { status: 403 })).ask });
    one.send({ id: 1, payload: "p" });
    await settle();
    expect(one.silence()).toBe("login");
  });

  it.each([[404, "[]"], [200, "<p>Not an answer"], [200, "{}"]])("refuses in a sentence what is no answer (%i %s)", async (status, body) => {
    const one = line({ ...options, greet: () => [], ask: server(() => new Response(body, { status })).ask });
    const heard: string[] = [];
    one.on("msg:custom", ((content: Sent) => heard.push(content.payload)) as never);
    one.send({ id: 1, payload: "p" });
    await settle();
    expect(heard.map((one) => JSON.parse(one) as unknown)).toEqual([{ ok: false, why: `No: ${status}` }]);
  });
});

describe("a sitting", () => {
  it("shows what is on its way, and takes back what was refused", async () => {
    const { ask } = server((sent) =>
      (JSON.parse(sent.payload) as DeskAction).do === "level"
        ? Response.json({ id: sent.id, payload: JSON.stringify({ ok: false, why: "Somebody else has it open." }) })
        : answered(sent));
    const [refused, kept]: [string[], number[]] = [[], []];
    const one = session({
      model: line({ base: "/", session: "tab", greet: () => [], refusal: String, ask }), first: STATE, before: [],
      keep: (actions) => kept.push(actions.length), draw() {}, refused: (_action, why) => refused.push(why), ontrouble() {},
    });
    const reply = one.act(level("a", "evidence", 1));
    expect(one.state().open?.criteria[0]?.points).toBe(1);
    await reply;
    expect(one.state().open?.criteria[0]?.points).toBeNull();
    expect(refused).toEqual(["Somebody else has it open."]);
    expect(kept).toEqual([1, 0]);
  });

  it("goes on with what waited when the page was left", async () => {
    const { asked, ask } = server(answered);
    const before: DeskAction[] = [level("a", "use", 2)];
    const one = session({
      model: line({ base: "/", session: "tab", greet: () => [], refusal: String, ask }), first: STATE, before,
      keep() {}, draw() {}, refused() {}, ontrouble() {},
    });
    expect(one.waiting()).toBe(1);
    await vi.waitFor(() => expect(one.waiting()).toBe(0));
    expect(asked.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual(before);
  });
});
