// The player: what a model did, step by step. It has all it needs when it begins, and asks no kernel for anything.
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/line.css";
import "./kit/css/plot.css";
import "./kit/css/running.css";
import "./player/player.css";
import { foldEdge } from "./kit/edge";
import { details } from "./kit/figure";
import { h, on, uid } from "./kit/h";
import { dataTable } from "./kit/table";
import { bounds, chart, type Chart } from "./player/chart";
import { clock, usualRate, type Clock } from "./player/clock";
import { flashes } from "./player/codes";
import { controls, keys } from "./player/controls";
import { figures, inWords } from "./player/figures";
import { panel, type Panel } from "./player/panel";
import { readRun, type Run } from "./player/run";
import type { PlayerCard } from "./types";
import { mount, type Stage } from "./widget";
import type { Model } from "./wire";
import * as words from "./words";

// Steps a second: for who wants little motion, and where the whole picture would flash.
const CALM_RATE = 2;
const SAFE_RATE = 3;
const CALM = "(prefers-reduced-motion: reduce)";

/** The runs that came with the widget; none where they can't be read. */
function received(card: PlayerCard, bytes: unknown): Run[] {
  try {
    return card.runs.map((about, i) => readRun((bytes as DataView[])[i] as DataView, about));
  } catch (error) {
    console.error(error);
    return [];
  }
}

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
    return [{ element: h("div.k-pair", ...pair.map(({ element }) => element)), show: (at) => pair.forEach((one) => one.show(at)) }];
  });
}

/** How each run ended, in the model's own sentence: below the fold, once the end was seen. */
const ending = (runs: readonly Run[]): HTMLElement =>
  h("div.k-ending", { hidden: true },
    foldEdge(),
    ...runs.map(({ label, outcome }) => h("p.k-came", label ? h("span.k-quiet", `${label}: `) : null, outcome)),
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

function begin({ card, body, life, live }: Stage<PlayerCard>, model: Model): { draw(): void } {
  const runs = received(card, model.get("runs"));
  const id = uid();
  const head = h("header.k-head", h("h3.k-title", { id }, card.title), card.intro ? h("p.k-paragraph", card.intro) : null);
  if (!runs.length) {
    body.append(head, h("p.k-paragraph", words.runUnreadable));
    return { draw() {} };
  }
  const last = Math.max(...runs.map((run) => run.last));
  const most = Math.max(...runs.map((run) => run.most));
  const where = (step: number): string => words.stepAt(card.step, words.figure(step + card.first), words.figure(last + card.first));
  const panels: Panel[] = card.frames ? runs.map((run) => panel(run, card.frames as NonNullable<PlayerCard["frames"]>, most, runs.length > 1 ? 320 : 400)) : [];
  const drawn = charts(card, runs, last);
  const end = ending(runs);
  const calm = matchMedia(CALM).matches;
  const time: Clock = clock({
    last,
    rate: usualRate(last),
    most: calm ? CALM_RATE : runs.some((run) => card.frames && flashes(run, card.frames, most)) ? SAFE_RATE : 60,
    whole: calm,
    tell: () => show(),
  });
  let shown = -1;
  let played = false;
  const ended = runs.map(({ label, outcome }) => [label, outcome].filter(Boolean).join(": ")).join(" ");
  function show(): void {
    const step = Math.floor(time.at);
    const rests = !time.playing;
    // A page that put the widget away keeps no clock running for it.
    if (!rests && !body.isConnected) return time.pause();
    if (step !== shown || rests) panels.forEach((one, i) => one.show(step, rests ? [where(step), inWords(card, runs.slice(i, i + 1), step)].join(": ") : ""));
    drawn.forEach((one) => one.show(time.at));
    row.show();
    if (time.at >= last) end.hidden = false;
    if (played && rests) live.say(`${where(step)}: ${time.at >= last ? ended : inWords(card, runs, step)}`);
    [shown, played] = [step, !rests];
  }
  const options = {
    last,
    where,
    clock: time,
    go(step: number, heard: boolean): void {
      played = false;
      time.seek(step);
      if (time.at >= last) live.say(`${where(last)}: ${ended}`);
      else if (!heard) live.say(`${where(time.at)}: ${inWords(card, runs, time.at)}`);
    },
  };
  const row = life.own(controls(options));
  keys(body, options, row.toggle, life.signal);
  life.own({ element: row.element, dispose: time.dispose });
  for (const { element } of panels)
    on(element.querySelector("canvas") as HTMLCanvasElement, "click", () => {
      row.toggle();
      row.element.querySelector("button")?.focus({ preventScroll: true });
    }, life.signal);
  const pictures = panels.length ? h("div.k-panels", ...panels.map(({ element }) => element)) : null;
  const curves = drawn.map(({ element }) => element);
  // One picture alone leaves room for its curves beside it.
  const beside = panels.length === 1 ? panels[0]?.beside : null;
  beside?.append(...curves);
  body.append(
    h("figure", { class: beside ? "k-player k-one" : "k-player", "aria-labelledby": id },
      head,
      h("p.k-quiet", words.simulatedRun),
      ...(panels.length ? [pictures, row.element] : []),
      ...(beside ? [] : curves),
      panels.length ? null : row.element,
      end,
      h("div.k-behind", details(words.table, dataTable(figures(card, runs, last), card.title)), details(words.keys, h("p", words.playerKeys))),
    ),
  );
  const recolour = (): void => panels.forEach((one) => one.recolour());
  followColours(() => body.closest(".kith"), recolour, life.signal);
  recolour();
  return { draw: show };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount<PlayerCard, object>(context, (stage) => begin(stage, context.model)),
};
