// A network to look at, and what came of one: as it was and with my change, two runs under one clock, beside my guess.
import { codeShown } from "../kit/code";
import { foldEdge } from "../kit/edge";
import { details } from "../kit/figure";
import { h, uid } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { dataTable } from "../kit/table";
import { answerAt, type Mine } from "../kit/told";
import { bounds, chart } from "../player/chart";
import { clock, usualRate } from "../player/clock";
import { controls, keys } from "../player/controls";
import type { NetworkAnswer, RanScene, RunScene, Web, WebScene } from "../types";
import * as words from "../words";
import { asTable, changeSaid, holding, picture } from "./drawing";
import { changed, counted, lastOf, run } from "./model";

/** A network before anything happens in it. */
export function webScene({ title, net, starts }: WebScene): Part {
  const id = uid();
  return still(
    h("section.k-scene.k-network", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, title),
      picture(net, {}, (one) => starts.includes(one), words.networkOf(net.people.length, net.ties.length)),
      holding(net),
      asTable(net, title),
    ),
  );
}

type Came = RunScene | RanScene;

const changeOf = ({ change }: Came, mine: Mine): NetworkAnswer => (change && (answerAt(mine, ...change) as NetworkAnswer | undefined)) || {};

/** A sentence with its figures in it. */
const filled = (sentence: string, figures: Record<string, number>): string =>
  sentence.replace(/{(\w+)}/g, (_all, name: string) => words.figure(figures[name] ?? 0));

const came = (scene: Came, net: Web): string =>
  filled(scene.came, { n: counted(scene, net), all: scene.counts === "heard" ? net.people.length : net.things.length });

const expected = ({ off, met }: Came, mine: number, n: number): string => filled(mine === n ? met : off, { mine, gap: Math.abs(mine - n) });

/** What came and what I expected, in sentences. */
export function ranSaid(scene: Came, mine: Mine): string[] {
  const change = changeOf(scene, mine);
  const net = changed(scene.net, change);
  const guess = answerAt(mine, ...scene.of);
  const said = changeSaid(scene.net, change);
  return [
    ...(said ? [`${words.asItWas}: ${came(scene, scene.net)}`, `${said} ${came(scene, net)}`] : [came(scene, net)]),
    ...(typeof guess === "number" ? [expected(scene, guess, counted(scene, net))] : []),
  ];
}

/** The same where what I make of it is asked. */
export const ranScene = (scene: RanScene, mine: Mine): Part =>
  still(h("section.k-scene", h("p.k-paragraph", [scene.title, ...ranSaid(scene, mine)].join(" "))));

/** The runs, open on their first step; how they ended is said once the end was seen. */
export function runScene(scene: RunScene, mine: Mine): Part {
  const { own, signal, dispose } = life();
  const id = uid();
  const change = changeOf(scene, mine);
  const said = changeSaid(scene.net, change);
  const runs = (said ? [{ label: words.asItWas, change: {} as NetworkAnswer }, { label: said, change }] : [{ label: "", change }]).map((one) => {
    const net = changed(scene.net, one.change);
    return { ...one, net, has: run(net, scene.starts, scene.needs), canvas: h("div.k-canvas"), now: h("p.k-quiet") };
  });
  const last = Math.max(...runs.map(({ has }) => lastOf(has)));
  const have = (has: ReadonlyMap<string, number>, step: number): number => [...has.values()].filter((at) => at <= step).length;
  const where = (step: number): string => words.stepAt(words.networkStep, words.figure(step), words.figure(last));
  const end = h("div.k-ending", { hidden: true }, foldEdge(), ...ranSaid(scene, mine).map((sentence) => h("p.k-ran", sentence)));
  const heard = h("div.k-unseen", { role: "status" });
  const moves = scene.starts.length > 0;
  const lines = runs.map(({ label, has }) => ({ label: label || words.theyHaveIt, values: Array.from({ length: last + 1 }, (_none, step) => have(has, step)) }));
  const curves = moves && last ? chart(words.theyHaveIt, lines, bounds([[2 * Math.ceil(scene.net.people.length / 2)]]), { last, first: 0, step: words.networkStep, share: false }) : null;
  let played = false;
  const show = (): void => {
    const step = Math.floor(time.at);
    for (const { label, net, has, canvas, now, change: made } of runs) {
      now.textContent = moves ? words.haveIt(have(has, step), net.people.length) : "";
      const knows = (one: string): boolean => (has.get(one) ?? Infinity) <= step;
      canvas.replaceChildren(picture(scene.net, made, knows, [label, moves ? words.haveItNow(net.people.flatMap((one) => (knows(one.id) ? [one.label] : []))) : ""].filter(Boolean).join(" ")));
    }
    curves?.show(step, true);
    if (time.at >= last) end.hidden = false;
    row?.show(true);
    if (played && !time.playing) heard.textContent = [where(step), ...runs.map(({ label, now }) => [label, now.textContent].join(" ")), ...(time.at >= last ? ranSaid(scene, mine) : [])].join(". ");
    played ||= time.playing;
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const time = clock({ last, rate: usualRate(last), most: calm ? 2 : 60, whole: calm, tell: () => show() });
  const options = {
    last, where, clock: time,
    go(step: number, silent: boolean): void {
      played = !silent;
      time.seek(step);
    },
  };
  const row = last ? own(controls(options)) : null;
  const figure = h("figure.k-scene.k-network", { "aria-labelledby": id },
    h("h4.k-finding", { id, tabindex: -1 }, scene.title),
    h("p.k-quiet", words.simulatedRun),
    h("div.k-webs", ...runs.map(({ label, net, canvas, now }) => h("div.k-webbed", label ? h("p.k-row-label", label) : null, canvas, now, scene.counts === "lost" || scene.counts === "alone" ? holding(net) : null))),
    curves?.element ?? null,
    row?.element ?? null,
    heard,
    end,
    h("div.k-behind",
      details(words.table, dataTable({
        head: [moves ? words.networkStep : words.knowsHow, ...runs.map(({ label }) => label || words.theyHaveIt)],
        rows: moves
          ? Array.from({ length: last + 1 }, (_none, step) => [step, ...runs.map(({ has }) => have(has, step))])
          : scene.net.things.map(({ label }, i) => [label, ...runs.map(({ net }) => net.things[i]?.by.length ?? 0)]),
      }, scene.title)),
      scene.how ? details(words.how, h("p", scene.how)) : "",
      codeShown(scene.code),
    ),
  );
  if (row) keys(figure, options, row.toggle, signal);
  own({ element: figure, dispose: time.dispose });
  show();
  return { element: figure, dispose };
}
