// Quotations as scenes: whose words, exactly as written, from when, and which places in them were marked.
import { clock } from "../format";
import type { MineScene, PairScene, Quote, QuoteScene } from "../types";
import * as words from "../words";
import { h } from "./h";
import { still, type Part } from "./life";
import { marked } from "./passage";
import { answerAt, type Mine } from "./told";

const NAMES = { you: "k-voice-you", partner: "k-name-partner", makers: "k-quiet" };

/** Somebody's words under whose they are. */
export function named({ words: said, voice, label, at }: Quote, spans: MineScene["spans"] = []): HTMLElement {
  return h("div.k-spoken", h("p", { class: `k-label ${NAMES[voice]}`, tabindex: -1 }, label), marked(said, spans, voice), at ? h("p.k-quiet", clock(at)) : null);
}

/** A quotation as it is drawn: mine comes from what I answered, and where I answered nothing that is said. */
function drawn(scene: QuoteScene | MineScene, mine: Mine): HTMLElement {
  if (scene.kind === "quote") return named(scene);
  const text = answerAt(mine, ...scene.of);
  const { label, spans } = scene;
  return typeof text === "string" && text
    ? named({ words: text, voice: "you", label, at: mine.passed?.find(({ id }) => id === scene.of[0])?.at ?? null }, spans)
    : h("div.k-spoken", h("p.k-label", { tabindex: -1 }, label), h("p.k-quiet", words.nothingWritten));
}

export const quoted = (scene: QuoteScene | MineScene, mine: Mine): Part => still(drawn(scene, mine));

/** Two quotations, beside each other where there is room. */
export const pair = ({ parts }: PairScene, mine: Mine): Part => still(h("div.k-pair", ...parts.map((one) => drawn(one, mine))));
