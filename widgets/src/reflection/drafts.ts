// Earlier drafts: a button until they were asked for, then the list, which stays while the text grows.
import type { ReflectionStage } from "../reflection";
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { still } from "../kit/life";
import { quote } from "../kit/quote";
import { sections } from "../kit/sections";
import type { ReflectionState } from "../types";
import * as words from "../words";
import { asked, type Following } from "./unfolding";

type Shown = NonNullable<ReflectionState["shown"]>;

const list = (shown: Shown): HTMLElement =>
  h("div",
    h("p.k-label", { tabindex: -1, "data-focus": "drafts" }, words.drafts(shown.length)),
    shown.length
      ? h("ol", ...shown.map((draft) => h("li", h("p.k-quiet", clock(draft.at)), quote(draft.text, "earlier"))))
      : h("p.k-quiet", words.noDrafts),
  );

/** Earlier versions of the text. A button under the list brings those that came since. */
export function draftList(stage: ReflectionStage): Following<ReflectionState> {
  const element = h("section.k-drafts");
  const column = sections(element);
  let shown: Shown | null = null;
  const ask = (n: number): ReturnType<typeof button> => {
    const made = button(words.drafts(n), "plain", () => void asked(stage, { do: "drafts" }, "drafts"));
    made.element.setAttribute("data-focus", "drafts");
    return made;
  };
  return {
    element,
    follow(state) {
      shown = state.shown ?? shown;
      const old = shown;
      element.ariaLabel = words.drafts(state.drafts);
      column.show([
        ...(old ? [{ name: "list", key: JSON.stringify(old), make: () => still(list(old)) }] : []),
        ...(state.drafts > (old?.length ?? 0) ? [{ name: "ask", key: String(state.drafts), make: () => ask(state.drafts) }] : []),
      ]);
      element.hidden = !element.childElementCount;
    },
    dispose: column.dispose,
  };
}
