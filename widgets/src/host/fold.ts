// The fold without a kernel: what came lies folded in the page, and comes out by the same steps.
import { field } from "../store";
import type { Action, Answers, Field, FoldCard, FoldState, Scene } from "../types";
import * as words from "../words/kernel";
import { check, checkAll, checkText } from "./checks";
import { Refused, type Desk } from "./desk";

interface Step {
  button: string;
  ask: Field | null;
  scene: Scene;
}

/** What a kernel would hold back until it is unfolded. */
export interface Folded {
  steps: Step[];
  explain: FoldState["explain"];
  /** What came of the group: it follows once my own difference is told. */
  group: Step[];
}

type Kept = Pick<FoldState, "door" | "at" | "answers" | "guesses" | "held" | "explanation" | "explained_at" | "notes" | "out">;

const pick = ({ door, at, answers, guesses, held, explanation, explained_at, notes, out }: FoldState): Kept =>
  ({ door, at, answers, guesses, held, explanation, explained_at, notes, out });

const isNote = (one: unknown): one is Kept["notes"][number] => typeof field(one, "text") === "string" && typeof field(one, "at") === "string";

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What was guessed before a step, checked again: what this browser holds may come from anywhere. */
function guessed({ ask }: Step, guess: unknown): number | null {
  try {
    const found = ask && check(ask, guess);
    return typeof found === "number" ? found : null;
  } catch {
    return null;
  }
}

/** What an earlier visit left, as far as it still fits the card: steps and fields may have changed since. */
function fitting(card: FoldCard, steps: Step[], first: FoldState, value: unknown): Kept | null {
  const [door, guesses, notes] = [field(value, "door"), field(value, "guesses"), field(value, "notes")];
  if ((door !== "commit" && door !== "look") || !Array.isArray(guesses) || !Array.isArray(notes)) return null;
  const explanation = textOrNull(field(value, "explanation"));
  try {
    return {
      door,
      at: textOrNull(field(value, "at")),
      answers: door === "commit" ? checkAll(card.fields, (field(value, "answers") ?? {}) as Record<string, unknown>) : null,
      guesses: steps.slice(0, guesses.length).map((step, i) => guessed(step, guesses[i])),
      held: field(value, "held") === true,
      explanation,
      explained_at: explanation === null ? null : textOrNull(field(value, "explained_at")),
      notes: notes.filter(isNote),
      out: first.out === null ? null : field(value, "out") === true,
    };
  } catch {
    return null;
  }
}

function text(given: unknown, label: string): string {
  return checkText(given, label) || refuse(words.empty(label));
}

const refuse = (sentence: string): never => {
  throw new Refused(sentence);
};

/** A fold's desk: begins where `first` stands, or where an earlier visit left off. */
export function foldDesk(card: FoldCard, { steps: came, explain, group }: Folded, first: FoldState, before: unknown, now: () => Date = () => new Date()): Desk {
  const all = [...came, ...group];
  let kept = fitting(card, all, first, before) ?? pick(first);
  const recalled = first.recalled;
  const keep = (more: Partial<Kept>): void => void (kept = { ...kept, ...more });
  const time = (): string => now().toISOString();
  const steps = (): Step[] => (kept.explanation !== null || !explain ? all : came);
  const shown = (): number => Math.min(kept.guesses.length, steps().length);
  const following = (): Step | undefined => (kept.door ? steps()[shown()] : undefined);
  const finished = (): boolean => shown() > 0 && shown() >= came.length;

  const closing = (door: "commit" | "look", answers: Answers | null): void => {
    if (kept.door) refuse(words.committedAlready);
    keep({ door, answers, at: time() });
  };
  const acts: Record<string, (action: Record<string, unknown>) => void> = {
    commit({ answers }) {
      const given = typeof answers === "object" && answers !== null ? (answers as Record<string, unknown>) : {};
      closing("commit", checkAll(card.fields, given));
    },
    look() {
      if (!card.doors) refuse(words.nothingToShow);
      closing("look", null);
    },
    open({ away }) {
      if (!kept.held) refuse(words.unknownAction);
      if (away !== true) refuse(words.roomWord); // no word is said on a page by itself
      keep({ held: false });
    },
    unfold({ look, answer }) {
      if (!kept.door) refuse(words.commitFirst);
      if (kept.held) refuse(words.roomWord);
      const step = following() ?? refuse(words.allUnfolded);
      const guess = step.ask && !look ? check(step.ask, answer) : null;
      keep({ guesses: [...kept.guesses, typeof guess === "number" ? guess : null] });
    },
    explain(action) {
      if (!finished() || !explain) refuse(words.nothingToExplain);
      const explanation = text(action["text"], words.yourExplanation);
      if (kept.explanation !== null) refuse(words.explainedAlready);
      keep({ explanation, explained_at: time() });
    },
    note(action) {
      if (!kept.door) refuse(words.noteTooEarly);
      keep({ notes: [...kept.notes, { text: text(action["text"], words.yourNote), at: time() }] });
    },
    out({ out }) {
      // A page without a kernel sends nothing: what began there counts nowhere.
      if (kept.out === null || typeof out !== "boolean") refuse(words.unknownAction);
      keep({ out: out === true });
    },
  };

  return {
    state(): FoldState {
      const next = following();
      const unfolded = shown() > 0;
      return {
        ...kept,
        stage: !kept.door ? "open" : kept.explanation !== null ? "explained" : unfolded ? "unfolded" : "committed",
        answers: card.doors || recalled.length ? kept.answers : null,
        recalled, // what lay in other journals when the page was made
        scenes: all.slice(0, shown()).map(({ scene }) => scene),
        ask: (!kept.held && next?.ask) || null,
        next: next?.button ?? null,
        explain: finished() ? explain : null,
      };
    },
    act: (action: Action) => (Object.hasOwn(acts, action.do) ? acts[action.do]?.(action) : refuse(words.unknownAction)),
    kept: () => kept,
  };
}
