// After the last scene: what I make of the difference, and notes for as long as I like.
import { counting } from "../flow/counting";
import { noting } from "../flow/notes";
import { writing } from "../flow/writing";
import { clock } from "../format";
import { h } from "../kit/h";
import { still, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import type { Section } from "../kit/sections";
import { brought, saying, type Mine } from "../kit/told";
import type { FoldState } from "../types";
import * as words from "../words";
import type { FoldStage } from "./drawing";

type Explain = NonNullable<FoldState["explain"]>;

function explaining(stage: FoldStage, explain: Explain, mine: Mine): Part {
  const form = writing({
    stage,
    label: explain.label,
    reach: explain.reach,
    name: "explain",
    button: words.keepExplanation,
    look: "primary",
    empty: words.explainNeeds,
    rows: 5,
    send: (text) => stage.act({ do: "explain", text }),
  });
  return {
    element: h(
      "div.k-explain",
      h("ul.k-quoted", ...explain.quoted.map((one) => h("li", { dir: "auto" }, saying(one, mine)))),
      form.element,
    ),
    dispose: form.dispose,
  };
}

const explained = (explain: Explain | null, text: string, at: string | null): HTMLElement =>
  h("section.k-explain", { "aria-label": words.myExplanation },
    explain ? h("p.k-label", explain.label) : null,
    quote(text),
    h("p.k-quiet", { tabindex: -1 }, at ? words.keptAt(clock(at)) : ""),
    explain ? reachLine(explain.reach) : null,
  );

/** Everything below the last scene. */
export function afterwards(stage: FoldStage, state: FoldState): Section[] {
  const { explain, explanation, explained_at, notes, out } = state;
  const found: Section[] = [];
  if (explanation !== null)
    found.push({ name: "explain", key: JSON.stringify([explanation, explained_at]), make: () => still(explained(explain, explanation, explained_at)) });
  else if (explain) found.push({ name: "explain", key: "open", make: () => explaining(stage, explain, brought(stage.card, state)) });
  return [...found, ...counting(stage, out), ...noting(stage, notes)];
}
