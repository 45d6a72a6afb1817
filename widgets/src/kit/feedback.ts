// My paragraph, then what was said to it, indented under it: both levels on one labelled line, never a verdict.
import { clock, figure } from "../format";
import type { Criterion, Feedback, Level, Mark } from "../types";
import * as words from "../words";
import { h, uid } from "./h";
import { life, type Part } from "./life";
import { quote } from "./quote";
import { thread, type ReplyField } from "./thread";
import { tree } from "./tree";

/** Where a mark stands among the levels, in steps from the first; between two when its points lie between theirs. */
export function place(levels: readonly Level[], points: number): number {
  const above = levels.findIndex((level) => level.points >= points);
  if (above < 0) return levels.length - 1;
  const high = levels[above];
  const low = levels[above - 1];
  if (!high || !low || high.points === points) return above;
  return above - 1 + (points - low.points) / (high.points - low.points);
}

/** The name of the level that these points are, or of the two they lie between. */
export function levelName(levels: readonly Level[], points: number): string {
  const at = place(levels, points);
  const [low, high] = [levels[Math.floor(at)], levels[Math.ceil(at)]];
  return low && high ? (low === high ? low.label : words.between(low.label, high.label)) : "";
}

/** The levels by which a mark was set: those of the criterion, or of my own in its place. */
export function levelsOf(mark: Mark, criteria: readonly Criterion[]): readonly Level[] {
  const known = criteria.find((one) => one.id === mark.id);
  return (mark.swapped ? known?.mine : known?.levels) ?? [];
}

const at = (levels: readonly Level[], points: number): string => `--at:${place(levels, points)}`;

/** Both marks on the line of the levels: mine a circle, theirs a square. Beside it stands the same in words. */
function line(levels: readonly Level[], mine: number | null, theirs: number | null): HTMLElement | null {
  if (levels.length < 2 || (mine === null && theirs === null)) return null;
  const same = mine !== null && theirs !== null && place(levels, mine) === place(levels, theirs);
  const here = [mine, theirs].map((points) => (points === null ? -1 : place(levels, points)));
  return h("div", { class: same ? "k-levels k-met" : "k-levels", "aria-hidden": "true", style: `--levels:${levels.length}` },
    mine === null ? null : h("span.k-levels-mark.k-levels-you", { style: at(levels, mine) }),
    theirs === null ? null : h("span.k-levels-mark", { style: at(levels, theirs) }),
    ...levels.map((level, i) => h("span", { class: here.includes(i) ? "k-level k-here" : "k-level" }, level.label)),
  );
}

/** One line in words, led by the sign of whose mark it is. */
const placed = (who: string, sign: string, ...what: string[]): HTMLElement =>
  h("p.k-placed", h("span", { class: sign, "aria-hidden": "true" }), h("span", `${who}: `, h("strong", what.filter(Boolean).join(", "))));

/** The words of my text that one of us leant on. */
const leant = (label: string, sentence: string): HTMLElement | null => (sentence ? h("div.k-leant", h("p.k-quiet", label), quote(sentence)) : null);

/** What was said on one criterion, beside where I see it myself. */
export function judged(mark: Mark, levels: readonly Level[]): HTMLElement[] {
  const { points, self, before } = mark;
  const mine = self?.points ?? null;
  const score = (value: number): string => words.points(figure(value), figure(mark.max_points));
  const theirs = points === null ? words.noLevel : mark.level || levelName(levels, points);
  const parts = [
    line(levels, mine, points),
    h("div.k-both",
      mine === null ? null : placed(words.me, "k-by-me", levelName(levels, mine)),
      placed(words.reader, "k-by-reader", theirs, points === null ? "" : score(points)),
    ),
    before === null ? null : h("p.k-quiet", words.levelMoved(score(before))),
    mark.sentence && mark.sentence === self?.sentence ? null : leant(words.mySentence, self?.sentence ?? ""),
    leant(mark.sentence === self?.sentence ? words.bothSentence : words.readerSentence, mark.sentence),
    mark.comment.length ? h("blockquote.k-quote.k-by-partner", tree(mark.comment)) : null,
  ];
  return parts.filter((part) => part !== null);
}

interface More {
  /** What stands under a criterion beside what was said on it. */
  under?(mark: Mark, levels: readonly Level[], index: number): Part[];
  /** What stands between the heading and my words. */
  first?: Part | null;
  /** What moved in my text since. */
  moved?: Part | null;
  reply?: ReplyField | undefined;
}

/** Feedback beside the very words it is about. */
export function feedbackBlock(feedback: Feedback, criteria: readonly Criterion[], { under, first, moved, reply }: More = {}): Part {
  const id = uid();
  const { own, dispose } = life();
  const said = feedback.criteria.map((mark, i) => {
    const levels = levelsOf(mark, criteria);
    return h("div.k-criterion",
      h("h5.k-label", { tabindex: -1, "data-focus": `mark-${i}` }, mark.title, mark.swapped ? h("span.k-quiet", ` ${words.ownCriterion}`) : null),
      ...(mark.folded ? [] : judged(mark, levels)),
      ...(under?.(mark, levels, i) ?? []).map((part) => own(part).element),
    );
  });
  const talk = own(thread({ mine: feedback.on, changed: feedback.changed, moved: moved?.element, said, reply }));
  const element = h("section.k-feedback", { "aria-labelledby": id },
    h("h4.k-finding", { id, tabindex: -1 }, words.feedback),
    h("p.k-quiet", words.feedbackAt(clock(feedback.at))),
    first ? own(first).element : null,
    h("p.k-label", words.feedbackOn),
    talk.element,
  );
  if (moved) own(moved);
  return { element, dispose };
}
