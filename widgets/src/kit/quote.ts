import { h } from "./h";

const VOICES = { you: "k-by-you", partner: "k-by-partner", earlier: "k-by-earlier", makers: "k-by-earlier" };

/** Somebody's own words, exactly as written, in the serif. */
export const quote = (text: string, voice: keyof typeof VOICES = "you"): HTMLElement =>
  h("blockquote", { class: `k-quote ${VOICES[voice]}`, dir: "auto" }, text);
