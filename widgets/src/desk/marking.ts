// The right of the desk: all criteria of the open answer, and which of them the keys are about.
import { h, on } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { criterionPart, type CriterionPart } from "./criterion";
import type { Answer, DeskState, Marking, Phrase } from "./types";

export interface MarkingPart extends Part {
  /** The criterion that keys are about; null where the answer has none. */
  current(): CriterionPart | null;
  /** Sets the level at this place of the current criterion, and goes on to the next one. */
  level(at: number): void;
  /** Takes the level of the current criterion back. */
  clear(): void;
  /** Goes to the next criterion, or the one before. */
  step(by: 1 | -1): void;
  /** Goes to the criterion of this id. */
  go(criterion: string): void;
  flush(): void;
  draw(answer: Answer, bank: readonly Phrase[]): void;
}

/** Brings an element into sight, with as little movement as needed. */
const reveal = (element: HTMLElement): void => element.scrollIntoView({ block: "nearest", behavior: "instant" });

/** The criteria of one answer. */
export function markingPart(bench: Bench, answer: Answer): MarkingPart {
  const { own, signal, dispose } = life();
  const parts = answer.criteria.map((one, i) => own(criterionPart(bench, answer, one, (level) => set(i, level))));
  const unset = answer.criteria.findIndex(({ points }) => points === null);
  let at = Math.max(0, unset);
  const choose = (now: number): void => {
    at = now;
    parts.forEach((part, i) => part.current(i === at));
  };
  const marking = (state: DeskState, i: number) => (state.open?.answer === answer.answer ? state.open.criteria[i] : undefined);

  function set(i: number, place: number): void {
    const one = marking(bench.state(), i) ?? answer.criteria[i];
    const level = one?.levels[place];
    if (!one || !level) return bench.say(words.noSuchLevel(place + 1, one?.levels.length ?? 0));
    void tell(bench.act({ ...seen(one), points: level.points }), words.chose(one.title, level.label));
    go(Math.min(i + 1, parts.length - 1));
  }
  /** What is judged, and what it is judged by: these words, and the level that stood here. */
  const seen = ({ id, points }: Marking) =>
    ({ do: "level", answer: answer.answer, criterion: id, version: answer.version, before: points }) as const;
  async function tell(reply: ReturnType<Bench["act"]>, sentence: string): Promise<void> {
    if ((await reply).ok) bench.say(`${sentence} ${words.savedNow}`);
  }
  function go(i: number): void {
    choose(i);
    const part = parts[i];
    if (!part) return;
    part.focus();
    reveal(part.element);
  }
  parts.forEach((part, i) => on(part.element, "focusin", () => choose(i), signal));
  choose(at);
  const element = h("div.desk-criteria", ...parts.map((part) => part.element),
    parts.length ? null : h("p.k-quiet", words.noCriteria));
  return {
    element,
    current: () => parts[at] ?? null,
    level: (place) => set(at, place),
    clear() {
      const one = marking(bench.state(), at) ?? answer.criteria[at];
      if (one) void tell(bench.act({ ...seen(one), points: null }), words.cleared(one.title));
    },
    step: (by) => go(Math.min(Math.max(at + by, 0), parts.length - 1)),
    go: (criterion) => go(Math.max(0, parts.findIndex(({ id }) => id === criterion))),
    flush: () => parts.forEach((part) => part.comment.flush()),
    draw(now, bank) {
      now.criteria.forEach((one, i) => parts[i]?.draw(one, bank));
    },
    dispose,
  };
}
