// The bar above a page: one button, one sentence.
import { h, on } from "../src/kit/h";
import { life } from "../src/kit/life";
import type { Lab, Panel, Widget } from "./lab";
import type { Say } from "./words";

export interface Bar {
  readonly shown: boolean;
  /** Shows the button under `label`, with a sentence beside it. */
  offer(label: string, sentence: string): void;
  /** Says what is under way or went wrong; `trouble` marks a sentence that asks for something to be done. */
  say(sentence: string, tone?: "calm" | "trouble"): void;
  /** Whether the button waits for its work to end. */
  busy(now: boolean): void;
  hide(): void;
  dispose(): void;
}

/** A bar at the head of `panel`, hidden until there is something to offer. */
export function bar(lab: Lab, panel: Panel, say: Say, onpress: () => void): Bar {
  const own = life();
  const button = h("button.kith-bar-button", { type: "button" });
  const sentence = h("p.kith-bar-sentence", { role: "status" });
  const inner = h("div.kith-bar-inner", button, sentence);
  const node = h("section.kith-bar", { "aria-label": "Kith", "data-lm-suppress-shortcuts": "true" }, inner);
  node.lang = say.language;
  node.dir = say.direction;
  node.hidden = true;
  const widget: Widget = new lab.Widget({ node });
  panel.contentHeader.addWidget(widget);

  // Lumino lays panels out by their least height, and this one's depends on how its sentence wraps.
  const fit = (): void => {
    const height = node.hidden ? 0 : inner.offsetHeight;
    if (node.style.minHeight === `${height}px`) return;
    node.style.minHeight = node.style.maxHeight = `${height}px`;
    widget.parent?.fit();
  };
  const observer = new ResizeObserver(fit);
  observer.observe(inner);
  on(button, "click", () => button.ariaDisabled !== "true" && onpress(), own.signal);
  on(node, "keydown", (event) => event.stopPropagation(), own.signal);
  const show = (now: boolean): void => {
    node.hidden = !now;
    fit();
  };
  return {
    get shown() {
      return !node.hidden;
    },
    offer(label, text) {
      button.textContent = label;
      sentence.textContent = text;
      delete node.dataset["tone"];
      show(true);
    },
    say(text, tone = "calm") {
      sentence.textContent = text;
      node.dataset["tone"] = tone;
      show(true);
    },
    busy(now) {
      button.ariaDisabled = String(now);
    },
    hide() {
      show(false);
    },
    dispose() {
      observer.disconnect();
      own.dispose();
      if (!widget.isDisposed) widget.dispose();
    },
  };
}
