// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { once } from "./once";
import { pull } from "./scrolling";

describe("while something is dragged", () => {
  it("the page moves near an edge, faster at it, and nowhere else", () => {
    expect([pull(300, 0, 600), pull(60, 0, 600), pull(540, 0, 600)]).toEqual([0, 0, 0]);
    expect([pull(0, 0, 600), pull(600, 0, 600)]).toEqual([-14, 14]);
    expect([pull(-500, 0, 600), pull(900, 0, 600)]).toEqual([-14, 14]);
    expect(pull(28, 0, 600)).toBe(-7);
    expect(pull(130, 100, 500)).toBeLessThan(0);
  });
});

describe("while a commit is under way", () => {
  it("menus and cards stay where they are, and move again after it", async () => {
    const within = document.createElement("div");
    within.innerHTML = '<select></select><div class="k-moved"></div><textarea></textarea><button></button>';
    let done = (): void => {};
    once(within)(() => new Promise<void>((resolve) => (done = resolve)));
    const still = (): boolean[] => [...within.children].map((one) => (one as HTMLElement).inert);
    expect(still().map(Boolean)).toEqual([true, true, false, false]);
    expect(within.querySelector("textarea")?.readOnly).toBe(true);
    done();
    await new Promise((resolve) => setTimeout(resolve));
    expect(still().some(Boolean)).toBe(false);
  });
});
