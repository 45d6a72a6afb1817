// Where I see my own text: a level, and the sentence of mine that shows it.
import { button } from "../kit/button";
import { choice, type Choice } from "../kit/choice";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import type { Level } from "../types";
import * as words from "../words";
import { sentences } from "./sentences";
import { unfolding } from "./unfolding";

interface Options {
  levels: readonly Level[];
  /** What I set before, to be changed. */
  before: { points: number | null; sentence: string } | null;
  /** My text as it stands now, and what is selected in it. */
  text(): { whole: string; selected: string };
  say(sentence: string): void;
  keep(points: number, sentence: string): Promise<unknown>;
}

/** The sentences of a text to choose from, and "none". */
function picking(all: readonly string[], chosen: string | null, onchoose: () => void): Choice {
  const options = [{ id: "", label: words.noSentence }, ...all.map((one) => ({ id: one, label: one }))];
  const group = choice(words.whichSentence, options, "k-sentences", onchoose);
  for (const span of group.element.querySelectorAll("label:not(:first-child) > span")) span.setAttribute("dir", "auto");
  group.set(chosen);
  return group;
}

/** The form: nothing is chosen at first, and nothing is kept before the button is pressed. */
export function rating({ levels, before, text, say, keep }: Options): Part {
  const { own, dispose } = life();
  let sentence = before?.sentence ?? "";
  const why = h("p.k-quiet.k-why");
  const level = own(
    choice(words.whichLevel, levels.map(({ points, label, text }) => ({ id: String(points), label: `${label}. ${text}` })), "k-rating", () => (why.textContent = "")),
  );
  if (typeof before?.points === "number") level.set(String(before.points));
  const summary = (): string => (sentence ? words.sentenceChosen : words.sentenceOpen);
  let group: Choice | null = null;
  const pick = own(
    unfolding(summary(), false, () => {
      const { whole, selected } = text();
      group?.dispose();
      group = picking(sentences(whole, selected), before || sentence ? sentence : null, () => {
        sentence = group?.get() ?? "";
        const label = pick.element.querySelector("summary");
        if (label) label.textContent = summary();
      });
      pick.inside.replaceChildren(group.element);
    }),
  );
  own({ element: pick.element, dispose: () => group?.dispose() });
  const go = own(
    button(words.keepLevel, "outlined", () => {
      const points = level.get();
      if (points !== null) return alone(() => keep(Number(points), sentence));
      why.textContent = words.notYet(words.levelNeeds);
      say(why.textContent);
      level.focus();
    }),
  );
  const element = h("div.k-writing", level.element, pick.element, h("div.k-doors", go.element), why);
  const alone = once(element, (told) => (why.textContent = told));
  return { element, dispose };
}
