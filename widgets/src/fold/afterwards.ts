// After the last scene: what I make of the difference, and notes for as long as I like.
import { brought, type FoldStage } from "../fold";
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { once } from "../kit/once";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import type { Section } from "../kit/sections";
import { textBox } from "../kit/text";
import { saying, type Mine } from "../kit/told";
import type { FoldState, Reach } from "../types";
import * as words from "../words";
import { draft } from "./draft";

type Explain = NonNullable<FoldState["explain"]>;

interface Writing {
  stage: FoldStage;
  label: string;
  reach: Reach;
  /** Name of the draft kept in this browser. */
  name: "explain" | "note";
  button: string;
  look: "primary" | "outlined";
  empty: string;
  rows: number;
  send(text: string): Promise<{ ok: boolean }>;
}

function writing({ stage, label, reach, name, button: press, look, empty, rows, send }: Writing): Part & { focus(): void } {
  const { own, dispose } = life();
  const kept = draft(stage.store, name);
  const why = h("p.k-quiet.k-why");
  const box = own(
    textBox({
      label,
      target: null,
      reach: { line: reach, differs: reach.sentence !== stage.card.reach.sentence },
      rows,
      onedit(text) {
        if (text) kept.set(text);
        else kept.clear();
        why.textContent = "";
      },
    }),
  );
  const before = kept.get();
  if (typeof before === "string") box.set(before);
  const submit = async (): Promise<void> => {
    if (!(await send(box.get())).ok) return;
    kept.clear();
    box.set("");
  };
  const go = own(
    button(press, look, () => {
      if (box.get().trim()) return alone(submit);
      why.textContent = words.notYet(empty);
      stage.live.say(why.textContent);
      box.focus();
    }),
  );
  const element = h("div.k-writing", box.element, h("div.k-doors", go.element), why);
  const alone = once(element, (sentence) => (why.textContent = sentence));
  return {
    element,
    focus: box.focus,
    dispose,
  };
}

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

function noteList(notes: FoldState["notes"]): HTMLElement {
  return h("section.k-notes", { "aria-label": words.notes },
    h("p.k-label", words.notes),
    h("ol", ...notes.map((note, i) =>
        h("li", quote(note.text), h("p.k-quiet", { ...(i === notes.length - 1 ? { tabindex: -1 } : {}) }, clock(note.at))),
      ),
    ),
  );
}

function noteForm(stage: FoldStage, last: string | undefined): Part {
  const { own, dispose } = life();
  const element = h("div");
  const open = (focus: boolean): void => {
    const form = own(
      writing({
        stage,
        label: words.note,
        reach: stage.card.note_reach,
        name: "note",
        button: words.keepNote,
        look: "outlined",
        empty: words.noteNeeds,
        rows: 2,
        send: (text) => stage.act({ do: "note", text }),
      }),
    );
    element.replaceChildren(form.element);
    if (focus) form.focus();
  };
  const add = own(button(words.addNote, "plain", () => open(true)));
  element.append(add.element);
  // A note begun in another sitting opens by itself, so that nobody loses it; one that was just kept does not.
  const begun = draft(stage.store, "note").get();
  if (typeof begun === "string" && begun !== last) open(false);
  return { element, dispose };
}

/** Everything below the last scene. */
export function afterwards(stage: FoldStage, state: FoldState): Section[] {
  const { explain, explanation, explained_at, notes } = state;
  const found: Section[] = [];
  if (explanation !== null)
    found.push({ name: "explain", key: JSON.stringify([explanation, explained_at]), make: () => still(explained(explain, explanation, explained_at)) });
  else if (explain) found.push({ name: "explain", key: "open", make: () => explaining(stage, explain, brought(stage.card, state)) });
  if (notes.length) found.push({ name: "notes", key: JSON.stringify(notes), make: () => still(noteList(notes)) });
  found.push({ name: "note", key: String(notes.length), make: () => noteForm(stage, notes.at(-1)?.text) });
  return found;
}
