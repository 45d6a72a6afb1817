// How I see my own text, criterion by criterion; folded until I want it.
import { clock } from "../format";
import { button } from "../kit/button";
import { levelName } from "../kit/feedback";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import { sections, type Section } from "../kit/sections";
import type { ReflectionStage } from "../reflection";
import type { Criterion, ReflectionState } from "../types";
import * as words from "../words";
import { rating } from "./level";
import { asked, unfolding } from "./unfolding";

type SelfLevel = ReflectionState["self"][number];
type Text = () => { whole: string; selected: string };

export interface SelfAssessment extends Part {
  follow(state: ReflectionState, criteria: readonly Criterion[]): void;
}

/** What I set, and the way to change it. */
function settled(level: SelfLevel, criterion: Criterion, change: () => void, takeBack: () => void): Part {
  const { own, dispose } = life();
  const back = own(button(words.takeBack, "plain", takeBack));
  const again = own(button(words.changeLevel, "plain", change));
  return {
    element: h("div.k-leant",
      h("p", h("strong", levelName(criterion.levels, level.points)), " ", h("span.k-quiet", words.keptAt(clock(level.at)))),
      level.sentence ? quote(level.sentence) : null,
      level.sentence && !level.there ? h("p.k-changed", words.sentenceGone) : null,
      h("div.k-doors", again.element, back.element),
    ),
    dispose,
  };
}

function one(stage: ReflectionStage, criterion: Criterion, level: SelfLevel | undefined, index: number, open: boolean, text: Text): Part {
  const { own, dispose } = life();
  const fold = own(unfolding("", open));
  const summary = fold.element.querySelector("summary");
  summary?.setAttribute("data-focus", `self-${index}`);
  summary?.append(h("strong", criterion.title), " ", h("span.k-quiet", level ? levelName(criterion.levels, level.points) : words.noLevel));
  if (level?.sentence && !level.there) summary?.append(" ", h("span.k-quiet", `(${words.sentenceWent})`));
  const form = (): Part =>
    own(
      rating({
        levels: criterion.levels,
        before: level ?? null,
        text,
        say: stage.live.say,
        keep: (points, sentence) => asked(stage, { do: "rate", criterion: criterion.id, points, sentence }, `self-${index}`),
      }),
    );
  const first = level ? own(settled(level, criterion, () => {
    const part = form();
    fold.inside.replaceChildren(part.element);
    part.element.querySelector<HTMLElement>("input:checked")?.focus();
  }, () => void asked(stage, { do: "rate", criterion: criterion.id, points: null, sentence: "" }, `self-${index}`))) : form();
  fold.inside.append(first.element);
  return { element: fold.element, dispose };
}

/** The disclosure with one line a criterion; the first that is not set yet stands open in it. */
export function selfAssessment(stage: ReflectionStage, text: Text): SelfAssessment {
  const { own, dispose } = life();
  const fold = own(unfolding(words.selfAssess, false));
  const list = h("div.k-selves");
  const { reach } = stage.card;
  fold.inside.append(reachLine(reach.kind === "mine" ? reach : { ...reach, sentence: words.selfWhy }, true), list);
  const column = sections(list);
  const element = h("div.k-self", fold.element);
  const drawn = new Map<string, { part: Part; at: string | undefined }>();
  // What a reader has open stays open while the text around it changes; what they have just set closes, and the next opens.
  const make = (criterion: Criterion, level: SelfLevel | undefined, i: number, next: number): Part => {
    const before = drawn.get(criterion.id);
    const open = before?.at === level?.at && before ? (before.part.element as HTMLDetailsElement).open : !level && i === next;
    const part = one(stage, criterion, level, i, open, text);
    drawn.set(criterion.id, { part, at: level?.at });
    return part;
  };
  return {
    element,
    follow(state, criteria) {
      const level = (id: string): SelfLevel | undefined => state.self.find(({ criterion }) => criterion === id);
      const next = criteria.findIndex(({ id }) => !level(id));
      const justSet = criteria.some(({ id }) => level(id) && drawn.has(id) && !drawn.get(id)?.at);
      element.hidden = !state.text || !criteria.length;
      column.show(
        criteria.map((criterion, i): Section => ({
          name: criterion.id,
          key: JSON.stringify([level(criterion.id), criterion.title]),
          make: () => make(criterion, level(criterion.id), i, next),
        })),
      );
      const following = justSet ? drawn.get(criteria[next]?.id ?? "")?.part.element : undefined;
      if (following) (following as HTMLDetailsElement).open = true;
    },
    dispose() {
      column.dispose();
      dispose();
    },
  };
}
