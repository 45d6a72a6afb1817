import { describe, expect, it } from "vitest";
import leaves from "../leaves";
import type { LeavesCard, LeavesState, Reach } from "../types";
import type { Model } from "../wire";

const USUAL: Reach = { kind: "partner", sentence: "Partners." };
const MINE: Reach = { kind: "mine", sentence: "Only me." };
const CARD: LeavesCard = { prompt: "p", part: "", title: "Steps", intro: [], reach: USUAL, note_reach: USUAL, forms: [], care: null, key: "test/drawing" };
const text = (id: string, reach?: Reach) => ({ id, kind: "text" as const, label: id, words: null, optional: false, ...(reach ? { reach } : {}) });
const state = (fields: ReturnType<typeof text>[], more: Partial<LeavesState> = {}): LeavesState => ({
  form: "alone", passed: [], ended: false, out: null, notes: [],
  ahead: { id: "a", before: [], fields, door: "commit", button: "", look: "", waits: "", held: false, place: [3, 6] },
  ...more,
});

/** The widget in a page, as a kernel would have it drawn. */
function shown(now: LeavesState): { el: HTMLElement; show(next: LeavesState): void } {
  const traits: Record<string, unknown> = { card: JSON.stringify(CARD), state: JSON.stringify(now) };
  const heard: Record<string, () => void> = {};
  const model = { get: (name: string) => traits[name], set: () => undefined, save_changes: () => undefined, send: () => undefined, off: () => undefined, on: (name: string, hear: () => void) => (heard[name] = hear) } as unknown as Model;
  const el = document.body.appendChild(document.createElement("div"));
  leaves.render({ model, el });
  return {
    el,
    show(next) {
      traits["state"] = JSON.stringify(next);
      heard["change:state"]?.();
    },
  };
}
const lines = (el: HTMLElement): (string | null)[] => [...el.querySelectorAll(".k-reach")].map((one) => one.textContent);

describe("who sees what is asked", () => {
  it("is said once above fields that the same people see, and each field is described by it", () => {
    const { el } = shown(state([text("one", MINE), text("two", MINE), text("three", MINE)]));
    expect(lines(el)).toEqual(["Only me."]);
    const line = el.querySelector(".k-reach") as HTMLElement;
    const inputs = [...el.querySelectorAll("textarea")];
    expect(inputs).toHaveLength(3);
    for (const input of inputs) {
      expect(input.getAttribute("aria-describedby")?.split(" ")).toContain(line.id);
      expect(line.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING, "it is met before the first key").toBeTruthy();
    }
  });

  it("is said under each text where they differ", () => {
    expect(lines(shown(state([text("one"), text("two", MINE)])).el)).toEqual(["Partners.", "Only me."]);
  });

  it("stays once under answers that the same people see", () => {
    const fields = [text("one", MINE), text("two", MINE)];
    const passed: LeavesState["passed"] = [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields, answers: { one: "1", two: "2" }, scenes: [], before: 0 }];
    expect(lines(shown(state([], { passed, ahead: null })).el)).toEqual(["Only me."]);
  });
});

describe("where I am", () => {
  it("is told in words, and said to who does not see it, as is what happens behind the last step", () => {
    const { el, show } = shown(state([text("one")]));
    const status = el.querySelector("[role=status]") as HTMLElement;
    expect(el.querySelector(".k-place")?.textContent).toBe("Step 3 of 6");
    const one = { id: "a", part: "", door: "commit" as const, at: "2026-11-20T12:03:04Z", fields: [], answers: {}, scenes: [], before: 0 };
    const ahead = { ...(state([]).ahead as NonNullable<LeavesState["ahead"]>), id: "b", place: [4, 6] as [number, number] };
    show(state([], { passed: [one], ahead }));
    expect(status.textContent).toMatch(/Step 4 of 6$/);
    show(state([], { passed: [one, { ...one, id: "b" }], ahead: null, awaits: "You can close this page." }));
    expect(status.textContent).toMatch(/You can close this page\.$/);
    expect(el.querySelector(".k-notice:not([hidden])")?.textContent).toBe("You can close this page.");
    expect(el.querySelector(".k-place")).toBeNull();
  });
});
