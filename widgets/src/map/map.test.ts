// A map as data and as a picture: what of it is kept, where it lies, and what changed between two.
import { describe, expect, it } from "vitest";
import type { MapAnswer, MapField, MapLink, MapsScene } from "../types";
import { changedSaid, changedScene } from "./changed";
import { BOX, firstPlace, heightFor, routes, WIDTH, type Point } from "./layout";
import { still } from "./picture";
import { blank, compared, fitting } from "./sketch";

const FIELD: MapField = {
  id: "map", kind: "map", label: "What?", says: [], extra: 1,
  concepts: [{ id: "a", label: "Asking" }, { id: "b", label: "Time" }, { id: "c", label: "Trust" }],
};
const link = (from: string, says: string, to: string): MapLink => ({ from, says, to });
const drawn = (...links: MapLink[]): MapAnswer => ({ ...blank(FIELD), links });

describe("what this browser kept of a map", () => {
  it.each([null, 5, "x", [], {}, { links: 5, concepts: "x", places: [] }, { links: [null, 5, {}], concepts: [null], places: { a: "x" } }])(
    "is nothing where it is %j", (kept) => expect(fitting(FIELD, kept)).toEqual(blank(FIELD)));

  it("is what still fits: no link to what is gone, no more own concepts than there is room for, no place outside", () => {
    const own = [{ id: "own-1", label: "Thanks" }, { id: "own-1", label: "Twice" }, { id: "own-2", label: "Too many" }, { id: "a", label: "Not mine" }];
    const kept = { concepts: own, links: [link("a", "needs", "own-1"), link("a", "needs", "own-2"), link("a", " ", "b")], places: { a: [5, 200], b: [20, 30], gone: [1, 1] } };
    expect(fitting(FIELD, kept)).toEqual({ concepts: [...FIELD.concepts, own[0]], links: [link("a", "needs", "own-1")], places: { b: [20, 30] } });
  });
});

describe("two maps held against each other", () => {
  const fates = (before: MapAnswer, after: MapAnswer): string[] => compared(FIELD, before, after).links.map(({ fate, says, was }) => `${fate} ${says}${was ? ` (${was})` : ""}`);

  it("tells what stayed, says something else, went and came", () =>
    expect(fates(drawn(link("a", "costs", "b"), link("b", "allows", "c"), link("c", "needs", "a")), drawn(link("a", "Costs ", "b"), link("b", "hides", "c"), link("a", "needs", "c"))))
      .toEqual(["kept Costs ", "retold hides (allows)", "new needs", "gone needs"]));

  it("is said to be missing where there is no earlier one, and nothing is drawn", () => {
    const scene: MapsScene = { kind: "maps", title: "Then and now", of: [["before", "map"], ["after", "map"]], without: { title: "None", sentence: "Not yet." } };
    const passed = (id: string) => ({ id, part: id, door: "commit" as const, at: "2026-11-20T12:03:04Z", fields: [FIELD], answers: { map: drawn(link("a", "costs", "b")) }, scenes: [], before: 0 });
    const mine = (...ids: string[]) => ({ fields: [], answers: null, guess: null, passed: ids.map(passed) });
    const shown = (...ids: string[]): [string, number] => [changedSaid(scene, mine(...ids)), changedScene(scene, mine(...ids)).element.querySelectorAll("svg").length];
    expect(shown("after")).toEqual(["None. Not yet.", 0]);
    expect(shown("before", "after")[0]).toMatch(/^Then and now\. /);
    expect(shown("before", "after")[1]).toBe(1);
  });

  it("knows a concept of one's own by its words and not by its number", () => {
    const named = (label: string): MapAnswer => ({ ...drawn(link("own-1", "needs", "a")), concepts: [...FIELD.concepts, { id: "own-1", label }] });
    expect(fates(named("Thanks"), named("thanks "))).toEqual(["kept needs"]);
    expect(fates(named("Thanks"), named("Fear"))).toEqual(["new needs", "gone needs"]);
    expect(compared(FIELD, named("Thanks"), named("Fear")).concepts.map(({ label }) => label)).toEqual(["Asking", "Time", "Trust", "Thanks", "Fear"]);
  });
});

describe("the picture", () => {
  const at = (n: number, more = 0): Map<string, Point> =>
    new Map(Array.from({ length: n + more }, (_one, i): [string, Point] => {
      const [across, down] = firstPlace(i, n);
      return [String(i), [(across / 100) * WIDTH, (down / 100) * heightFor(n)]];
    }));

  it.each([3, 5, 8, 12])("lays %i concepts apart from each other, with room for two more", (n) => {
    const all = [...at(n, 2).values()];
    for (const [i, [x, y]] of all.entries())
      for (const [a, b] of all.slice(i + 1)) expect(Math.abs(a - x) >= BOX.width || Math.abs(b - y) >= BOX.height).toBe(true);
  });

  it.each([3, 5, 8, 12])("draws a link between any two of %i concepts round all others", (n) => {
    const places = at(n);
    for (const [from] of places)
      for (const [to] of places) {
        const way = from === to ? undefined : routes([link(from, "x", to)], places).get(0);
        for (const [id, [x, y]] of places)
          for (const [a, b] of id === from || id === to ? [] : (way?.points ?? [])) expect(Math.abs(a - x) < BOX.width / 2 && Math.abs(b - y) < BOX.height / 2).toBe(false);
      }
  });

  it("shows the beginning of what is far too long, and as text", () => {
    const said = still({ ...drawn(), concepts: [{ id: "a", label: "🙂".repeat(500) }], links: [{ ...link("a", "x", "b"), fate: "kept" }] }, 3).textContent;
    expect(said).toBe(`${"🙂".repeat(60)}…`);
    const two = { ...drawn(), links: [{ ...link("a", `<b>${"x".repeat(1000)}`, "b"), fate: "new" as const }] };
    expect(still(two, 3).querySelector("bdi")?.textContent).toBe(`<b>${"x".repeat(57)}…`);
  });

  it("bends links between the same two apart, and draws none from a concept to itself or to nowhere", () => {
    const found = routes([link("0", "x", "1"), link("1", "y", "0"), link("0", "z", "1"), link("0", "x", "0"), link("0", "x", "gone")], at(3));
    expect([...found.keys()]).toEqual([0, 1, 2]);
    expect(new Set([...found.values()].map(({ line }) => line)).size).toBe(3);
  });
});
