// The player's own rules: how bytes are read, what time does, and what is drawn and said of it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import player from "../player";
import type { Model } from "../wire";
import { bounds, valueAt } from "./chart";
import { clock, usualRate, type Clock } from "./clock";
import { BEGAN, coded, flashes, OFF, ON, SIZES } from "./codes";
import { between } from "./colours";
import { figures, inWords, told } from "./figures";
import { standing } from "./places";
import { readRun, type Run } from "./run";
import { bytesOf, PLAYER } from "./sample";

const RING = { label: "one", layout: "ring" } as const;
const run = (): Run => readRun(bytesOf(), RING);
const blinking = (...shares: number[]): Run => {
  const numbers = new Uint8Array(shares.flatMap((share) => Array.from({ length: 10 }, (_none, i) => (i < share * 10 ? 1 : 0))));
  return readRun(bytesOf([{ name: "", type: "|u1", shape: [shares.length, 10], numbers }]), RING);
};

describe("a run", () => {
  it("is read where its bytes lie, wherever in a message they begin", () => {
    for (const before of [0, 1, 8, 13]) {
      const { series, ties, last, places, outcome, frame } = readRun(bytesOf(undefined, "Fünf.", before), RING);
      expect([...Array.from(series.get("active") ?? [])]).toEqual([0, 1, 2, 3, 4]);
      expect([Array.from(ties), last, places, outcome]).toEqual([[0, 1, 1, 2, 2, 3], 4, 4, "Fünf."]);
      expect(Array.from(frame(2))).toEqual([1, 1, 0, 0]);
    }
  });

  it("stands at its last frame after its end, and at its first before", () =>
    expect([Array.from(run().frame(99)), Array.from(run().frame(-1))]).toEqual([[1, 1, 1, 1], [0, 0, 0, 0]]));

  it.each([["nothing", new ArrayBuffer(0)], ["other bytes", new TextEncoder().encode("something else entirely").buffer]])("of %s is refused", (_name, buffer) =>
    expect(() => readRun(new DataView(buffer as ArrayBuffer), RING)).toThrow());

  it("with numbers that no browser reads is refused", () =>
    expect(() => readRun(bytesOf([{ name: "x", type: "<i8", shape: [1], numbers: new Float64Array(1) }]), RING)).toThrow(/<i8/));
});

describe("a frame", () => {
  const frames = { kind: "switch", on: "acts", off: "waits", coded: false } as const;

  it("tells who does something, who does not, and who has only just begun", () => {
    const { at, counts } = coded(run(), frames, 1);
    expect(Array.from(at(2))).toEqual([ON, BEGAN, OFF, OFF]);
    expect(counts(at(2))).toEqual([2, 1, 0, 1]);
  });

  it("of a run that is over holds nobody who has just begun", () => expect(Array.from(coded(run(), frames, 1).at(9))).toEqual([ON, ON, ON, ON]));

  it("of amounts is told against the greatest of all runs", () =>
    expect(Array.from(coded(run(), { kind: "levels", of: "" }, 2).at(1))).toEqual([SIZES / 2, 0, 0, 0]));

  it("flashes where the whole of it goes light and dark, and not where it only grows or trembles", () => {
    for (const kind of ["switch", "levels"] as const) {
      const does = (...shares: number[]): boolean => flashes(blinking(...shares), { kind }, 1);
      expect([does(0, 1, 0), does(0.5, 0.3, 0.6, 0.4)]).toEqual([true, true]);
      expect([does(0, 0.5, 1), does(0.5, 0.5, 0.5), does(0, 1, 1, 0)]).toEqual([false, false, false]);
    }
  });
});

describe("the clock", () => {
  let time: Clock;
  const tell = vi.fn();
  const made = (more: Partial<Parameters<typeof clock>[0]> = {}): Clock => (time = clock({ last: 10, rate: 2, most: 60, whole: false, tell, ...more }));
  beforeEach(() => {
    vi.useFakeTimers();
    tell.mockClear();
  });
  afterEach(() => {
    time.dispose();
    vi.useRealTimers();
  });

  it("stands until it is played, and nothing runs meanwhile or after a pause", () => {
    made();
    expect([time.at, time.playing, vi.getTimerCount()]).toEqual([0, false, 0]);
    time.play();
    expect([time.playing, vi.getTimerCount()]).toEqual([true, 1]);
    time.pause();
    expect([time.playing, vi.getTimerCount()]).toEqual([false, 0]);
  });

  it("goes as fast as it is told, and stops at the end by itself", () => {
    made();
    time.play();
    vi.advanceTimersByTime(1000);
    expect(time.at).toBeCloseTo(2, 0);
    time.setSpeed(4);
    vi.advanceTimersByTime(1000);
    expect([time.at, time.playing, vi.getTimerCount()]).toEqual([10, false, 0]);
  });

  it("shows a new step with each frame at a step a frame, though frames come a hair early", () => {
    made({ last: 1000, rate: 60 }).play();
    const shown: number[] = [];
    for (let frame = 0; frame < 60; frame++) {
      vi.advanceTimersToNextFrame();
      shown.push(time.at);
    }
    expect(shown).toEqual([...shown.keys()]);
  });

  it("begins anew when it is played at the end", () => {
    made().seek(10);
    time.play();
    expect(time.at).toBe(0);
  });

  it("rests on whole steps, and a seek pauses it within its ends", () => {
    made().play();
    vi.advanceTimersByTime(700);
    time.pause();
    expect(time.at).toBe(1);
    time.play();
    for (const [to, at] of [[3.4, 3], [-5, 0], [99, 10]] as const) {
      time.seek(to);
      expect([time.at, time.playing]).toEqual([at, false]);
    }
  });

  it("does not leap after it could not run, as in a hidden tab", () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal("requestAnimationFrame", (next: FrameRequestCallback) => frames.push(next));
    made().play();
    for (const now of [1000, 1016, 61_000]) frames.pop()?.(now);
    expect(time.at).toBeLessThan(0.25);
    vi.unstubAllGlobals();
  });

  it("never goes faster than is safe to look at, and in calm stands on whole steps only", () => {
    made({ most: 3, whole: true, rate: 15 }).play();
    vi.advanceTimersByTime(1100);
    expect(time.at).toBe(3);
  });

  it("gives a run some ten seconds, a short one fewer steps a second", () => expect([8, 100, 400].map(usualRate)).toEqual([1.5, 10, 15]));
});

describe("a drawing", () => {
  it("has round bounds, with nothing below 0 unless something is", () => {
    expect([bounds([[3, 87]]), bounds([[-4, 5]]), bounds([[0, 0]]), bounds([[6.3, 2]])]).toEqual([
      { low: 0, high: 90 }, { low: -4, high: 5 }, { low: 0, high: 1 }, { low: 0, high: 7 },
    ]);
  });

  it("lies between two steps where the clock does, and stays where a run ended", () =>
    expect([valueAt([0, 10], 0.5), valueAt([0, 10], 7), valueAt([4], 0.2)]).toEqual([5, 10, 4]));

  it.each(["ring", "hubs", "rows"] as const)("puts everybody of a %s apart and inside", (layout) => {
    const { width, height, places } = standing({ places: 90, ties: [0, 1, 0, 2], layout });
    for (const { x, y, r } of places) expect(x - r >= 0 && y - r >= 0 && x + r <= width && y + r <= height).toBe(true);
    const near = places.flatMap((one, i) => places.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y) - Math.min(one.r, other.r)));
    expect(Math.min(...near)).toBeGreaterThan(0);
  });

  it("has the best connected in the middle", () => {
    const { places } = standing({ places: 30, ties: [7, 1, 7, 2, 7, 3], layout: "hubs" });
    const far = places.map(({ x, y }) => Math.hypot(x - 400, y - 400));
    expect(far.indexOf(Math.min(...far))).toBe(7);
  });

  it("mixes colours byte by byte", () => expect([between(0xff000000, 0xff0000ff, 1), between(0xff000000, 0xff0000fe, 0.5)]).toEqual([0xff0000ff, 0xff00007f]));
});

describe("the table", () => {
  it("has a row for each step, or for some of very many, the last among them", () => {
    expect(told(4)).toEqual([0, 1, 2, 3, 4]);
    expect([told(1000).length <= 62, told(1000).at(-1), told(0)]).toEqual([true, 1000, [0]]);
  });

  it("names each curve of each run, and what is said of a step stands in it", () => {
    const runs = [run(), readRun(bytesOf(), { label: "other", layout: "grid" })];
    const { head, rows } = figures(PLAYER, runs, 4);
    expect([head, rows[3]]).toEqual([["Step", "one, acts", "other, acts"], ["3", "3", "3"]]);
    expect(inWords(PLAYER, runs, 3)).toBe("one: acts 3; other: acts 3");
  });
});

describe("the widget", () => {
  class Still implements Model {
    constructor(readonly runs: unknown) {}
    get = (name: string): unknown => (name === "runs" ? this.runs : JSON.stringify(name === "card" ? PLAYER : {}));
    on(): void {}
    off(): void {}
    send(): void {
      throw new Error("there is no kernel");
    }
  }
  let leave: () => void;
  let el: HTMLElement;
  const show = (runs: unknown = [bytesOf(), bytesOf(undefined, "Another end.")]): void => {
    el = document.body.appendChild(document.createElement("div"));
    leave = player.render({ model: new Still(runs), el });
  };
  const key = (name: string, on = "input"): boolean =>
    (el.querySelector(on) as HTMLElement).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const step = (): string => el.querySelector(".k-where")?.textContent ?? "";
  const press = (name: string): void => [...el.querySelectorAll("button")].find((one) => (one.ariaLabel ?? one.textContent) === name)?.click();

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.replaceChildren();
  });
  afterEach(() => {
    leave();
    vi.useRealTimers();
  });

  it("opens paused on its first step, says that it is simulated, and keeps the end folded", () => {
    show();
    expect(step()).toBe("Step 0 of 4");
    expect(el.textContent).toContain("Simulated");
    expect(el.querySelector<HTMLElement>(".k-ending")?.hidden).toBe(true);
    expect([...el.querySelectorAll("button")].map((one) => one.ariaLabel ?? one.textContent)).toContain("Play");
  });

  it("plays to the end, where both outcomes stand and are said once", () => {
    show();
    const said = el.querySelector("[role=status]") as HTMLElement;
    press("Play");
    vi.advanceTimersByTime(500);
    expect([step(), said.textContent]).toEqual(["Step 0 of 4", ""]);
    vi.advanceTimersByTime(5000);
    expect(said.textContent).toBe("Step 4 of 4: one: 4 of 4 act in the end. other: Another end.");
    expect(el.querySelector<HTMLElement>(".k-ending")?.hidden).toBe(false);
    expect(el.querySelector("button")?.textContent).toBe("Play again");
  });

  it("changes its figures ten times a second while it plays, and has them exactly where it rests", () => {
    show();
    const place = el.querySelector(".k-where") as HTMLElement;
    const told: string[] = [];
    const watch = vi.spyOn(place, "textContent", "set").mockImplementation((text) => {
      told.push(text ?? "");
      place.replaceChildren(text ?? "");
    });
    press("Play");
    vi.advanceTimersByTime(1000);
    expect(told.length).toBeLessThan(13);
    press("Pause");
    watch.mockRestore();
    expect([told.at(-1), told.length > 3]).toEqual([`Step ${el.querySelector("input")?.value} of 4`, true]);
  });

  it("is led by keys: arrows, the two ends, space and speed", () => {
    show();
    key("ArrowRight", "button");
    key("ArrowRight", "button");
    expect(step()).toBe("Step 2 of 4");
    expect(el.querySelector("[role=status]")?.textContent).toBe("Step 2 of 4: one: acts 2; other: acts 2");
    key("ArrowLeft", "button");
    key("End", "button");
    expect(step()).toBe("Step 4 of 4");
    key("Home", "button");
    for (const one of ["+", "+", "+", "-"]) key(one);
    expect(el.querySelector("select")?.value).toBe("2");
    key(" ");
    expect(el.querySelector("button")?.textContent).toBe("Pause");
    key(" ");
    expect(el.querySelector("button")?.textContent).toBe("Play");
  });

  it("leaves to the browser what the browser does: space on a button, arrows on the line, any key with Ctrl", () => {
    show();
    expect([key(" ", "button"), key("ArrowRight", "input"), key("+", "select")]).toEqual([true, true, true]);
    const event = new KeyboardEvent("keydown", { key: "ArrowRight", ctrlKey: true, bubbles: true, cancelable: true });
    el.querySelector("button")?.dispatchEvent(event);
    expect([event.defaultPrevented, step()]).toEqual([false, "Step 0 of 4"]);
  });

  it("follows the line that is dragged, without saying twice what the line says", () => {
    show();
    const line = el.querySelector("input") as HTMLInputElement;
    line.value = "3";
    line.dispatchEvent(new Event("input"));
    expect([step(), line.ariaValueText, el.querySelector("[role=status]")?.textContent]).toEqual(["Step 3 of 4", "Step 3 of 4", ""]);
  });

  it("stops when the page puts it away", () => {
    show();
    press("Play");
    el.remove();
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("says so where its run can't be read", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    show([new DataView(new ArrayBuffer(4))]);
    expect(el.textContent).toContain("This run could not be read.");
    vi.restoreAllMocks();
  });
});
