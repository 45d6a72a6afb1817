// A clock that runs because somebody started it: nobody's time is taken in silence.
import { button } from "../kit/button";
import { h } from "../kit/h";
import type { Part } from "../kit/life";
import type { ClockScene } from "../types";

/** One button that counts down, and begins anew when it is pressed again. */
export function clockScene({ minutes, start, over }: ClockScene): Part {
  let timer = 0;
  const told = h("p.k-quiet", { role: "status" });
  const { element, dispose } = button(start, "outlined", () => {
    const end = Date.now() + minutes * 60_000;
    const tick = (): void => {
      const left = Math.max(0, end - Date.now());
      element.textContent = new Date(left).toISOString().slice(14, 19);
      told.textContent = left ? "" : over;
      if (!left) clearInterval(timer);
    };
    clearInterval(timer);
    timer = window.setInterval(tick, 500);
    tick();
  });
  return { element: h("div.k-doors", element, told), dispose: () => (clearInterval(timer), dispose()) };
}
