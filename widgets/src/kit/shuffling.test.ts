// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SHUFFLE } from "../parts/samples";
import type { ShuffleScene } from "../types";
import { shuffle } from "./shuffle";
import { dealtAt } from "./shuffling";

const ORDER = SHUFFLE.bins.flatMap(({ count }, bar) => new Array<number>(count).fill(bar));
const SCENE: ShuffleScene = { ...SHUFFLE, dealing: { labels: ["In public", "In secret"], values: [1, 2, 3, 4], first: [[0, 1], [2, 3]], order: ORDER } };

describe("labels that are dealt before one's eyes", () => {
  let calm = false;
  const opened = (fresh: boolean): HTMLElement => {
    const { element } = shuffle(SCENE, { fields: [], answers: null, guess: null, passed: [] });
    if (fresh) element.classList.add("k-fresh");
    document.body.replaceChildren(element);
    vi.advanceTimersByTime(40);
    return element;
  };
  const heights = (element: HTMLElement): number[] => [...element.querySelectorAll(".k-bar")].map((bar) => Number(bar.getAttribute("height")));

  beforeEach(() => {
    calm = false;
    vi.useFakeTimers();
    vi.stubGlobal("matchMedia", () => ({ matches: calm }));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("come one by one, then quicker, to the same picture as without", () => {
    const whole = heights(opened(false));
    const element = opened(true);
    expect(element.textContent).toContain("1 shuffle");
    expect(heights(element).filter(Boolean)).toHaveLength(1);
    vi.advanceTimersByTime(12_000);
    expect(element.textContent).toContain("1,000 shuffles");
    expect(heights(element)).toEqual(whole);
    expect([0, 449, 450, 10_000].map((passed) => dealtAt(passed, 2, 1000))).toEqual([1, 1, 2, 1000]);
  });

  it("stand as they came out for who wants little motion, with nothing to press", () => {
    calm = true;
    const element = opened(true);
    expect(element.textContent).toContain("1,000 shuffles");
    expect(element.querySelector("button")?.hidden).toBe(true);
  });
});
