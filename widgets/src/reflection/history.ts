// How the text came to be: earlier drafts, what changed since one of them, and which of them readers see.
import { clock } from "../format";
import { button } from "../kit/button";
import { change } from "../kit/change";
import { h, on, uid } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import { sections, type Section } from "../kit/sections";
import type { ReflectionStage } from "../reflection";
import type { ReflectionState, Version } from "../types";
import * as words from "../words";
import { draftList } from "./drafts";
import { asked, unfolding, type Following } from "./unfolding";

type Compared = NonNullable<ReflectionState["compared"]>;

/** The name of each version: its day and time, and what it was. No two are called the same. */
export function named(versions: readonly Version[]): string[] {
  const seen = new Map<string, number>();
  return versions.map(({ at, submitted }, i) => {
    const time = clock(at);
    const nth = (seen.get(time) ?? 0) + 1;
    seen.set(time, nth);
    const name = nth > 1 ? `${time} · ${nth}` : time;
    return submitted ? words.submittedVersion(name) : i ? name : words.firstVersion(name);
  });
}

/** The versions to choose from; the one that is shown is chosen. */
function versions(stage: ReflectionStage, compared: Compared): Part {
  const { signal, dispose } = life();
  const id = uid();
  const names = named(compared.versions);
  const pick = h("select.k-input.k-pick", { id, "data-focus": "version" },
    ...compared.versions.map(({ draft }, i) => h("option", { value: draft, selected: draft === compared.draft }, names[i])),
  );
  on(pick, "change", () => void asked(stage, { do: "compare", draft: Number(pick.value) }, "version"), signal);
  return { element: h("div.k-text", h("label.k-label", { for: id }, words.changeFrom), pick), dispose };
}

/** Whether readers see this version; the button that adds it to those they see, or takes it out. */
function showing(stage: ReflectionStage, draft: number, shown: readonly number[], mine: boolean): Part {
  const { own, dispose } = life();
  if (mine) return still(h("p.k-quiet", words.versionMine));
  const grown = shown.includes(draft);
  const drafts = grown ? shown.filter((one) => one !== draft) : [...shown, draft];
  const go = own(button(grown ? words.takeBack : words.showGrown, "outlined", () => void asked(stage, { do: "grow", drafts }, "grown")));
  go.element.setAttribute("data-focus", "grown");
  const element = h("div.k-writing", h("p.k-quiet", grown ? words.grownNow : words.grownWill), reachLine(stage.card.reach), h("div.k-doors", go.element));
  return { element, dispose };
}

/** The difference, which follows the text as it grows. */
export const difference = ({ parts }: Compared): Section[] => [
  { name: "key", key: "", make: () => still(h("p.k-quiet", words.changeKey)) },
  { name: "change", key: JSON.stringify(parts), make: () => still(change(parts)) },
];

const whole = ({ at, text }: Compared): Section => ({
  name: "whole",
  key: JSON.stringify([at, text]),
  make: () => still(h("details.k-details", h("summary", words.wholeVersion(clock(at))), h("div.k-detail", quote(text, "earlier")))),
});

/** What readers see, said where it can't be missed, each with a way back. */
function grownList(stage: ReflectionStage, grown: ReflectionState["grown"]): Part {
  const { own, dispose } = life();
  const line = ({ draft, at }: (typeof grown)[number]): HTMLElement => {
    const label = words.grownList([clock(at)]);
    const back = own(
      button(words.takeBack, "plain", () => void asked(stage, { do: "grow", drafts: grown.flatMap((one) => (one.draft === draft ? [] : [one.draft])) }, "change")),
    );
    back.element.ariaLabel = `${words.takeBack}: ${clock(at)}`;
    return h("div.k-grown", h("p.k-quiet", label), back.element);
  };
  return { element: h("div", ...grown.map(line)), dispose };
}

/** Everything that lies behind the text. */
export function history(stage: ReflectionStage): Following<ReflectionState> {
  const { own, dispose } = life();
  const fold = own(unfolding(
    words.howChanged,
    false,
    () => asked(stage, { do: "compare", draft: 0 }, "change"),
    () => stage.act({ do: "compare", draft: null }),
  ));
  fold.element.querySelector("summary")?.setAttribute("data-focus", "change");
  const column = sections(fold.inside);
  const list = h("div");
  const shown = sections(list);
  const drafts = own(draftList(stage));
  const element = h("div.k-history", fold.element, list, drafts.element);
  return {
    element,
    follow(state) {
      const { compared, grown } = state;
      const mine = compared && compared.draft !== null ? compared : null;
      const chosen = mine?.versions.find(({ draft }) => draft === mine.draft);
      const seqs = grown.map(({ draft }) => draft);
      fold.element.hidden = !state.versions && !mine;
      fold.set(mine !== null);
      column.show(
        mine && chosen
          ? [
              { name: "versions", key: JSON.stringify([mine.versions, mine.draft]), make: () => versions(stage, mine) },
              ...difference(mine),
              whole(mine),
              ...(stage.card.reach.kind === "mine" ? [] : [{ name: "showing", key: JSON.stringify([chosen, seqs]), make: () => showing(stage, chosen.draft, seqs, chosen.mine) }]),
            ]
          : [],
      );
      list.hidden = !grown.length;
      shown.show(grown.length ? [{ name: "grown", key: JSON.stringify(grown), make: () => grownList(stage, grown) }] : []);
      drafts.follow(state);
      element.hidden = !state.drafts && state.shown === null;
    },
    dispose() {
      column.dispose();
      shown.dispose();
      dispose();
    },
  };
}
