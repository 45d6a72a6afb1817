import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clockScene } from "./clock";

const clock = () => clockScene({ kind: "clock", minutes: 3, start: "Start 3 minutes", over: "Time is up." });

describe("a clock", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("stands until somebody starts it, counts down, and says when the time is up", () => {
    const { element } = clock();
    const [button, told] = [element.querySelector("button") as HTMLButtonElement, element.querySelector("[role=status]")];
    vi.advanceTimersByTime(60_000);
    expect(button.textContent).toBe("Start 3 minutes");
    button.click();
    expect(button.textContent).toBe("03:00");
    vi.advanceTimersByTime(61_000);
    expect([button.textContent, told?.textContent]).toEqual(["01:59", ""]);
    button.click();
    expect(button.textContent, "pressed again it begins anew").toBe("03:00");
    vi.advanceTimersByTime(200_000);
    expect([button.textContent, told?.textContent]).toEqual(["00:00", "Time is up."]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves nothing running behind when its page goes", () => {
    const { element, dispose } = clock();
    element.querySelector("button")?.click();
    dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});
