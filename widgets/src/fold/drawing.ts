// The fold: I commit an answer or choose to look, then what came unfolds one step at a time, by my own click.
import { column } from "../flow/column";
import { counted } from "../flow/counting";
import { form } from "../flow/form";
import { head } from "../flow/head";
import type { Makers } from "../flow/makers";
import { clock } from "../format";
import { foldEdge } from "../kit/edge";
import { h } from "../kit/h";
import { still, type Part } from "../kit/life";
import type { Section } from "../kit/sections";
import { brought } from "../kit/told";
import type { FoldCard, FoldState } from "../types";
import type { Stage } from "../widget";
import * as words from "../words";
import { afterwards } from "./afterwards";
import { ahead } from "./ahead";
import { earlier, mine } from "./mine";

export type FoldStage = Stage<FoldCard>;

function plan(makers: Makers, stage: FoldStage, state: FoldState): Section[] {
  const { card } = stage;
  const top: Section = { name: "head", key: "", make: () => still(head(card)) };
  const before = (): HTMLElement[] => state.recalled.map((one) => earlier(makers.answered, one));
  if (state.stage === "open") {
    const look = card.doors ? ({ do: "look" } as const) : null;
    const open = (): Part => form(stage, makers.field, { fields: card.fields, name: "form", commit: (answers) => ({ do: "commit", answers }), look });
    const above: Section[] = state.recalled.length ? [{ name: "earlier", key: "", make: () => still(h("div.k-beside", ...before())) }] : [];
    return [top, ...above, { name: "open", key: "", make: open }];
  }
  const come = state.scenes.length > 0 || state.ask !== null || state.next !== null;
  return [
    top,
    { name: "mine", key: JSON.stringify([state.door, state.answers, state.at]), make: () => still(beside(before(), mine(makers.answered, card, state))) },
    ...(come ? [{ name: "edge", key: "", make: () => still(foldEdge()) }] : []),
    ...state.scenes.map((data, i) => {
      const own = brought(card, state, i);
      return { name: `scene-${i}`, key: JSON.stringify([data, own]), make: () => makers.scene(data, own) };
    }),
    ...ahead(stage, makers.field, state),
    ...afterwards(stage, state),
  ];
}

/** My answer, with what I said to other questions before it: side by side where there is room. */
const beside = (before: HTMLElement[], own: HTMLElement): HTMLElement => (before.length ? h("div.k-beside", ...before, own) : own);

/** The sentence for who does not see the change. */
function news({ spoken }: Makers, card: FoldCard, before: FoldState, now: FoldState): string {
  const latest = now.scenes.length > before.scenes.length ? now.scenes.at(-1) : undefined;
  if (latest) return spoken(latest, brought(card, now));
  if (now.explained_at && now.explained_at !== before.explained_at) return words.keptAt(clock(now.explained_at));
  if (now.notes.length > before.notes.length) return words.keptAt(clock(now.notes.at(-1)?.at ?? ""));
  if (now.stage !== before.stage && now.at) return (now.door === "look" ? words.lookedAt : words.committedAt)(clock(now.at));
  return counted(before.out, now.out);
}

/** Draws folds with the parts of a bundle. */
export const folding = (makers: Makers): ((stage: FoldStage) => { draw(state: FoldState): void }) =>
  column<FoldCard, FoldState>({ plan: (stage, state) => plan(makers, stage, state), news: (card, before, now) => news(makers, card, before, now) });
