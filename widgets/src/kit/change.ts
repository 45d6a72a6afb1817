// Two versions of a text in one: what went and what came, told by lines and in words, never by colour alone.
import "./css/change.css";
import type { Stretch } from "../types";
import * as words from "../words";
import { h } from "./h";

const unseen = (text: string): HTMLElement => h("span.k-unseen", ` ${text} `);

/** What changed between two versions, to be read in one go. */
export const change = (parts: readonly Stretch[]): HTMLElement =>
  h("div.k-quote.k-change", { dir: "auto" },
    ...parts.map(([kind, text]) =>
      kind === "same" ? text : kind === "gone" ? h("del", unseen(words.wentOut), text, unseen("]")) : h("ins", unseen(words.cameIn), text, unseen("]")),
    ),
  );
