// What readers look for, and a criterion of my own in the place of one of them.
import { button } from "../kit/button";
import { choice } from "../kit/choice";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import { reachLine } from "../kit/reach";
import { textBox, type TextBox } from "../kit/text";
import type { ReflectionStage } from "../reflection";
import { field } from "../store";
import type { Criterion, ReflectionState, Swapped } from "../types";
import * as words from "../words";
import { asked, begun, drawer as drawerOf, unfolding } from "./unfolding";

/** The criteria with mine in its place. */
export const inPlace = (criteria: readonly Criterion[], mine: Swapped | null): Criterion[] =>
  criteria.map((one) => (mine?.replaces === one.id ? { ...one, title: mine.title, asks: mine.good, levels: one.mine ?? one.levels } : one));

function line(criterion: Criterion, instead: Criterion | undefined): HTMLElement {
  const { title, asks, levels } = criterion;
  return h("li",
    h("p.k-label", { dir: "auto" }, title),
    instead ? h("p.k-quiet", words.ownInstead(instead.title)) : null,
    h("p", { class: instead ? "k-asks-for k-said-good" : "k-asks-for", dir: "auto" }, asks),
    h("dl.k-level-texts", ...levels.flatMap(({ label, text }) => [h("dt", label), h("dd", text)])),
  );
}

/** The form for a criterion of my own. What is typed stays in this browser until it is kept. */
function swapping(stage: ReflectionStage, mine: Swapped | null): Part {
  const { own, dispose } = life();
  const drawer = drawerOf(stage, "criterion");
  const kept = drawer.get();
  const why = h("p.k-quiet.k-why");
  const first = (name: "replaces" | "title" | "good"): string => String(field(kept, name) ?? mine?.[name] ?? "");
  const remember = (): void => {
    why.textContent = "";
    drawer.set({ replaces: which.get() ?? "", title: title.get(), good: good.get() });
  };
  const box = (label: string, rows: number, text: string): TextBox => {
    const made = own(textBox({ label, target: null, reach: null, rows, onedit: remember }));
    made.set(text);
    return made;
  };
  const which = own(choice(words.swapWhich, stage.card.criteria.map(({ id, title }) => ({ id, label: title })), "k-rating", remember));
  which.set(first("replaces") || null);
  const title = box(words.ownTitle, 1, first("title"));
  const good = box(words.ownGood, 2, first("good"));
  const lacks = (): [string, () => void] | null =>
    which.get() === null ? [words.swapNeeds, which.focus] : !title.get().trim() ? [words.ownTitleNeeds, title.focus] : !good.get().trim() ? [words.ownGoodNeeds, good.focus] : null;
  const go = own(
    button(words.swap, "outlined", () => {
      const lack = lacks();
      if (!lack) return alone(async () => (await asked(stage, { do: "criterion", put: { replaces: which.get() ?? "", title: title.get(), good: good.get() } }, "criteria")).ok && drawer.clear());
      why.textContent = words.notYet(lack[0]);
      stage.live.say(why.textContent);
      lack[1]();
    }),
  );
  const element = h("div.k-writing", h("p", words.swapWhy), which.element, title.element, good.element, reachLine(stage.card.reach), h("div.k-doors", go.element), why);
  const alone = once(element, (told) => (why.textContent = told));
  return { element, dispose };
}

/** Each criterion with what it asks and its levels. Open while nothing is written, and after one was swapped. */
export function criteriaBlock(stage: ReflectionStage, { swapped, feedback }: ReflectionState, open: boolean): Part {
  const { own, dispose } = life();
  const { criteria } = stage.card;
  const fold = own(unfolding(words.criteria, open));
  fold.element.classList.add("k-criteria");
  fold.element.querySelector("summary")?.setAttribute("data-focus", "criteria");
  const instead = criteria.find(({ id }) => id === swapped?.replaces);
  fold.inside.append(h("ol", ...inPlace(criteria, swapped).map((one) => line(one, one.id === instead?.id ? instead : undefined))));
  if (criteria.some(({ mine }) => mine)) {
    const form = own(unfolding(swapped ? words.swapChange : words.swapOffer, false, () => fill()));
    const fill = (): void => {
      if (!form.inside.childElementCount) form.inside.append(own(swapping(stage, swapped)).element);
    };
    // What was begun on another visit opens by itself, so that nobody loses it.
    if (begun(drawerOf(stage, "criterion"), swapped) !== null) {
      form.element.open = true;
      fill();
    }
    const back = swapped ? own(button(words.swapBack, "plain", () => void asked(stage, { do: "criterion", put: null }, "criteria"))).element : null;
    fold.inside.append(h("div.k-swap", back, feedback ? h("p.k-quiet", words.swapLater) : null, form.element));
  }
  return { element: fold.element, dispose };
}
