import { describe, expect, it, vi } from "vitest";
import { check } from "../host/checks";
import type { CrowdField, Reach, SeveralField, TurnsField, TurnsScene } from "../types";
import { crowdField, crowdSaid, when } from "./crowd";
import { endSaid, rounds } from "./ended";
import { severalField, severalSaid } from "./several";
import { talk } from "./talk";
import { turnsField, turnsSaid, turnsScene } from "./turns";

const FIELD: CrowdField = { id: "crowd", kind: "crowd", label: "Where?", start: [0, 2, 2] };
const REACH: Reach = { kind: "mine", sentence: "" };

function made(earlier: unknown = null) {
  const changed = vi.fn();
  const part = crowdField(FIELD, { reach: REACH, named: false, earlier, changed, say() {} });
  const lines = [...part.element.querySelectorAll("input")];
  const move = (person: number, at: number): void => {
    const line = lines[person] as HTMLInputElement;
    line.value = String(at);
    line.dispatchEvent(new Event("input"));
  };
  return { part, lines, move, changed };
}

describe("a room that runs", () => {
  it("goes on for as long as somebody more asks", () => {
    const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at, 1]));
    expect(rounds(hundred).at(-1)).toBe(100);
    expect(rounds({ ...hundred, 1: 0, 2: 2 })).toEqual([1]);
    expect(rounds({ 0: 1, 1: 1, 2: 1, 5: 2 })).toEqual([1, 2, 3]);
    expect(rounds({ 1: 3 })).toEqual([0]);
  });

  it("says where it ended beside my guess, and that there is none for who looked", () => {
    const scene = { kind: "crowd", of: ["a", "crowd"], expected: ["a", "guess"], code: "" } as const;
    const passed = { id: "a", part: "", door: "commit", at: "", fields: [], scenes: [], before: 0 } as const;
    const mine = { fields: [], answers: null, guess: null };
    const told = { ...mine, passed: [{ ...passed, fields: [], scenes: [], answers: { crowd: { 0: 1, 2: 2 }, guess: 3 } }] };
    expect(endSaid({ ...scene, of: ["a", "crowd"], expected: ["a", "guess"] }, told)).toEqual(["1 of 3 asks in the end", "You expected 3; it was 1."]);
    expect(endSaid({ ...scene, of: ["a", "crowd"], expected: ["a", "guess"] }, { ...mine, passed: [] })[1]).toBe("");
  });
});

describe("a room put together by hand", () => {
  it("is nobody's answer until somebody was moved, and again once all stand as before", () => {
    const { part, move } = made();
    expect(part.read()).toMatchObject({ lacks: [{ sentence: "move somebody in “Where?”" }] });
    move(1, 1);
    expect(part.read()).toEqual({ answer: { 0: 1, 1: 1, 2: 1 } });
    move(1, 2);
    expect(part.read()).toHaveProperty("lacks");
  });

  it("counts people and not who they are", () => {
    const { part, move } = made();
    move(0, 2);
    move(1, 0);
    expect(part.read()).toHaveProperty("lacks");
  });

  it("says when each asks, and comes back as it was touched", () => {
    const { part, move, lines, changed } = made();
    move(2, 3);
    expect(lines.map((line) => line.ariaValueText)).toEqual(["before anybody else has", "after 2 others", "never"]);
    expect(changed).toHaveBeenCalledOnce();
    expect(made(part.touched()).part.read()).toEqual({ answer: { 0: 1, 2: 1, 3: 1 } });
    expect(made(["x", null, 3]).lines.map((line) => line.value)).toEqual(["0", "2", "3"]);
  });

  it("is told by how many stand where", () => {
    expect(crowdSaid(FIELD, { 0: 1, 3: 2 }).textContent).toBe("1 person: before anybody else has2 people: never");
    expect(when(1, 3)).toBe("after 1 other");
  });
});

describe("a page without a kernel", () => {
  it("takes a room in which somebody was moved, and refuses what no card gives", () => {
    expect(check(FIELD, { 0: 1, 1: 2, 9: 0 })).toEqual({ 0: 1, 1: 2 });
    for (const answer of [{ 0: 1, 2: 2 }, { 0: 1 }, { 0: 4 }, { 0: -1, 1: 4 }, { 0: 1.5, 1: 1.5 }, [3], null])
      expect(() => check(FIELD, answer), JSON.stringify(answer)).toThrow("“Where?”");
  });
});

const TURNS: TurnsField = { id: "turns", kind: "turns", label: "Who speaks?", seats: 4 };

describe("turns of a talk", () => {
  it("are timed only while the clock runs, a pause is nobody's, and a wrong key gives its time back", () => {
    let at = 0;
    const one = talk([], () => at);
    at = 5000;
    expect([one.lasted(), one.undo()]).toEqual([0, false]);
    one.start();
    one.speak(1);
    at += 4000;
    one.speak(2);
    at += 3000;
    one.speak(3);
    at += 2000;
    expect(one.undo()).toBe(true);
    expect([one.speaks, one.seconds(3)]).toEqual([2, [4, 5, 0]]);
    one.pause();
    at += 60_000;
    one.start();
    at += 1000;
    one.speak(2);
    at += 9000;
    expect([one.speaks, one.seconds(3), one.lasted()]).toEqual([0, [4, 6, 0], 19_000]);
    expect(talk(one.turns, () => at).seconds(3)).toEqual([4, 6, 0]);
  });

  function marking(earlier: unknown = null) {
    vi.useFakeTimers();
    const [changed, say] = [vi.fn(), vi.fn()];
    const part = turnsField(TURNS, { reach: REACH, named: false, earlier, changed, say });
    document.body.replaceChildren(part.element);
    const key = (name: string): boolean => part.element.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
    const many = part.element.querySelector("select") as HTMLSelectElement;
    const pressed = (): string[] => [...part.element.querySelectorAll("button")].flatMap(({ ariaPressed, textContent }) => (ariaPressed === "true" ? [textContent ?? ""] : []));
    return { part, key, many, pressed, changed, say };
  }

  it("are marked by keys and by buttons, and are no answer before the clock was started", () => {
    const { part, key, many, pressed, changed, say } = marking();
    expect(changed).not.toHaveBeenCalled();
    key("1");
    vi.advanceTimersByTime(5000);
    expect(part.read()).toMatchObject({ lacks: [{ sentence: "start the clock, and mark who speaks" }] });
    expect(say).toHaveBeenLastCalledWith("The clock stands still.");
    many.value = "3";
    many.dispatchEvent(new Event("change"));
    key("p");
    expect([many.disabled, say.mock.lastCall]).toEqual([true, ["The clock runs."]]);
    key("1");
    vi.advanceTimersByTime(2000);
    key("4");
    expect(pressed()).toEqual(["Seat 1"]);
    [...part.element.querySelectorAll("button")].find(({ textContent }) => textContent === "Seat 2")?.click();
    vi.advanceTimersByTime(3000);
    key("3");
    vi.advanceTimersByTime(1000);
    key("Backspace");
    expect([pressed(), say.mock.lastCall]).toEqual([["Seat 2"], ["Seat 2 speaks."]]);
    key("0");
    vi.advanceTimersByTime(7000);
    expect(say.mock.lastCall).toEqual(["Nobody speaks."]);
    expect(part.element.querySelector("[role=timer]")?.textContent).toBe("0:13");
    expect(part.read()).toEqual({ answer: [2, 4, 0] });
    expect(part.element.textContent).not.toContain("0:04");
    key("p");
    vi.advanceTimersByTime(60_000);
    const again = marking(part.touched());
    expect(again.part.read()).toEqual({ answer: [2, 4, 0] });
    expect(again.many.value).toBe("3");
    part.dispose();
    again.part.dispose();
    vi.useRealTimers();
  });

  it("are left to keys that mean something else, and begin anew where storage is no talk", () => {
    const { part, many, pressed } = marking({ seats: 99, turns: [["x", 1], [1, -4], 7] });
    expect([many.value, part.read()]).toMatchObject(["4", { lacks: [{}] }]);
    many.dispatchEvent(new KeyboardEvent("keydown", { key: "2", bubbles: true }));
    part.element.dispatchEvent(new KeyboardEvent("keydown", { key: "2", ctrlKey: true, bubbles: true }));
    expect(pressed()).toEqual([]);
    part.dispose();
    vi.useRealTimers();
  });

  it("show of one seat at a time what was marked, and of all only how long", () => {
    expect(turnsSaid(TURNS, [60, 30, 0, 35]).textContent).toBe("All seats together spoke for 2:05.");
    const scene: TurnsScene = { kind: "turns", of: ["clock", "turns"], expected: ["again", "share"], seat: 2 };
    const passed = { part: "", door: "commit", at: "", fields: [], scenes: [], before: 0 } as const;
    const mine = { fields: [], answers: null, guess: null, passed: [
      { ...passed, id: "clock", fields: [], scenes: [], answers: { turns: [60, 30, 0, 10] } },
      { ...passed, id: "again", fields: [], scenes: [], answers: { share: 45 } },
    ] };
    const { element } = turnsScene(scene, mine);
    expect(element.textContent).not.toContain("percent");
    const seats = [...element.querySelectorAll("button")];
    seats[1]?.click();
    expect(element.textContent).toContain("Seat 2 spoke for 0:30, 30 percent of the talk. You had guessed 45 percent.");
    seats[0]?.click();
    expect(element.textContent).toContain("Seat 1 spoke for 1:00, 60 percent of the talk. Hold it beside your own guess.");
    expect(element.textContent).not.toContain("45");
    seats[0]?.click();
    expect(element.textContent).not.toContain("percent");
  });
});

describe("several of a list", () => {
  const FACTS: SeveralField = { id: "facts", kind: "several", label: "Which?", options: [{ id: "a", label: "A" }, { id: "b", label: "B" }] };

  it("is no answer until something is ticked, and comes back as it was", () => {
    const fresh = (earlier: unknown) => severalField(FACTS, { reach: REACH, named: false, earlier, changed() {}, say() {} });
    const part = fresh(null);
    expect(part.read()).toMatchObject({ lacks: [{}] });
    (part.element.querySelectorAll("input")[1] as HTMLInputElement).click();
    expect(part.read()).toEqual({ answer: ["b"] });
    expect(fresh(part.touched()).read()).toEqual({ answer: ["b"] });
    expect(fresh(["z", 4]).read()).toHaveProperty("lacks");
    expect(severalSaid(FACTS, ["b"]).textContent).toBe("B");
  });

  it("and turns are checked on a page without a kernel as they are by one", () => {
    expect(check(FACTS, ["b", "a"])).toEqual(["a", "b"]);
    expect(check(TURNS, [0, 3, 0])).toEqual([0, 3, 0]);
    for (const answer of [[], ["a", "c"], "a", null, ["a", "a", "b"]]) expect(() => check(FACTS, answer)).toThrow("“Which?”");
    for (const answer of [[1, 2], [0, 0, 0], [1, -1, 0], [1.5, 0, 0], [1, 2, 3, 4, 5, 6, 7], [90_000, 1, 1], null]) expect(() => check(TURNS, answer)).toThrow("“Who speaks?”");
  });
});
