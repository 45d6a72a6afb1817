// An activity without a kernel: what no page of the gallery walks through.
import { describe, expect, it } from "vitest";
import type { LeavesCard, LeavesState } from "../types";
import * as words from "../words/kernel";
import { leavesDesk, type Leaves } from "./leaves";

const CARD = { part: "", forms: [] } as unknown as LeavesCard;
const FIRST: LeavesState = { form: "cohort", passed: [], ahead: null, ended: false, out: null, notes: [] };
const quote = (title: string) => ({ kind: "text" as const, title, paragraphs: [], said: [] });

const step = (id: string, more: object = {}): Leaves["steps"][number] => ({
  id, part: "", before: [], fields: [], door: "next", button: "", look: "", waits: "", held: false, scenes: [], then: {}, last: false, ...more,
});
const desk = (...steps: Leaves["steps"]) => leavesDesk(CARD, { steps }, FIRST, null);

describe("an activity without a kernel", () => {
  it("lets go past what is held and has not come, and past nothing else that is held", () => {
    const one = desk(step("group", { held: true, waits: "Not yet." }), step("held", { held: true }));
    one.act({ do: "next", step: "group" });
    expect(() => one.act({ do: "next", step: "held" })).toThrow(words.roomWord);
    one.act({ do: "next", step: "held", away: true });
  });

  it("quotes at the end what was passed", () => {
    const [first, second] = [quote("First"), quote("Second")];
    const explain = step("explain", { before: [first, second], scenes: [first, second], after: ["one", "two"] });
    const one = desk(step("one", { quotes: [first], last: true }), step("two", { quotes: [second] }), explain);
    one.act({ do: "next", step: "one" });
    expect((one.state() as LeavesState).ahead?.before).toEqual([first]);
    one.act({ do: "next", step: "explain" });
    expect((one.state() as LeavesState).passed.at(-1)).toMatchObject({ before: 1, scenes: [first] });
  });

  it("asks no more of a trial that is stopped, and tells what it was about", () => {
    const note = (id: string) => step(id, { door: "commit", stop: "Stop here" });
    const one = desk(note("one"), note("two"), note("three"), step("debrief"));
    expect(() => one.act({ do: "stop", step: "two" })).toThrow(words.notYetThere);
    one.act({ do: "commit", step: "one", answers: {} });
    one.act({ do: "stop", step: "two" });
    expect((one.state() as LeavesState).ahead?.id).toBe("debrief");
    expect(() => one.act({ do: "stop", step: "debrief" })).toThrow(words.unknownAction);
  });

  it("shows again what was answered in a trial once it is told what it was about, and not before", () => {
    const note = (id: string) => step(id, { door: "commit", stop: "Stop here" });
    const one = desk(step("told", { door: "both", then: { "": "debrief" } }), note("one"), step("debrief", { debrief: true }));
    const shown = (): string[] => (one.state() as LeavesState).passed.map(({ id }) => id);
    one.act({ do: "commit", step: "told", answers: {} });
    one.act({ do: "commit", step: "one", answers: {} });
    expect(shown()).toEqual(["told"]);
    one.act({ do: "next", step: "debrief" });
    expect(shown()).toEqual(["told", "one", "debrief"]);
    const other = desk(step("told", { door: "both", then: { "": "debrief" } }), note("one"), step("debrief"));
    other.act({ do: "look", step: "told" });
    expect((other.state() as LeavesState).ahead?.id).toBe("debrief");
  });

  it("asks what another part has to be answered for once it is, and shows that part's answers", () => {
    const map = { id: "map", kind: "map" as const, label: "How?", concepts: [{ id: "x", label: "X" }, { id: "y", label: "Y" }], says: [], extra: 0 };
    const drawn = { concepts: map.concepts, links: [{ from: "x", says: "needs", to: "y" }], places: {} };
    const before = step("before", { part: "before", door: "skip", fields: [map] });
    const after = step("after", { part: "after", door: "skip", fields: [map] });
    const account = step("account", { part: "after", given: ["before"], after: ["after"] });
    let kept: unknown = null;
    const parts = [{ key: "other", steps: [before] }];
    const two = leavesDesk({ part: "after", forms: [] } as unknown as LeavesCard, { steps: [after, account], parts }, FIRST, null, undefined, () => kept);
    const state = (): LeavesState => two.state() as LeavesState;
    two.act({ do: "commit", step: "after", answers: { map: drawn } });
    expect([state().ahead, state().ended]).toEqual([null, true]);
    const one = leavesDesk({ part: "before", forms: [] } as unknown as LeavesCard, { steps: [before] }, FIRST, null);
    one.act({ do: "commit", step: "before", answers: { map: drawn } });
    kept = one.kept();
    expect(state().passed.map(({ id, answers }) => [id, answers?.["map"]])).toEqual([["before", drawn], ["after", drawn]]);
    expect(state().ahead?.id).toBe("account");
  });

  it("takes no rating between two buttons", () => {
    const field = { id: "sound", kind: "rating", label: "How sound?", min: 1, max: 7, step: 2, unit: "", ends: ["not", "fully"] };
    const one = desk(step("rate", { door: "commit", fields: [field] }));
    for (const sound of [2, 1.5, 9]) expect(() => one.act({ do: "commit", step: "rate", answers: { sound } })).toThrow();
    one.act({ do: "commit", step: "rate", answers: { sound: 3 } });
  });
});
