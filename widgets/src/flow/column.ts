// A card as a column of sections, drawn anew with each state: what changed comes in, is said, and takes the focus along.
import { sections, type Section } from "../kit/sections";
import type { Stage } from "../widget";

interface Options<C, S> {
  plan(stage: Stage<C>, state: S): Section[];
  /** The sentence for who does not see the change. */
  news(card: C, before: S, now: S): string;
}

/** Begins to draw a card by its plan. */
export const column = <C, S>({ plan, news }: Options<C, S>) => (stage: Stage<C>): { draw(state: S): void } => {
  const shown = sections(stage.body);
  stage.life.own({ element: stage.body, dispose: shown.dispose });
  let before: S | null = null;
  return {
    draw(state) {
      const active = document.activeElement;
      const had = stage.body.contains(active);
      const fresh = shown.show(plan(stage, state));
      if (before) {
        for (const element of fresh) element.classList.add("k-fresh");
        // What held the focus may be gone: go on at the newest thing, not at the top of the page.
        // What came is newer than one's own words, which may come back above it.
        if (had && !active?.isConnected) (first(fresh, ".k-finding[tabindex='-1']") ?? first(fresh, "[tabindex='-1']"))?.focus();
        const sentence = news(stage.card, before, state);
        if (sentence) stage.live.say(sentence);
      }
      before = state;
    },
  };
};

const first = (among: readonly Element[], selector: string): HTMLElement | undefined =>
  among.map((element) => element.querySelector<HTMLElement>(selector)).find((one) => one !== null);
