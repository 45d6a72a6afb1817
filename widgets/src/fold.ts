// The fold: I commit an answer or choose to look, then what came unfolds one step at a time, by my own click.
import "./kit/css/line.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import { afterwards } from "./fold/afterwards";
import { mine } from "./fold/mine";
import { form } from "./fold/form";
import { ahead } from "./fold/ahead";
import { clock } from "./format";
import { foldEdge } from "./kit/edge";
import { h } from "./kit/h";
import { still, type Part } from "./kit/life";
import { scene, spoken } from "./kit/scene";
import { sections, type Section } from "./kit/sections";
import type { Mine } from "./kit/told";
import type { FoldCard, FoldState } from "./types";
import { mount, type Stage } from "./widget";
import * as words from "./words";

export type FoldStage = Stage<FoldCard>;

const head = (card: FoldCard): HTMLElement =>
  h("header.k-head",
    h("h3.k-title", card.title),
    ...card.intro.map((text) => h("p.k-paragraph", text)),
  );

/** What is mine beside a scene: my answers above the fold, and the guess that came before it. */
export const brought = ({ fields }: FoldCard, { answers, guesses }: FoldState, scene = -1): Mine => ({ fields, answers, guess: guesses.at(scene) ?? null });

function plan(stage: FoldStage, state: FoldState): Section[] {
  const { card } = stage;
  const top: Section = { name: "head", key: "", make: () => still(head(card)) };
  if (state.stage === "open") {
    const look = card.doors ? ({ do: "look" } as const) : null;
    const open = (): Part => form(stage, { fields: card.fields, name: "form", commit: (answers) => ({ do: "commit", answers }), look });
    return [top, { name: "open", key: "", make: open }];
  }
  const come = state.scenes.length > 0 || state.ask !== null || state.next !== null;
  return [
    top,
    { name: "mine", key: JSON.stringify([state.door, state.answers, state.at]), make: () => still(mine(card, state)) },
    ...(come ? [{ name: "edge", key: "", make: () => still(foldEdge()) }] : []),
    ...state.scenes.map((data, i) => {
      const own = brought(card, state, i);
      return { name: `scene-${i}`, key: JSON.stringify([data, own]), make: () => scene(data, own) };
    }),
    ...ahead(stage, state),
    ...afterwards(stage, state),
  ];
}

/** The sentence for who does not see the change. */
function news(card: FoldCard, before: FoldState, now: FoldState): string {
  const latest = now.scenes.length > before.scenes.length ? now.scenes.at(-1) : undefined;
  if (latest) return spoken(latest, brought(card, now));
  if (now.explained_at && now.explained_at !== before.explained_at) return words.keptAt(clock(now.explained_at));
  if (now.notes.length > before.notes.length) return words.keptAt(clock(now.notes.at(-1)?.at ?? ""));
  if (now.stage !== before.stage && now.at) return (now.door === "look" ? words.lookedAt : words.committedAt)(clock(now.at));
  return "";
}

function begin(stage: FoldStage): { draw(state: FoldState): void } {
  const column = sections(stage.body);
  stage.life.own({ element: stage.body, dispose: column.dispose });
  let before: FoldState | null = null;
  return {
    draw(state) {
      const active = document.activeElement;
      const had = stage.body.contains(active);
      const fresh = column.show(plan(stage, state));
      if (before) {
        for (const element of fresh) element.classList.add("k-fresh");
        // What held the focus may be gone: go on at the newest thing, not at the top of the page.
        if (had && !active?.isConnected)
          fresh
            .map((element) => element.querySelector<HTMLElement>("[tabindex='-1']"))
            .find((heading) => heading !== null)
            ?.focus();
        const sentence = news(stage.card, before, state);
        if (sentence) stage.live.say(sentence);
      }
      before = state;
    },
  };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount<FoldCard, FoldState>(context, begin),
};
