import type { ReflectionStage } from "../reflection";
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import type { ReflectionState } from "../types";
import * as words from "../words";
import { asked } from "./unfolding";

/** Earlier versions of the text: a button until they were asked for, then the list. */
export function draftList(stage: ReflectionStage, state: ReflectionState): Part {
  const { own, dispose } = life();
  const element = h("section.k-drafts", { "aria-label": words.drafts(state.drafts) });
  const { shown } = state;
  if (shown) {
    element.append(
      h("p.k-label", { tabindex: -1, "data-focus": "drafts" }, words.drafts(shown.length)),
      shown.length
        ? h("ol", ...shown.map((draft) => h("li", h("p.k-quiet", clock(draft.at)), quote(draft.text, "earlier"))))
        : h("p.k-quiet", words.noDrafts),
    );
  } else if (state.drafts > 0) {
    const ask = own(button(words.drafts(state.drafts), "plain", () => void asked(stage, { do: "drafts" }, "drafts")));
    ask.element.setAttribute("data-focus", "drafts");
    element.append(ask.element);
  }
  element.hidden = !element.childElementCount;
  return { element, dispose };
}
