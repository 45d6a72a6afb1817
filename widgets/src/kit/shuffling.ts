// Labels dealt anew before one's eyes: the first deals one by one, then all that are left, quicker and quicker.
import type { Dealing } from "../types";
import * as words from "../words";
import { button } from "./button";
import { h, s } from "./h";
import { life, type Part } from "./life";
import { caption, plot, x } from "./plot";

const CALM = "(prefers-reduced-motion: reduce)";
/** Milliseconds for each of the first deals, and for all others together. */
const [EACH, OTHERS] = [450, 4500];
/** Where the marks under the two labels lie, in pixels. */
const [UPPER, LOWER] = [26, 76];

/** How many deals have been made after so many milliseconds. */
export function dealtAt(passed: number, first: number, all: number): number {
  const [slow, quick] = [Math.floor(passed / EACH) + 1, Math.min(1, Math.max(0, passed - first * EACH) / OTHERS)];
  return Math.min(all, slow <= first ? slow : first + Math.floor((all - first) * quick ** 2));
}

/** How many of the first so many deals gave a difference that belongs to each bar. */
export function piled({ order }: Dealing, deals: number, bars: number): number[] {
  const counts = new Array<number>(bars).fill(0);
  for (const bar of order.slice(0, deals)) counts[bar] = (counts[bar] ?? 0) + 1;
  return counts;
}

/** The results under their labels, and the way to see them dealt; `pile` draws what the first so many deals gave. */
export function shuffling(dealing: Dealing, bars: number, pile: (counts: number[]) => void): Part {
  const { own, signal, dispose } = life();
  const { labels, values, first, order } = dealing;
  const axis = { min: Math.min(...values), max: Math.max(...values) };
  const marks = values.map((value) => s("circle.k-dealt", { cx: x(axis, value), cy: UPPER, r: 5 }));
  const count = h("p.k-quiet");
  let frame = 0;
  const deal = (made: number): void => {
    const one = first[Math.min(made, first.length) - 1] ?? [];
    marks.forEach((mark, i) => (mark.style.transform = `translateY(${one.includes(i) ? 0 : LOWER - UPPER}px)`));
    pile(piled(dealing, made, bars));
    count.textContent = words.shuffles(made);
  };
  const play = (): void => {
    cancelAnimationFrame(frame);
    let began = -1;
    let made = 0;
    const tick = (now: number): void => {
      if (began < 0) began = now;
      const next = dealtAt(now - began, first.length, order.length);
      if (next !== made) deal((made = next));
      // A page that put the picture away deals no more.
      frame = made < order.length && count.isConnected ? requestAnimationFrame(tick) : 0;
    };
    frame = requestAnimationFrame(tick);
  };
  const again = own(button(words.shuffleAgain, "plain", play));
  again.element.hidden = matchMedia(CALM).matches;
  deal(order.length);
  const strip = plot(LOWER + 14, labels.join(", "), caption(axis, axis.min, UPPER - 12, labels[0]), caption(axis, axis.min, LOWER - 12, labels[1]), ...marks);
  const element = h("div.k-dealing", strip, count, again.element);
  // What has just unfolded is dealt at once; what stood there before stands as it came out.
  const opened = requestAnimationFrame(() => element.closest(".k-fresh") && !again.element.hidden && play());
  signal.addEventListener("abort", () => [opened, frame].forEach(cancelAnimationFrame));
  return { element, dispose };
}
