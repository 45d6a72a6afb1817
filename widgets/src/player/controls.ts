// Play and pause, a step either way, the place in the run, and how fast: all native, all by key too.
import { button } from "../kit/button";
import { h, on } from "../kit/h";
import { life, type Part } from "../kit/life";
import { sign } from "../kit/sign";
import * as words from "../words";
import { SPEEDS, type Clock } from "./clock";

interface Options {
  last: number;
  /** A step's name, as "Step 3 of 20". */
  where(step: number): string;
  clock: Clock;
  /** Goes to a step by the reader's own hand; `heard` says that the browser tells a screen reader of it by itself. */
  go(step: number, heard: boolean): void;
}

export interface Controls extends Part {
  /** Shows where the clock stands; in words, too, where it is told. */
  show(telling: boolean): void;
  /** Plays or pauses, as the button does. */
  toggle(): void;
}

const PLAY = "M4 2.5v11L13 8z";
const PAUSE = "M4.5 3v10M11.5 3v10";
const BACK = "M10 3 5 8l5 5M3 3v10";
const ON = "M6 3l5 5-5 5M13 3v10";

/** The row below the pictures. */
export function controls({ last, where, clock, go }: Options): Controls {
  const { own, signal, dispose } = life();
  const toggle = (): void => (clock.playing ? clock.pause() : clock.play());
  const play = own(button("", "primary", toggle));
  play.element.classList.add("k-play");
  const stepper = (strokes: string, label: string, by: number): HTMLElement => {
    const made = own(button("", "outlined", () => go(Math.floor(clock.at) + by, false)));
    made.element.classList.add("k-one-step");
    made.element.ariaLabel = label;
    made.element.title = label;
    made.element.append(sign(strokes));
    return made.element;
  };
  const scrubber = h("input.k-scrubber", { type: "range", min: 0, max: last, step: 1, value: 0, "aria-label": words.scrub });
  const speed = h("select.k-select", { "aria-label": words.speed }, ...SPEEDS.map((one) => h("option", { value: one }, words.fast(one))));
  speed.value = "1";
  on(scrubber, "input", () => go(Number(scrubber.value), true), signal);
  on(speed, "change", () => clock.setSpeed(Number(speed.value)), signal);
  const place = h("p.k-where");
  let shown = "";

  return {
    element: h("div.k-controls", { dir: "ltr" },
      h("div.k-doors", play.element, stepper(BACK, words.stepBack, -1), stepper(ON, words.stepOn, 1)),
      scrubber, place, speed,
    ),
    show(telling) {
      const step = Math.floor(clock.at);
      if (scrubber.value !== String(step)) scrubber.value = String(step);
      if (telling) place.textContent = where(step);
      // Heard by whoever stands on it, so only once it rests: a run that plays is not read out step by step.
      if (!clock.playing) scrubber.ariaValueText = where(step);
      if (speed.value !== String(clock.speed)) speed.value = String(clock.speed);
      const label = clock.playing ? words.pause : clock.at >= last ? words.playAgain : words.play;
      if (label === shown) return;
      shown = label;
      play.element.replaceChildren(sign(clock.playing ? PAUSE : PLAY), label);
    },
    toggle,
    dispose,
  };
}

/** What a key means anywhere in a player, unless what has the focus needs it. */
export function keys(element: HTMLElement, { clock, last, go }: Options, toggle: () => void, signal: AbortSignal): void {
  const faster = (by: number): void => {
    const next = SPEEDS[SPEEDS.indexOf(clock.speed as (typeof SPEEDS)[number]) + by];
    if (next) clock.setSpeed(next);
  };
  const deeds: Record<string, () => void> = {
    " ": toggle,
    ArrowLeft: () => go(Math.floor(clock.at) - 1, false),
    ArrowRight: () => go(Math.floor(clock.at) + 1, false),
    Home: () => go(0, false),
    End: () => go(last, false),
    "+": () => faster(1),
    "=": () => faster(1),
    "-": () => faster(-1),
  };
  on(element, "keydown", (event) => {
    const deed = deeds[event.key];
    const { tagName, type } = event.target as HTMLInputElement;
    const theirs = tagName === "SELECT" || tagName === "SUMMARY" || (event.target as HTMLElement).closest("[role=region]");
    // A button is pressed by Space, and a line is moved by arrows, by the browser itself.
    const native = (tagName === "BUTTON" && event.key === " ") || (type === "range" && /^(Arrow|Home|End)/.test(event.key));
    if (!deed || theirs || native || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    deed();
  }, signal);
}
