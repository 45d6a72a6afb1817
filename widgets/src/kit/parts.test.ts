import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dialog } from "./dialog";
import { movedTo, ordered, placeAfter } from "./ordered";
import { numberBox } from "./number";
import { parcel, summary } from "./parcel";
import { thread } from "./thread";

beforeEach(() => document.body.replaceChildren());

const press = (element: Element | null | undefined, key: string): boolean | undefined =>
  element?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

describe("an order", () => {
  it.each([
    [0, 2, ["b", "c", "a", "d"]],
    [3, 0, ["d", "a", "b", "c"]],
    [1, 1, ["a", "b", "c", "d"]],
    [1, 99, ["a", "c", "d", "b"]],
    [2, -5, ["c", "a", "b", "d"]],
  ])("takes the thing at %i to %i", (from, to, then) => expect(movedTo(["a", "b", "c", "d"], from, to)).toEqual(then));

  it.each([
    ["ArrowUp", 2, 1],
    ["ArrowUp", 0, 0],
    ["ArrowDown", 4, 4],
    ["Home", 3, 0],
    ["End", 0, 4],
    ["Tab", 2, null],
    ["Escape", 2, null],
  ])("goes by %s from %i to %s", (key, at, to) => expect(placeAfter(key, at, 5)).toBe(to));
});

describe("the ordered list", () => {
  const items = ["one", "two", "three"].map((id) => ({ id, label: id }));
  const make = (): { list: ReturnType<typeof ordered>; said: string[]; orders: string[][]; named: (name: string) => HTMLElement | null } => {
    const [said, orders]: [string[], string[][]] = [[], []];
    const list = ordered({ label: "Which first?", items, say: (sentence) => said.push(sentence), onorder: (ids) => orders.push(ids) });
    document.body.append(list.element);
    return { list, said, orders, named: (name) => document.querySelector(`[aria-label="${name}"]`) };
  };

  it("is nobody's order until somebody touched it or said that it is theirs", () => {
    const { list, orders } = make();
    expect(list.get()).toBeNull();
    [...document.querySelectorAll("button")].find((one) => one.textContent === "keep it as it stands")?.click();
    expect(list.get()).toEqual(["one", "two", "three"]);
    expect(orders).toEqual([["one", "two", "three"]]);
  });

  it("moves by its buttons and keys, keeps the focus on them, and says where a line is now", () => {
    const { list, said, named } = make();
    const down = named("“one”: down");
    down?.focus();
    down?.click();
    expect(list.get()).toEqual(["two", "one", "three"]);
    press(down, "End");
    expect(list.get()).toEqual(["two", "three", "one"]);
    expect(said).toEqual(["“one” moved to place 2 of 3", "“one” moved to place 3 of 3"]);
    expect(document.activeElement).toBe(down);
    expect([...document.querySelectorAll("li")].map((one) => one.textContent)).toEqual(["two", "three", "one"]);
  });

  it("stays as it is at its ends, and lets other keys pass", () => {
    const { list, named } = make();
    named("“one”: up")?.click();
    expect(list.get()).toBeNull();
    expect(press(named("“one”: up"), "Tab")).toBe(true);
    expect(press(named("“one”: up"), "ArrowDown")).toBe(false);
  });

  it("takes back an order of its own things, and no other", () => {
    const { list } = make();
    list.set(["three", "gone", "one"]);
    list.set(["three", "three", "one"]);
    expect(list.get()).toBeNull();
    list.set(["three", "one", "two"]);
    expect(list.get()).toEqual(["three", "one", "two"]);
  });
});

describe("the stepper", () => {
  const make = (scale: { min: number; max: number; step: number }): { box: ReturnType<typeof numberBox>; heard: (number | null)[]; step(name: "less" | "more"): void } => {
    const heard: (number | null)[] = [];
    const box = numberBox({ label: "How many?", unit: "", scale, steps: null, onedit: (value) => heard.push(value) });
    document.body.append(box.element);
    return { box, heard, step: (name) => box.element.querySelector<HTMLElement>(`[aria-label="How many?: ${name}"]`)?.click() };
  };

  it("is empty until touched; the first step goes to the middle, whichever button it was", () => {
    for (const name of ["less", "more"] as const) {
      const { box, heard, step } = make({ min: 0, max: 10, step: 1 });
      expect(box.get()).toBeNull();
      step(name);
      expect(heard).toEqual([5]);
    }
  });

  it("stays within its bounds", () => {
    const { box, step } = make({ min: 0, max: 3, step: 1 });
    box.set(3);
    step("more");
    expect(box.get()).toBe(3);
    box.set(0);
    step("less");
    expect(box.get()).toBe(0);
  });

  it("steps by decimals without crumbs", () => {
    const { box, step } = make({ min: 0, max: 1, step: 0.1 });
    box.set(0.2);
    step("more");
    expect(box.get()).toBe(0.3);
    step("less");
    step("less");
    expect(box.get()).toBe(0.1);
  });

  it("steps by the arrow keys, and leaves Home and End to the text", () => {
    const { box } = make({ min: 0, max: 100, step: 1 });
    const input = box.element.querySelector("input");
    box.set(50);
    expect(press(input, "ArrowUp")).toBe(false);
    press(input, "PageDown");
    expect(box.get()).toBe(41);
    expect([press(input, "Home"), press(input, "Tab"), press(input, "Escape")]).toEqual([true, true, true]);
    expect(box.get()).toBe(41);
  });

  it("stands still while the answer is on its way", () => {
    const { box, step } = make({ min: 0, max: 100, step: 1 });
    box.set(7);
    (box.element.querySelector("input") as HTMLInputElement).readOnly = true;
    step("more");
    expect(box.get()).toBe(7);
  });
});

describe("the dialog", () => {
  const make = (): { sheet: ReturnType<typeof dialog>; opener: HTMLButtonElement } => {
    const sheet = dialog("What was agreed", "Two listeners read this.");
    const opener = document.createElement("button");
    document.body.append(opener, sheet.element);
    opener.focus();
    sheet.open();
    return { sheet, opener };
  };

  it("begins at its title and gives the focus back", () => {
    const { sheet, opener } = make();
    expect(document.activeElement?.textContent).toBe("What was agreed");
    expect(document.activeElement?.id).toBe(sheet.element.getAttribute("aria-labelledby"));
    sheet.close();
    expect([sheet.element.open, document.activeElement]).toEqual([false, opener]);
  });

  it("closes by its button and by a press beside it, not by one inside", () => {
    const { sheet } = make();
    sheet.element.querySelector("h4")?.click();
    expect(sheet.element.open).toBe(true);
    sheet.element.click();
    expect(sheet.element.open).toBe(false);
    sheet.open();
    sheet.element.querySelector("button")?.click();
    expect(sheet.element.open).toBe(false);
  });

  it("is closed when its part goes", () => {
    const { sheet } = make();
    sheet.dispose();
    expect(sheet.element.open).toBe(false);
  });
});

describe("the parcel", () => {
  const thing = (id: string, minutes: number, opened = false) => ({ id, label: id, need: "", minutes, opened, make: () => ({ element: document.createElement("p"), dispose() {} }) });

  it("says how much is left", () => {
    expect(summary([thing("a", 5), thing("b", 4), thing("c", 3)])).toBe("3 things for you, about 12 minutes");
    expect(summary([thing("a", 5, true), thing("b", 1)])).toBe("1 thing for you, about 1 minute");
    expect(summary([thing("a", 5, true)])).toBe("You have opened everything here.");
  });

  it("keeps what was opened, and tells of it once", () => {
    const opened: string[] = [];
    const { element } = parcel({ things: [thing("a", 5), thing("b", 4)], onopen: (id) => opened.push(id) });
    const first = element.querySelector("button");
    first?.click();
    first?.click();
    first?.click();
    expect(opened).toEqual(["a"]);
    expect(element.querySelectorAll("li")).toHaveLength(2);
    expect(element.querySelectorAll("li p")).toHaveLength(1);
    expect(first?.getAttribute("aria-expanded")).toBe("true");
  });
});

describe("the thread", () => {
  afterEach(() => vi.useRealTimers());

  it("keeps a reply in this browser until it is confirmed, and says so then", async () => {
    let kept: unknown = "begun earlier";
    const sent: string[] = [];
    const { element } = thread({
      mine: "My words.",
      said: [],
      reply: {
        reach: { kind: "facilitator", sentence: "Read by one." },
        kept: { get: () => kept, set: (value) => (kept = value), clear: () => (kept = null) },
        say() {},
        send: (text) => (sent.push(text), Promise.resolve(sent.length > 1 ? { ok: true, at: "2026-11-20T12:03:00" } : { ok: false })),
      },
    });
    document.body.append(element);
    const go = element.querySelector("button");
    go?.click();
    await new Promise((done) => setTimeout(done));
    expect(kept).toBe("begun earlier");
    go?.click();
    await vi.waitFor(() => expect(element.textContent).toContain("Saved"));
    expect([kept, sent]).toEqual([null, ["begun earlier", "begun earlier"]]);
  });

  it("takes no empty reply", () => {
    const said: string[] = [];
    const send = vi.fn();
    const kept = { get: () => null, set() {}, clear() {} };
    const { element } = thread({ mine: "My words.", said: [], reply: { reach: { kind: "mine", sentence: "" }, kept, say: (one) => said.push(one), send } });
    document.body.append(element);
    element.querySelector("button")?.click();
    expect(said).toEqual(["First: write the reply."]);
    expect(send).not.toHaveBeenCalled();
  });
});
