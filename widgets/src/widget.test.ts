// A widget comes and goes: nothing of it stays behind in the page.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import fold from "./fold";
import lab from "./lab";
import leaves from "./leaves";
import map from "./map";
import network from "./network";
import parts from "./parts";
import player from "./player";
import { bytesOf, PLAYER } from "./player/sample";
import reflection from "./reflection";
import rooms from "./rooms";
import run from "./run";
import stand from "./stand";
import type { FoldCard, FoldState, LeavesCard, LeavesState, ReflectionCard, ReflectionState } from "./types";
import type { Model } from "./wire";

const REACH = { kind: "facilitator", sentence: "Read by one." } as const;
const FOLD: FoldCard = {
  prompt: "p", title: "A fold", intro: [], reach: REACH, note_reach: REACH, doors: true, kept: "", key: "test/fold",
  fields: [
    { id: "marks", kind: "marks", label: "Where?", min: 0, max: 10, step: 1, unit: "", ends: ["", ""], marks: [{ id: "a", label: "A" }, { id: "b", label: "B" }], width: { label: "How far?" } },
    { id: "turn", kind: "choice", label: "Your turn", options: [{ id: "x", label: "X" }] },
    { id: "why", kind: "text", label: "Why?", words: [1, 2], optional: false },
  ],
};
const STAND: FoldCard = {
  ...FOLD, key: "test/stand", doors: false,
  fields: [{ id: "line", kind: "position", label: "Which?", left: "This", right: "That", sure: [{ id: "s", label: "Sure" }], none: "No idea" }],
};
const LEAVES: LeavesCard = {
  prompt: "l", part: "", title: "Steps", intro: [], reach: REACH, note_reach: REACH, care: { leave_out: ["Names."], contact: "Robin" }, key: "test/leaves",
  forms: [{ id: "cohort", label: "With the group" }, { id: "alone", label: "Alone" }],
};
const AHEAD: LeavesState = {
  form: "cohort", passed: [], ended: false, out: null, notes: [],
  ahead: {
    id: "a", before: [{ kind: "quote", words: "Two.", voice: "partner", label: "Somebody" }], door: "both", button: "", look: "", waits: "", held: false,
    fields: [
      { id: "sound", kind: "rating", label: "How sound?", min: 0, max: 10, step: 1, unit: "", ends: ["not", "fully"] },
      { id: "many", kind: "number", label: "How many?", min: 0, max: 3, step: 1, unit: "" },
      { id: "said", kind: "text", label: "What?", words: null, optional: false },
    ],
  },
};
const HELD: LeavesState = {
  ...AHEAD, out: false,
  passed: [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: AHEAD.ahead?.fields ?? [], answers: { sound: 0, many: 2, said: "Two." }, scenes: [], before: 0 }],
  ahead: { id: "b", before: [], fields: [], door: "next", button: "", look: "", waits: "", held: true },
};
const TWO = [{ id: "x", label: "X" }, { id: "y", label: "Y" }];
const BENCH: LeavesState = {
  ...AHEAD,
  ahead: {
    id: "a", before: [], door: "skip", button: "", look: "", waits: "", held: false,
    fields: [
      { id: "sorted", kind: "sort", label: "Where?", groups: TWO, items: TWO, because: ["x"], claim: "Z." },
      { id: "order", kind: "order", label: "What first?", items: TWO },
      { id: "grid", kind: "grid", label: "Which?", rows: TWO, columns: TWO },
    ],
  },
};
const ROOM: LeavesState = {
  ...AHEAD,
  ahead: { id: "a", before: [], door: "both", button: "", look: "", waits: "", held: false, fields: [{ id: "crowd", kind: "crowd", label: "Where?", start: [0, 2, 2] }] },
};
const ROOM_RUN: LeavesState = {
  ...HELD,
  passed: [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: ROOM.ahead?.fields ?? [], answers: { crowd: { 0: 1, 1: 2 } }, before: 0,
    scenes: [{ kind: "crowd", of: ["a", "crowd"], expected: ["a", "guess"], code: "" }] }],
};
const SORTED: LeavesState = {
  ...HELD,
  passed: [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: BENCH.ahead?.fields ?? [], scenes: [], before: 0,
    answers: { sorted: { groups: { x: "x", y: "y" }, because: { x: "So." } }, order: ["y", "x"], grid: { x: "x", y: "x" } } }],
};
const DRAWN: LeavesState = {
  ...AHEAD,
  passed: ["before", "after"].map((id) => ({
    id, part: "", door: "commit", at: "2026-11-20T12:03:04Z", before: 0,
    fields: [{ id: "map", kind: "map", label: "How?", concepts: TWO, says: ["needs"], extra: 1 }],
    answers: { map: { concepts: [...TWO, { id: "own-1", label: id }], links: [{ from: "x", says: id, to: "own-1" }], places: { x: [20, 20] } } },
    scenes: id === "after" ? [{ kind: "maps", title: "Then and now", of: [["before", "map"], ["after", "map"]], without: { title: "None", sentence: "" } }] : [],
  })),
  ahead: { id: "again", before: [], door: "skip", button: "", look: "", waits: "", held: false,
    fields: [{ id: "map", kind: "map", label: "And now?", concepts: TWO, says: ["needs"], extra: 1 }] },
};
const NET = { people: [...TWO, { id: "z", label: "Z" }], ties: [["x", "y"]] as [string, string][], things: [] };
const TIE: LeavesState = {
  ...AHEAD,
  ahead: {
    id: "a", before: [{ kind: "web", title: "As it is", net: NET, starts: ["x"] }], door: "both", button: "", look: "", waits: "", held: false,
    fields: [
      { id: "change", kind: "network", label: "One more tie", change: "add", net: NET, starts: ["x"] },
      { id: "guess", kind: "number", label: "How many?", min: 0, max: 3, step: 1, unit: "" },
    ],
  },
};
const RUN: LeavesState = {
  ...HELD,
  passed: [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: TIE.ahead?.fields ?? [], before: 0,
    answers: { change: { add: ["y", "z"] }, guess: 2 },
    scenes: [{ kind: "run", title: "How many?", net: NET, starts: ["x"], needs: 1, counts: "heard", change: ["a", "change"], of: ["a", "guess"], came: "{n} of {all}.", off: "Not {mine}.", met: "As said.", how: "", code: "def run(): ..." }] }],
};
const CODE: LeavesState = {
  ...HELD,
  passed: [],
  ahead: { id: "a", before: [], door: "both", button: "", look: "", waits: "", held: false, fields: [{ id: "line", kind: "code", label: "Change one", lines: ["def m():", "    return 4"] }] },
};
const BYTES = btoa(String.fromCharCode(...new Uint8Array(bytesOf().buffer)));
const PLAYED: LeavesState = {
  ...HELD,
  passed: [{ id: "a", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: CODE.ahead?.fields ?? [], before: 0,
    answers: { line: { line: 2, was: "    return 4", now: "    return 5" } },
    scenes: [{ kind: "play", title: "What?", said: [], ended: [], player: { ...PLAYER, runs: PLAYER.runs.slice(0, 1) }, runs: [BYTES], code: PLAYER.code }] }],
};
const OPEN: FoldState = {
  stage: "open", door: null, answers: null, at: null, recalled: [], scenes: [], guesses: [], held: false, ask: null, next: null, explain: null, explanation: null, explained_at: null, notes: [], out: null,
};
const AFTER: FoldState = { ...OPEN, stage: "unfolded", door: "look", at: "2026-11-20T12:03:04Z", explain: { label: "What now?", quoted: [], reach: REACH }, next: null };
const REFLECTION: ReflectionCard = { prompt: "r", title: "A text", question: ["What?"], reach: REACH, words: [10, 20], criteria: [], key: "test/text" };
const TEXT: ReflectionState = { text: "", at: null, drafts: 1, versions: true, shown: null, compared: null, grown: [], swapped: null, self: [], feedback: null };

class Line implements Model {
  readonly heard: [string, (...args: never[]) => void][] = [];
  readonly sent: unknown[] = [];
  constructor(readonly traits: Record<string, unknown>) {}
  get(name: string): unknown {
    const trait = this.traits[name];
    return name === "runs" ? trait : JSON.stringify(trait);
  }
  on(event: string, listener: (...args: never[]) => void): void {
    this.heard.push([event, listener]);
  }
  off(event: string, listener: (...args: never[]) => void): void {
    this.heard.splice(this.heard.findIndex((one) => one[0] === event && one[1] === listener), 1);
  }
  send(content: unknown): void {
    this.sent.push(content);
  }
  become(state: unknown): void {
    this.traits["state"] = state;
    for (const [event, listener] of [...this.heard]) if (event === "change:state") listener();
  }
}

const WIDGETS = [
  { name: "fold", widget: fold, card: FOLD, states: [OPEN, AFTER] },
  { name: "stand", widget: stand, card: STAND, states: [OPEN, { ...OPEN, stage: "committed", door: "commit", at: "2026-11-20T12:03:04Z" }] },
  { name: "leaves", widget: leaves, card: LEAVES, states: [AHEAD, HELD] },
  { name: "lab", widget: lab, card: { ...LEAVES, key: "test/lab" }, states: [BENCH, SORTED] },
  { name: "map", widget: map, card: { ...LEAVES, key: "test/map" }, states: [{ ...DRAWN, passed: [] }, DRAWN] },
  { name: "network", widget: network, card: { ...LEAVES, key: "test/network" }, states: [TIE, RUN] },
  { name: "rooms", widget: rooms, card: { ...LEAVES, key: "test/rooms" }, states: [ROOM, ROOM_RUN] },
  { name: "run", widget: run, card: { ...LEAVES, key: "test/run" }, states: [CODE, PLAYED] },
  { name: "player", widget: player, card: PLAYER, states: [{}, {}] },
  { name: "reflection", widget: reflection, card: REFLECTION, states: [TEXT, { ...TEXT, shown: [] }] },
  { name: "parts", widget: parts, card: { key: "parts", title: "Parts", show: [] }, states: [{}, {}] },
];

/** The object of a chain of prototypes that has the method itself. */
function owner(target: EventTarget): EventTarget {
  let one = target;
  while (!Object.hasOwn(one, "addEventListener")) one = Object.getPrototypeOf(one) as EventTarget;
  return one;
}

/** Counts the listeners that are added and not taken away again, on everything there is. */
function countListeners(): () => string[] {
  const left = new Map<symbol, string>();
  const owners = new Set([window, document, document.body, matchMedia("print")].map(owner));
  let depth = 0;
  for (const one of owners) {
    const add = one.addEventListener;
    vi.spyOn(one, "addEventListener").mockImplementation(function (this: EventTarget | undefined, type, listener, options) {
      const id = Symbol();
      const on = this ?? window;
      // A signal that ended hears nothing more; it goes with the part that had it.
      // What is called from within such a call is the browser's own affair.
      if (type !== "abort" && !depth) left.set(id, `${on.constructor.name}: ${type}`);
      depth++;
      if (typeof options === "object") options.signal?.addEventListener("abort", () => left.delete(id));
      add.call(on, type, listener, options);
      depth--;
    });
  }
  return () => [...left.values()];
}

describe.each(WIDGETS)("the $name", ({ widget, card, states }) => {
  let listeners: () => string[];
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    document.body.replaceChildren();
    document.head.replaceChildren();
    listeners = countListeners();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  const show = (): { model: Line; el: HTMLElement; leave: () => void } => {
    const model = new Line({ card, state: states[0], runs: [bytesOf(), bytesOf()] });
    const el = document.body.appendChild(document.createElement("div"));
    return { model, el, leave: widget.render({ model, el }) };
  };

  it("leaves no listener, no timer and no element behind", () => {
    const { model, el, leave } = show();
    model.become(states[1]);
    el.querySelectorAll("textarea").forEach((field) => {
      field.value = "half a sentence";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    expect(listeners().length).toBeGreaterThan(0);
    expect(model.heard.length).toBeGreaterThan(0);
    leave();
    vi.runOnlyPendingTimers();
    expect([listeners(), model.heard, vi.getTimerCount(), el.childElementCount, document.head.childElementCount]).toEqual([[], [], 0, 0, 0]);
  });

  it("makes nothing global", () => {
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    const attributes = [document.body, document.documentElement].map((one) => one.getAttributeNames().join());
    const { model, leave } = show();
    model.become(states[1]);
    leave();
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))).toEqual([]);
    expect([document.body, document.documentElement].map((one) => one.getAttributeNames().join())).toEqual(attributes);
  });

  it("shares neither ids nor groups nor states with another of its kind", () => {
    const [one, two] = [show(), show()];
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const groups = ({ el }: { el: HTMLElement }): string[] => [...el.querySelectorAll<HTMLInputElement>("[type=radio]")].map(({ name }) => name);
    expect(groups(one).filter((name) => groups(two).includes(name))).toEqual([]);
    const before = two.el.innerHTML;
    one.model.become(states[1]);
    expect(two.el.innerHTML).toBe(before);
    one.leave();
    expect(two.el.innerHTML).toBe(before);
    two.leave();
  });

  it("keeps keys from Jupyter's shortcuts, and lets Tab and Escape do what they do", () => {
    const { el, leave } = show();
    const outside = vi.fn();
    const end = new AbortController();
    document.addEventListener("keydown", outside, { signal: end.signal });
    for (const field of el.querySelectorAll("button, input, textarea, [role=slider]"))
      for (const key of ["Tab", "Escape", "b", "d"]) {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
        field.dispatchEvent(event);
        expect([key, event.defaultPrevented]).toEqual([key, false]);
      }
    expect(outside).not.toHaveBeenCalled();
    end.abort();
    leave();
  });

  it("marks whatever has the focus as none of Jupyter's, since some shortcuts match just that", () => {
    const { el, leave } = show();
    for (const field of el.querySelectorAll<HTMLElement>("button, input, textarea, [role=slider]")) {
      field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
      expect(field.hasAttribute("data-lm-suppress-shortcuts")).toBe(true);
    }
    leave();
  });
});

describe("what was typed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  const typed = (el: HTMLElement, text: string): void => {
    const field = el.querySelector("textarea") as HTMLTextAreaElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  it("in a form stays in this browser, and says so, through a lost kernel and a new page", () => {
    const first = new Line({ card: FOLD, state: OPEN });
    const el = document.createElement("div");
    const leave = fold.render({ model: first, el });
    expect(el.textContent).not.toContain("Kept in this browser");
    typed(el, "half a sentence");
    expect(el.textContent).toContain("Kept in this browser until you commit.");
    leave();
    const again = document.createElement("div");
    fold.render({ model: new Line({ card: FOLD, state: OPEN }), el: again })();
    const third = document.createElement("div");
    const gone = fold.render({ model: new Line({ card: FOLD, state: OPEN }), el: third });
    expect(third.querySelector("textarea")?.value).toBe("half a sentence");
    expect(third.textContent).toContain("Kept in this browser until you commit.");
    gone();
  });

  it("in an explanation stays while the kernel says nothing, with a calm sentence", () => {
    const model = new Line({ card: FOLD, state: AFTER });
    const el = document.createElement("div");
    const leave = fold.render({ model, el });
    typed(el, "it was the faces");
    [...el.querySelectorAll("button")].find((one) => one.textContent === "Keep what I make of it")?.click();
    vi.advanceTimersByTime(5000);
    expect(el.textContent).toContain("the kernel is busy");
    leave();
    const again = document.createElement("div");
    const done = fold.render({ model: new Line({ card: FOLD, state: AFTER }), el: again });
    expect(again.querySelector("textarea")?.value).toBe("it was the faces");
    done();
  });
});

describe("a card that no other needs", () => {
  const shown = (state: unknown, card: object = {}): HTMLDetailsElement | null => {
    const el = document.createElement("div");
    document.body.append(el);
    const leave = fold.render({ model: new Line({ card: { ...FOLD, more: true, ...card }, state }), el });
    leavers.push(leave);
    return el.querySelector("details.k-more");
  };
  const leavers: (() => void)[] = [];
  afterEach(() => leavers.splice(0).forEach((leave) => leave()));

  it("is closed under its title, and open on paper", () => {
    const box = shown(OPEN);
    expect(box?.open).toBe(false);
    expect(box?.querySelector("summary")?.textContent).toContain("A fold");
    dispatchEvent(new Event("beforeprint"));
    expect(box?.open).toBe(true);
    dispatchEvent(new Event("afterprint"));
    expect(box?.open).toBe(false);
  });

  it("stands open once it was begun, as any other does", () => {
    expect(shown(AFTER)).toBeNull();
    expect(shown(OPEN, { more: false })).toBeNull();
  });
});
