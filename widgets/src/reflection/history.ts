// How the text came to be: earlier drafts, what changed since one of them, and whether readers see that one too.
import { clock } from "../format";
import { button } from "../kit/button";
import { change } from "../kit/change";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import type { ReflectionStage } from "../reflection";
import type { ReflectionState } from "../types";
import * as words from "../words";
import { draftList } from "./drafts";
import { asked, unfolding } from "./unfolding";

type Compared = NonNullable<ReflectionState["compared"]>;

/** The versions to choose from; the one that is shown is chosen. */
function versions(stage: ReflectionStage, compared: Compared): Part {
  const { signal, dispose } = life();
  const id = uid();
  const pick = h("select.k-input.k-pick", { id, "data-focus": "version" },
    ...compared.versions.map(({ draft, at }, i) =>
      h("option", { value: draft, selected: draft === compared.draft }, i ? clock(at) : words.firstVersion(clock(at))),
    ),
  );
  on(pick, "change", () => void asked(stage, { do: "compare", draft: Number(pick.value) }, "version"), signal);
  return { element: h("div.k-text", h("label.k-label", { for: id }, words.changeFrom), pick), dispose };
}

/** Whether readers see this version, and the button that changes it. */
function showing(stage: ReflectionStage, { draft }: Compared, grown: boolean): Part {
  const { own, dispose } = life();
  const go = own(
    button(grown ? words.takeBack : words.showGrown, "outlined", () => void asked(stage, { do: "grow", drafts: grown || draft === null ? [] : [draft] }, "grown")),
  );
  go.element.setAttribute("data-focus", "grown");
  const element = h("div.k-writing", h("p.k-quiet", grown ? words.grownNow : words.grownWill), reachLine(stage.card.reach), h("div.k-doors", go.element));
  return { element, dispose };
}

/** The difference, and both versions as a whole: the present one stands in the field. */
export function comparison(compared: Compared): HTMLElement[] {
  return [
    h("p.k-quiet", words.changeKey),
    change(compared.parts),
    h("details.k-details", h("summary", words.wholeVersion(clock(compared.at))), h("div.k-detail", quote(compared.text, "earlier"))),
  ];
}

/** Everything that lies behind the text. */
export function history(stage: ReflectionStage, state: ReflectionState): Part {
  const { own, dispose } = life();
  const { compared, grown } = state;
  const element = h("div.k-history");
  if (state.drafts) {
    const mine = compared && compared.draft !== null ? compared : null;
    const details = own(unfolding(words.howChanged, mine !== null, () => asked(stage, { do: "compare", draft: 0 }, "change")));
    details.element.querySelector("summary")?.setAttribute("data-focus", "change");
    if (mine)
      details.inside.append(
        own(versions(stage, mine)).element,
        ...comparison(mine),
        ...(stage.card.reach.kind === "mine" ? [] : [own(showing(stage, mine, grown.some(({ draft }) => draft === mine.draft))).element]),
      );
    element.append(details.element);
    // What readers see is said where it can't be missed, whether the comparison stands open or not.
    if (grown.length && !mine) {
      const back = own(button(words.takeBack, "plain", () => void asked(stage, { do: "grow", drafts: [] }, "change")));
      element.append(h("div.k-grown", h("p.k-quiet", words.grownList(grown.map(({ at }) => clock(at)))), back.element));
    }
  }
  element.append(own(draftList(stage, state)).element);
  element.hidden = !state.drafts && state.shown === null;
  return { element, dispose };
}
