// The figures behind the pictures: a row for each step, or for some of them where there are very many.
import type { PlayerCard, Table } from "../types";
import * as words from "../words";
import { NAMED } from "./chart";
import type { Run } from "./run";

const MOST_ROWS = 61;

/** The steps that have a row: evenly spaced, the last one always among them. */
export function told(last: number, most = MOST_ROWS): number[] {
  const stride = Math.max(1, Math.ceil(last / (most - 1)));
  const steps = Array.from({ length: Math.floor(last / stride) + 1 }, (_none, i) => i * stride);
  return steps.at(-1) === last ? steps : [...steps, last];
}

const cell = (values: ArrayLike<number>, step: number, share: boolean): string => {
  const value = values[Math.min(step, values.length - 1)] ?? 0;
  return share ? words.percent(value) : words.figure(value);
};

/** Where the curves of these runs are at a step, in words; too many curves to be named are left to the table. */
export const inWords = (card: PlayerCard, runs: readonly Run[], step: number): string =>
  runs.map((run) => {
    const said = card.curves.flatMap(({ series, share }) =>
      series.length > NAMED ? [] : series.flatMap(([name, label]) => {
        const values = run.series.get(name);
        return values ? [`${label} ${cell(values, step, share)}`] : [];
      }),
    );
    return [run.label, said.join(", ")].filter(Boolean).join(": ");
  }).join("; ");

/** All curves of all runs. */
export function figures(card: PlayerCard, runs: readonly Run[], last: number): Table {
  const columns = card.curves.flatMap(({ series, share }) =>
    series.flatMap(([name, label]) =>
      runs.flatMap((run) => {
        const values = run.series.get(name);
        return values ? [{ head: [run.label, label].filter(Boolean).join(", "), values, share }] : [];
      }),
    ),
  );
  const rows = told(last).map((step) => [words.figure(step + card.first), ...columns.map(({ values, share }) => cell(values, step, share))]);
  return { head: [card.step, ...columns.map(({ head }) => head)], rows };
}
