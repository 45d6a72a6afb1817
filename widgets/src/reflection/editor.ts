// The field that saves itself: nothing typed is lost, and "Saved" is said only of what the kernel confirmed.
import { autosave, type Saving } from "../autosave";
import { clock } from "../format";
import { h, on } from "../kit/h";
import { life, type Part } from "../kit/life";
import { saved } from "../kit/saved";
import { textBox } from "../kit/text";
import type { ReflectionStage } from "../reflection";
import { store } from "../store";
import type { ReflectionState } from "../types";
import * as words from "../words";
import type { Trouble } from "../wire";
import { inherit, keeper } from "./keeper";
import { offer } from "./offer";

export interface Editor extends Part {
  /** The kernel's state changed; takes its text unless something newer is being written here. */
  follow(state: ReflectionState): void;
  trouble(trouble: Trouble): void;
  /** The text as it stands in the field, and what of it is selected. */
  read(): { whole: string; selected: string };
  leave(): void;
}

/** The editor, with what this browser still held from an earlier visit. */
export function editor(stage: ReflectionStage, question: string, state: ReflectionState): Editor {
  const { card } = stage;
  const { own, signal, dispose } = life();
  const others = store(`${card.key}:other`);
  for (const key of card.former ?? []) inherit(stage.store, others, store(key), store(`${key}:other`));
  const keep = keeper(stage.store, others, state.text);
  const sign = saved();
  let at = state.at;
  let trouble: Trouble = stage.trouble();

  const settled = (): string => (at ? words.saved(clock(at)) : "");
  const box = own(
    textBox({
      label: words.myText,
      labelledby: question,
      target: card.words,
      reach: { line: card.reach, differs: false },
      rows: 5,
      onedit(text) {
        keep.typed(text);
        saving.typed(text);
        if (!saving.dirty()) {
          keep.confirmed(text);
          sign.show(settled());
          mark();
        }
      },
      onleave: () => saving.flush(),
    }),
  );
  box.end.append(sign.element);
  box.set(state.text);

  let slow: ReturnType<typeof setTimeout> | undefined;
  // For whoever must know whether all is safe, such as Submit in JupyterLab.
  const mark = (): void => void element.closest(".kith")?.toggleAttribute("data-waiting", saving.dirty());
  const tell = (now: Saving<null>): void => {
    clearTimeout(slow);
    mark();
    if (now.kind === "dirty") return sign.show(trouble === "none" ? "" : words.kept);
    if (now.kind === "sending") {
      // Nothing is shown for a save that is done within a second.
      slow = setTimeout(() => sign.show(trouble === "none" ? words.saving : words.kept), 1000);
      return;
    }
    if (now.kind === "refused") return sign.show("");
    at = now.at;
    keep.confirmed(box.get());
    sign.show(settled());
  };
  const saving = autosave<null>(
    state.text,
    async (text) => {
      keep.sent(text);
      const reply = await stage.act({ do: "save", text });
      return reply.ok ? { ok: true, at: reply.at, state: null } : reply;
    },
    tell,
  );
  signal.addEventListener("abort", () => {
    clearTimeout(slow);
    saving.dispose();
  });
  sign.show(settled());

  const take = (text: string): void => {
    box.set(text);
    keep.typed(text);
    saving.typed(text);
  };
  const other = own(
    offer({
      keep,
      take(text) {
        // What stands in the field and no kernel has yet changes places with it.
        if (saving.dirty()) keep.aside(box.get());
        take(text);
      },
      done: box.focus,
    }),
  );
  on(window, "pagehide", () => saving.flush(), signal);
  const element = h("div.k-editor", other.element, box.element);
  const newer = keep.newer();
  if (newer !== null) take(newer);

  return {
    element,
    follow(now) {
      if (saving.dirty() || now.text === box.get()) return;
      // Written elsewhere, and nothing newer stands here.
      box.set(now.text);
      saving.known(now.text);
      keep.base(now.text);
      at = now.at;
      sign.show(settled());
    },
    trouble(now) {
      trouble = now;
      if (now !== "none") sign.show(words.kept);
      else if (!saving.dirty()) sign.show(settled());
    },
    read() {
      const { value, selectionStart, selectionEnd } = box.input;
      return { whole: value, selected: value.slice(selectionStart, selectionEnd) };
    },
    leave: () => saving.flush(),
    dispose,
  };
}
