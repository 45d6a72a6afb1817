import { describe, expect, it } from "vitest";
import type { Field, GapScene, Mean, Passed, Said, TextScene } from "../types";
import { apart, besides, foldSpoken, rowName } from "./besides";
import { gap } from "./gap";
import { markOf, saying, type Mine } from "./told";

const TURNS: Field[] = ["first", "second", "third"].map((id) => ({
  id,
  kind: "choice",
  label: id,
  options: [
    { id: "give", label: "Give it" },
    { id: "keep", label: "Keep it" },
  ],
}));
const NOTHING: Mine = { fields: TURNS, answers: null, guess: null };
const MARKED: Mine = { fields: TURNS, answers: { marks: { values: { public: 35, secret: 40 }, width: 15 } }, guess: 20 };
const PUBLIC: Said = { of: ["marks", "public"], with: "You expected {mine}. It was 56.", without: "It was 56." };
const GAP: GapScene = {
  kind: "gap",
  title: "56 and 41",
  sentence: "Averages.",
  of: "marks",
  axis: { min: 0, max: 120, label: "" },
  rows: [
    { id: "public", label: "Public", truth: 55.7 },
    { id: "secret", label: "Secret", truth: 40.4 },
  ],
  table: { head: ["Condition", "Average"], rows: [["Public", "55.7"], ["Secret", "40.4"]] },
  how: "",
};
const TALLY: TextScene = { kind: "text", title: "The line", paragraphs: ["From 0 to 120.", "More."], tally: { of: ["first", "second", "third"], without: "You did not choose." } };

describe("what is mine in a scene", () => {
  it("is put into a sentence where there is a figure, and left out where there is none", () => {
    expect(saying(PUBLIC, MARKED)).toBe("You expected 35. It was 56.");
    expect(saying(PUBLIC, NOTHING)).toBe("It was 56.");
    expect(saying({ ...PUBLIC, of: "guess" }, MARKED)).toBe("You expected 20. It was 56.");
  });

  it("is a mean of what was answered in numbers, turned round where that is said, and none of too few", () => {
    const answers = { one: "5", two: 2, three: "out" };
    const passed: Passed[] = [{ id: "lines", part: "", door: "commit", at: "", fields: [], answers, scenes: [], before: 0 }];
    const of: Mean = { places: [["lines", "one", false], ["lines", "two", true], ["lines", "three", false], ["gone", "four", false]], turn: 6, least: 2 };
    const said: Said = { of, with: "It is {mine}.", without: "Too few." };
    expect(saying(said, { ...NOTHING, passed })).toBe("It is 4.5.");
    expect(saying({ ...said, of: { ...of, least: 3 } }, { ...NOTHING, passed })).toBe("Too few.");
    expect(saying(said, NOTHING)).toBe("Too few.");
  });

  it("is read leniently: what isn't there or isn't a number draws no mark", () => {
    for (const answers of [{}, { marks: "35" }, { marks: { values: null } }, { marks: { values: { public: "35" } } }] as unknown as Mine["answers"][])
      expect(markOf({ ...NOTHING, answers }, "marks", "public")).toBeNull();
    expect(markOf(MARKED, undefined, "public")).toBeNull();
  });

  it("is as far from the truth as the two whole numbers beside it", () => {
    expect([apart(35, 55.7), apart(36, 56.4), apart(40, 40.4)]).toEqual(["21 apart", "20 apart", "where you put it"]);
    expect(rowName({ id: "public", label: "Public", truth: 55.7 }, 35)).toBe("Public, you 35, 55.7, 21 apart");
    expect(rowName({ id: "public", label: "Public", truth: 55.7 }, null)).toBe("Public, 55.7");
  });

  it("lies inside or outside what I allowed", () => {
    expect(besides(GAP, MARKED)).toEqual(["You allowed 15 either way: what came lies outside it for “Public” and inside it for “Secret”."]);
    expect(besides(GAP, NOTHING)).toEqual([]);
  });

  it("stands in the table behind the gap, and makes no empty column", () => {
    const columns = (mine: Mine): (string | null)[] => [...gap(GAP, mine).element.querySelectorAll("tr")].map((row) => row.textContent);
    expect(columns(MARKED)).toEqual(["ConditionYou expectedAverage", "Public3555.7", "Secret4040.4"]);
    expect(columns(NOTHING)).toEqual(["ConditionAverage", "Public55.7", "Secret40.4"]);
  });

  it("is counted by what was chosen, in words of the choices themselves", () => {
    expect(besides(TALLY, { ...NOTHING, answers: { first: "give", second: "keep", third: "give" } })).toEqual(["You chose “Give it” 2 times and “Keep it” once."]);
    expect(besides(TALLY, { ...NOTHING, answers: { first: "keep", second: "?" } })).toEqual(["You chose “Keep it” once."]);
    expect(besides(TALLY, NOTHING)).toEqual(["You did not choose."]);
  });

  it("is spoken with the figures that came", () => {
    expect(foldSpoken(GAP, MARKED)).toMatch(/^56 and 41\. Public, you 35, 55\.7, 21 apart\. Secret, you 40, 40\.4, where you put it\. You allowed/);
    expect(foldSpoken(TALLY, NOTHING)).toBe("The line. You did not choose. From 0 to 120.");
  });
});
