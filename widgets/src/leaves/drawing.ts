// An activity: steps that ask, then show. What was passed stays above, and one step stands ahead.
import { column } from "../flow/column";
import { counted, counting } from "../flow/counting";
import { head } from "../flow/head";
import type { Makers } from "../flow/makers";
import { noting } from "../flow/notes";
import { clock } from "../format";
import { foldEdge } from "../kit/edge";
import { still } from "../kit/life";
import type { Section } from "../kit/sections";
import type { Mine } from "../kit/told";
import type { LeavesCard, LeavesState, Passed, Reach } from "../types";
import type { Stage } from "../widget";
import * as words from "../words";
import { ahead, placed } from "./ahead";
import { awaiting, care, forms } from "./frame";
import { groups } from "./groups";
import { mine, when } from "./mine";

export type LeavesStage = Stage<LeavesCard>;

/** All that is mine in an activity, for scenes that hold it against what came. */
const brought = ({ passed }: LeavesState): Mine => ({ fields: [], answers: null, guess: null, passed });

/** Steps that were passed together: what stood above their questions, my answers, and below the fold what came. */
function together(make: Makers, reach: Reach | null, group: readonly Passed[], mineAll: Mine): Section[] {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return [];
  const given = mine(make.answered, group, reach);
  // What was answered stays as it was, so a picture is drawn anew only if it says something else.
  const shown = last.scenes.map((scene, i): Section => ({
    name: `scene-${last.id}-${i}`,
    key: JSON.stringify([scene, make.spoken(scene, mineAll)]),
    make: () => make.scene(scene, mineAll),
  }));
  const { before } = last;
  return [
    ...shown.slice(0, before),
    ...(given ? [{ name: `mine-${first.id}`, key: JSON.stringify(group.map(({ id, at }) => [id, at])), make: () => still(given) }] : []),
    ...(given && shown.length > before ? [{ name: `edge-${last.id}`, key: "", make: () => still(foldEdge()) }] : []),
    ...shown.slice(before),
  ];
}

function plan(make: Makers, stage: LeavesStage, state: LeavesState): Section[] {
  const { card } = stage;
  const all = brought(state);
  const own = groups(state.passed, card.part);
  const { care: caring } = card;
  return [
    { name: "head", key: "", make: () => still(head(card)) },
    ...(caring ? [{ name: "care", key: "", make: () => still(care(caring)) }] : []),
    ...own.flatMap((group, i) => together(make, i ? null : card.reach, group, all)),
    ...(state.ahead ? ahead(stage, make, state.ahead, all) : []),
    ...(state.awaits ? [{ name: "awaits", key: state.awaits, make: () => still(awaiting(state.awaits ?? "")) }] : []),
    ...counting(stage, state.out),
    // A note is about something: before the first step there is nothing.
    ...(own.length ? noting(stage, state.notes) : []),
    ...(card.forms.length > 1 ? [{ name: "form", key: state.form, make: () => forms(stage, card.forms, state.form) }] : []),
  ];
}

/** The sentence for who does not see the change. */
function news({ spoken }: Makers, { part }: LeavesCard, before: LeavesState, now: LeavesState): string {
  const known = new Set(before.passed.map(({ id }) => id));
  const latest = now.passed.findLast((one) => one.part === part && !known.has(one.id));
  if (latest) {
    const came = latest.scenes.slice(latest.before).map((scene) => spoken(scene, brought(now))).join(" ");
    return [came || when(latest), now.ahead ? placed(now.ahead) : now.awaits].filter(Boolean).join(" ");
  }
  if (now.notes.length > before.notes.length) return words.keptAt(clock(now.notes.at(-1)?.at ?? ""));
  return counted(before.out, now.out);
}

/** Draws activities with the parts of a bundle. */
export const flow = (make: Makers): ((stage: LeavesStage) => { draw(state: LeavesState): void }) =>
  column<LeavesCard, LeavesState>({ plan: (stage, state) => plan(make, stage, state), news: (card, before, now) => news(make, card, before, now) });
