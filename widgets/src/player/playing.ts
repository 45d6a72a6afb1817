// One run of a model or two, on one clock: pictures, curves, the row below them, and how it ended once that was seen.
import { codeShown } from "../kit/code";
import { foldEdge } from "../kit/edge";
import { details } from "../kit/figure";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { dataTable } from "../kit/table";
import type { PlayerCard } from "../types";
import * as words from "../words";
import { bounds, chart, type Chart } from "./chart";
import { clock, usualRate, type Clock } from "./clock";
import { flashes } from "./codes";
import { controls, keys } from "./controls";
import { figures, inWords } from "./figures";
import { panel, type Panel } from "./panel";
import type { Run } from "./run";

// Steps a second: for who wants little motion, and where the whole picture would flash.
const CALM_RATE = 2;
const SAFE_RATE = 3;
const CALM = "(prefers-reduced-motion: reduce)";
/** Figures in words change so often, in milliseconds, while it plays: nobody reads sixty of them a second. */
const READABLE = 100;

/** All charts: one for both runs where each has one curve; else one a run, on the same axis. */
function charts(card: PlayerCard, runs: readonly Run[], last: number): Chart[] {
  return card.curves.flatMap(({ label, share, series }) => {
    const lines = runs.map((run) =>
      series.flatMap(([name, own]) => {
        const values = run.series.get(name);
        return values ? [{ label: own, values, run: run.label }] : [];
      }),
    );
    const axis = share ? { low: 0, high: 1 } : bounds(lines.flat().map(({ values }) => values));
    const about = { last, first: card.first, step: card.step, share };
    if (series.length === 1) return [chart(label, lines.flat().map((line) => ({ ...line, label: line.run || line.label })), axis, about)];
    const pair = lines.map((own, i) => chart([label, runs[i]?.label].filter(Boolean).join(", "), own, axis, about));
    return [{ element: h("div.k-pair", ...pair.map(({ element }) => element)), show: (at, telling) => pair.forEach((one) => one.show(at, telling)) }];
  });
}

/** How each run ended, in the model's own sentence: below the fold, once the end was seen. */
const ending = (runs: readonly Run[], more: readonly string[]): HTMLElement =>
  h("div.k-ending", { hidden: true },
    foldEdge(),
    ...runs.map(({ label, outcome }) => h("p.k-came", label ? h("span.k-quiet", `${label}: `) : null, outcome)),
    ...more.map((sentence) => h("p.k-came", sentence)),
  );

/** Draws anew whenever the page's colours change. */
function followColours(root: () => Element | null, recolour: () => void, signal: AbortSignal): void {
  const watch = new MutationObserver(recolour);
  // The widget hangs in the page only after it was drawn; colours are known from then on.
  const first = requestAnimationFrame(() => {
    const card = root();
    if (card) watch.observe(card, { attributes: true, attributeFilter: ["data-theme", "data-contrast"] });
    recolour();
  });
  for (const query of ["(forced-colors: active)", "print"]) matchMedia(query).addEventListener("change", recolour, { signal });
  signal.addEventListener("abort", () => {
    cancelAnimationFrame(first);
    watch.disconnect();
  });
}

interface Options {
  /** What stands above, and in it what names the figure. */
  head: HTMLElement;
  title: HTMLElement;
  /** What is told besides, once the end was seen. */
  more?: readonly string[];
  /** Has a screen reader say where the run stands. */
  say(sentence: string): void;
  /** Where the keys of the player are heard. */
  heard?: HTMLElement;
}

export interface Playing extends Part {
  show(): void;
}

/** The runs of a card, open on their first step. */
export function playing(card: PlayerCard, runs: readonly Run[], { head, title, more = [], say, heard }: Options): Playing {
  const { own, signal, dispose } = life();
  const last = Math.max(...runs.map((run) => run.last));
  const most = Math.max(...runs.map((run) => run.most));
  const where = (step: number): string => words.stepAt(card.step, words.figure(step + card.first), words.figure(last + card.first));
  const panels: Panel[] = card.frames ? runs.map((run) => panel(run, card.frames as NonNullable<PlayerCard["frames"]>, most, runs.length > 1 ? 320 : 400)) : [];
  const drawn = charts(card, runs, last);
  const end = ending(runs, more);
  const calm = matchMedia(CALM).matches;
  const time: Clock = clock({
    last,
    rate: usualRate(last),
    most: calm ? CALM_RATE : runs.some((run) => card.frames && flashes(run, card.frames, most)) ? SAFE_RATE : 60,
    whole: calm,
    tell: () => show(),
  });
  let shown = -1;
  let toldAt = 0;
  let played = false;
  const ended = [...runs.map(({ label, outcome }) => [label, outcome].filter(Boolean).join(": ")), ...more].join(" ");
  function show(): void {
    const step = Math.floor(time.at);
    const rests = !time.playing;
    // A page that put the widget away keeps no clock running for it.
    if (!rests && !element.isConnected) return time.pause();
    const now = performance.now();
    const telling = rests || now - toldAt >= READABLE;
    if (telling) toldAt = now;
    if (step !== shown || rests) panels.forEach((one, i) => one.show(step, rests ? [where(step), inWords(card, runs.slice(i, i + 1), step)].join(": ") : "", telling));
    drawn.forEach((one) => one.show(time.at, telling));
    row.show(telling);
    if (time.at >= last) end.hidden = false;
    if (played && rests) say(`${where(step)}: ${time.at >= last ? ended : inWords(card, runs, step)}`);
    [shown, played] = [step, !rests];
  }
  const options = {
    last,
    where,
    clock: time,
    go(step: number, heard: boolean): void {
      played = false;
      time.seek(step);
      if (time.at >= last) say(`${where(last)}: ${ended}`);
      else if (!heard) say(`${where(time.at)}: ${inWords(card, runs, time.at)}`);
    },
  };
  const row = own(controls(options));
  own({ element: row.element, dispose: time.dispose });
  for (const { element } of panels)
    on(element.querySelector("canvas") as HTMLCanvasElement, "click", () => {
      row.toggle();
      row.element.querySelector("button")?.focus({ preventScroll: true });
    }, signal);
  const pictures = panels.length ? h("div.k-panels", ...panels.map(({ element }) => element)) : null;
  const curves = drawn.map(({ element }) => element);
  // One picture alone leaves room for its curves beside it.
  const beside = panels.length === 1 ? panels[0]?.beside : null;
  beside?.append(...curves);
  const element = h("figure", { class: beside ? "k-player k-one" : "k-player", "aria-labelledby": (title.id ||= uid()) },
      head,
      h("p.k-quiet", words.simulatedRun),
      ...(panels.length ? [pictures, row.element] : []),
      ...(beside ? [] : curves),
      panels.length ? null : row.element,
      end,
      h("div.k-behind", details(words.table, dataTable(figures(card, runs, last), card.title)), details(words.keys, h("p", words.playerKeys)), codeShown(card.code)),
  );
  keys(heard ?? element, options, row.toggle, signal);
  const recolour = (): void => panels.forEach((one) => one.recolour());
  followColours(() => element.closest(".kith"), recolour, signal);
  recolour();
  return { element, show, dispose };
}
