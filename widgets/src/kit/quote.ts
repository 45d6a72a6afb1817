import { clock } from "../format";
import type { Quote, QuoteScene } from "../types";
import { h } from "./h";
import { still, type Part } from "./life";

const VOICES = { you: "k-by-you", partner: "k-by-partner", earlier: "k-by-earlier", makers: "k-by-earlier" };

/** Somebody's own words, exactly as written, in the serif. */
export const quote = (text: string, voice: keyof typeof VOICES = "you"): HTMLElement =>
  h("blockquote", { class: `k-quote ${VOICES[voice]}`, dir: "auto" }, text);

const NAMES = { you: "k-voice-you", partner: "k-name-partner", makers: "k-quiet" };

/** Somebody's words with whose they are, and from when. */
export const named = ({ words, voice, label, at }: Quote): HTMLElement =>
  h("div.k-spoken",
    h("p", { class: `k-label ${NAMES[voice]}`, tabindex: -1 }, label),
    quote(words, voice),
    at ? h("p.k-quiet", clock(at)) : null,
  );

export const quoteScene = (scene: QuoteScene): Part => still(named(scene));
