// Notes, each with its date, for as long as I like.
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { quote } from "../kit/quote";
import type { Section } from "../kit/sections";
import * as words from "../words";
import { draft } from "./draft";
import type { AskingStage } from "./makers";
import { writing } from "./writing";

type Notes = { text: string; at: string }[];

function noteList(notes: Notes): HTMLElement {
  return h("section.k-notes", { "aria-label": words.notes },
    h("p.k-label", words.notes),
    h("ol", ...notes.map((note, i) =>
        h("li", quote(note.text), h("p.k-quiet", { ...(i === notes.length - 1 ? { tabindex: -1 } : {}) }, clock(note.at))),
      ),
    ),
  );
}

function noteForm(stage: AskingStage, last: string | undefined): Part {
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

/** The notes there are, and the way to one more. */
export const noting = (stage: AskingStage, notes: Notes): Section[] => [
  ...(notes.length ? [{ name: "notes", key: JSON.stringify(notes), make: () => still(noteList(notes)) }] : []),
  { name: "note", key: String(notes.length), make: () => noteForm(stage, notes.at(-1)?.text) },
];
