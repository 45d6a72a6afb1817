// One criterion of the open answer: its levels as big choices, what the learner said about it, and the comment.
import { clock, figure } from "../format";
import { place } from "../kit/feedback";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import * as words from "../words/desk";
import { bank, type Bank } from "./bank";
import type { Bench } from "./bench";
import { comment, type Comment } from "./comment";
import { leaning } from "./leaning";
import { cap, keyed } from "./parts";
import type { Picker } from "./picker";
import type { Answer, Marking, Phrase } from "./types";

/** What some points are called: a level's name, one between two, or the points alone where formgrader gave others. */
export function levelName({ levels }: Marking, points: number | null): string {
  if (points === null) return words.noLevel;
  const at = place(levels, points);
  const [low, high] = [levels[Math.floor(at)], levels[Math.ceil(at)]];
  if (!low || !high) return words.points(points);
  return low === high ? low.label : words.between(low.label, high.label);
}

/** What the learner says of this criterion, as far as the server tells it. */
function learnersPart(marking: Marking): HTMLElement[] {
  const { self, given, points, replies, verdicts } = marking;
  return [
    given === null ? null : h("p.k-quiet", given === points ? words.givenSame(levelName(marking, given)) : words.given(levelName(marking, given))),
    self && h("div", h("p.k-quiet", words.self(self.points === null ? words.notRated : levelName(marking, self.points))),
      self.sentence ? quote(self.sentence, "partner") : null),
    ...replies.map(({ at, text }) => h("div", h("p.k-quiet", words.replyAt(clock(at))), quote(text, "partner"))),
    ...verdicts.map(({ text, verdict, because }) =>
      h("div", h("p.k-quiet", { dir: "auto" }, words.verdict(words.verdicts[verdict as keyof typeof words.verdicts] ?? verdict, text)),
        because ? quote(because, "partner") : null)),
  ].filter((one) => one !== null);
}

export interface CriterionPart extends Part {
  readonly id: string;
  readonly comment: Comment;
  readonly bank: Bank;
  readonly leaning: Picker;
  /** The list that digits choose from, if one is open. */
  list(): Picker | null;
  focus(): void;
  /** Marks it as the one that keys are about. */
  current(now: boolean): void;
  draw(marking: Marking, phrases: readonly Phrase[]): void;
}

/** One criterion; `choose` sets a level, by its place among the levels. */
export function criterionPart(bench: Bench, { answer, text, version }: Pick<Answer, "answer" | "text" | "version">, first: Marking, choose: (at: number) => void): CriterionPart {
  const { own, signal, dispose } = life();
  const id = uid();
  const note = own(comment(bench, { answer, version }, first));
  const phrases = own(bank(bench, { criterion: first.id, title: first.title, put: note.add, chosen: note.chosen, write: note.focus, closed: () => element.focus({ preventScroll: true }) }));
  const lean = own(leaning({ title: first.title, text, quote: note.quote, say: bench.say, closed: () => note.focus() }));
  const levels = first.levels.map(({ points, label, text }, at) =>
    h("button.desk-level", { type: "button", "aria-pressed": "false", "aria-keyshortcuts": String(at + 1) },
      h("span.desk-level-name", cap(String(at + 1)), h("span", label), h("span.desk-points", words.points(points))),
      h("span.desk-level-text", text)));
  levels.forEach((one, at) => on(one, "click", () => choose(at), signal));
  const said = h("div.desk-said");
  const off = h("p.k-quiet");
  const suggest = own(keyed(words.suggest, "g", "plain", () => note.suggest()));
  const open = own(keyed(words.phrases, "b", "plain", () => (phrases.isOpen() ? phrases.close() : phrases.open())));
  const quoting = own(keyed(words.sentence, "q", "plain", () => (lean.isOpen() ? lean.close() : lean.open())));
  const tools = h("div.desk-tools", h("span.k-label", { "aria-hidden": "true" }, words.comment), quoting.element, suggest.element, open.element);
  const element = h("section.desk-criterion", { tabindex: -1, role: "group", "aria-labelledby": id, "data-criterion": first.id },
    h("h3", { id }, first.title),
    first.own ? h("p.k-quiet", words.ownCriterion) : null,
    h("p.desk-asks", { dir: "auto" }, first.asks),
    h("div.desk-levels", { role: "group", "aria-label": words.levelsOf(first.title) }, ...levels),
    off, said,
    // A second reading is of levels alone.
    ...(bench.state().second ? [] : [tools, note.element, lean.element, phrases.element]),
  );
  let key = "";
  return {
    id: first.id,
    element,
    comment: note,
    bank: phrases,
    leaning: lean,
    list: () => [phrases, lean].find((one) => one.isOpen()) ?? null,
    focus: () => element.focus({ preventScroll: true }),
    current: (now) => element.toggleAttribute("data-current", now),
    draw(marking, known) {
      const { points } = marking;
      levels.forEach((one, at) => (one.ariaPressed = String(marking.levels[at]?.points === points)));
      // Set in formgrader to something no level has.
      const between = points !== null && !marking.levels.some((one) => one.points === points);
      off.textContent = between ? words.setElsewhere(figure(points), levelName(marking, points)) : "";
      const now = JSON.stringify([marking.self, marking.given, marking.points, marking.replies, marking.verdicts]);
      if (now !== key) said.replaceChildren(...learnersPart(marking));
      key = now;
      note.draw(marking);
      phrases.draw(known);
    },
    dispose,
  };
}
