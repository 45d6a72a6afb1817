import { describe, expect, it, vi } from "vitest";
import { check } from "../host/checks";
import type { CrowdField, Reach } from "../types";
import { crowdField, crowdSaid, when } from "./crowd";
import { endSaid, rounds } from "./ended";

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
    const scene = { kind: "crowd", of: ["a", "crowd"], expected: ["a", "guess"] } as const;
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
