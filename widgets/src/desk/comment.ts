// The comment on one criterion: saves itself, shows how it will be read, and takes phrases and suggestions.
import { autosave, type Saving } from "../autosave";
import { clock } from "../format";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { saved } from "../kit/saved";
import { textBox } from "../kit/text";
import { tree } from "../kit/tree";
import { keeper } from "../reflection/keeper";
import { offer } from "../reflection/offer";
import { store } from "../store";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import type { Answer, Marking } from "./types";

const ARROW = "→ ";

/** A text with a line more, at its end. */
export const withLine = (text: string, line: string): string => (text.trim() ? `${text.replace(/\n+$/, "")}\n${line}` : line);

export interface Comment extends Part {
  focus(): void;
  /** Adds a line for a suggestion and puts the cursor there. */
  suggest(): void;
  /** Adds a sentence of the answer as a quotation, with room beneath. */
  quote(sentence: string): void;
  /** Adds a phrase. */
  add(phrase: string): void;
  /** What is chosen in the field, or all of it. */
  chosen(): string;
  /** Sends what is unsaved. */
  flush(): void;
  draw(marking: Marking): void;
}

/** The comment field of a criterion. */
export function comment(bench: Bench, { answer, version }: Pick<Answer, "answer" | "version">, marking: Marking): Comment {
  const { own, signal, dispose } = life();
  const name = `${bench.card.key}:${bench.state().module}:${answer}:${marking.id}${bench.state().second ? ":second" : ""}`;
  const keep = keeper(store(name), store(`${name}:other`), marking.comment);
  // The words that what is typed was typed for.
  const about = store(`${name}:words`);
  /** The comment on which what is typed here builds. */
  let before = marking.comment;
  let refused = false;
  const sign = saved();
  let slow: ReturnType<typeof setTimeout> | undefined;
  const tell = (now: Saving<null>): void => {
    clearTimeout(slow);
    if (now.kind === "sending") slow = setTimeout(() => sign.show(words.kept), 1000);
    else if (now.kind === "saved") {
      keep.confirmed(box.get());
      about.clear();
      sign.show(words.savedAt(clock(now.at)));
    } else sign.show(now.kind === "refused" ? words.kept : "");
  };
  const saving = autosave<null>(marking.comment, async (text) => {
    keep.sent(text);
    const reply = await bench.act({ do: "comment", answer, criterion: marking.id, text, version, before });
    refused = !reply.ok;
    if (reply.ok) before = text;
    // The part may be gone by then; the browser need not hold what the server has.
    if (reply.ok && signal.aborted) [store(name), about].forEach((one) => one.clear());
    return reply.ok ? { ok: true, at: reply.at, state: null } : reply;
  }, tell, 600);
  const typed = (text: string): void => {
    about.set(version);
    keep.typed(text);
    saving.typed(text);
    if (!saving.dirty()) keep.confirmed(text);
  };
  const box = own(textBox({ label: words.comment, target: null, reach: null, rows: 1, onedit: typed, onleave: () => saving.flush() }));
  box.end.append(sign.element);
  box.input.setAttribute("aria-label", words.commentOn(marking.title));
  box.set(marking.comment);
  const take = (text: string): void => {
    box.set(text);
    typed(text);
  };
  const aside = h("div");
  let other: Part | null = null;
  /** Offers what stands beside the comment. */
  const offerOther = (): void => {
    other?.dispose();
    other = offer({ keep, take, done: () => box.focus() });
    aside.replaceChildren(other.element);
  };
  /** Puts what was typed beside the comment that stands: it is not to be saved unless somebody says so. */
  const stepAside = (text: string, stands: string): void => {
    keep.aside(text);
    keep.confirmed(stands);
    box.set(stands);
    saving.known(stands);
    before = stands;
  };
  const drawn = h("div.desk-preview");
  const preview = h("div", { role: "group", "aria-label": words.asRead }, h("p.k-quiet", { "aria-hidden": "true" }, words.asRead), drawn);
  let key = "";
  const show = (now: Marking): void => {
    const text = JSON.stringify(now.tree);
    preview.hidden = !now.tree.length;
    if (text !== key) drawn.replaceChildren(tree(now.tree));
    key = text;
  };
  show(marking);
  const newer = keep.newer();
  // Typed for words that are gone, it waits until somebody has looked at those that are there.
  if (newer !== null && (about.get() ?? version) !== version) stepAside(newer, marking.comment);
  else if (newer !== null) take(newer);
  offerOther();
  signal.addEventListener("abort", () => {
    clearTimeout(slow);
    other?.dispose();
    saving.dispose();
  });
  const toEnd = (): void => {
    box.focus();
    box.input.setSelectionRange(box.get().length, box.get().length);
  };
  return {
    element: h("div.desk-comment", aside, box.element, preview),
    focus: toEnd,
    suggest() {
      take(withLine(box.get(), ARROW));
      toEnd();
    },
    quote(sentence) {
      // One line, with an empty one after it: what follows would else belong to the quotation.
      take(`${withLine(box.get(), `> ${sentence.replace(/\s+/g, " ").trim()}`)}\n\n`);
      toEnd();
    },
    add: (phrase) => take(withLine(box.get(), phrase)),
    chosen() {
      const { selectionStart, selectionEnd } = box.input;
      return (selectionStart < selectionEnd ? box.get().slice(selectionStart, selectionEnd) : box.get()).trim();
    },
    flush: () => saving.flush(),
    draw(now) {
      show(now);
      if (refused && saving.dirty() && now.comment !== before && now.comment !== box.get()) {
        // Somebody else wrote meanwhile: theirs stands, and this is offered beside it.
        stepAside(box.get(), now.comment);
        offerOther();
        return;
      }
      if (saving.dirty() || now.comment === box.get()) return;
      // Written elsewhere, and nothing newer stands here.
      box.set(now.comment);
      saving.known(now.comment);
      keep.base(now.comment);
      before = now.comment;
    },
    dispose,
  };
}
