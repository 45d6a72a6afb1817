// The fold without a kernel: what came lies folded in the page, and comes out by the same steps.
import { field } from "../store";
import type { Action, Answers, Field, FoldCard, FoldState, Scene } from "../types";
import * as words from "../words/kernel";
import { check, checkAll, checkText } from "./checks";
import { Refused, type Desk } from "./desk";

/** What a kernel would hold back until it is unfolded. */
export interface Folded {
  steps: { button: string; ask: Field | null; scene: Scene }[];
  explain: FoldState["explain"];
}

type Kept = Pick<FoldState, "door" | "at" | "answers" | "guesses" | "explanation" | "explained_at" | "notes">;

const pick = ({ door, at, answers, guesses, explanation, explained_at, notes }: FoldState): Kept =>
  ({ door, at, answers, guesses, explanation, explained_at, notes });

/** What an earlier visit left, if it still fits the card: fields may have changed since. */
function fitting(card: FoldCard, value: unknown): Kept | null {
  const kept = value as Kept;
  if (!Array.isArray(field(value, "guesses")) || !Array.isArray(field(value, "notes"))) return null;
  if (kept.door !== "commit") return kept;
  try {
    return { ...kept, answers: checkAll(card.fields, (kept.answers ?? {}) as Record<string, unknown>) };
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
export function foldDesk(card: FoldCard, { steps, explain }: Folded, first: FoldState, before: unknown, now: () => Date = () => new Date()): Desk {
  let kept = fitting(card, before) ?? pick(first);
  const keep = (more: Partial<Kept>): void => void (kept = { ...kept, ...more });
  const time = (): string => now().toISOString();
  const shown = (): number => Math.min(kept.guesses.length, steps.length);
  const following = (): Folded["steps"][number] | undefined => (kept.door ? steps[shown()] : undefined);
  const finished = (): boolean => shown() > 0 && !following();

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
    unfold({ look, answer }) {
      if (!kept.door) refuse(words.commitFirst);
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
  };

  return {
    state(): FoldState {
      const next = following();
      const unfolded = shown() > 0;
      return {
        ...kept,
        stage: !kept.door ? "open" : kept.explanation !== null ? "explained" : unfolded ? "unfolded" : "committed",
        answers: card.doors ? kept.answers : null,
        scenes: steps.slice(0, shown()).map(({ scene }) => scene),
        ask: next?.ask ?? null,
        next: next?.button ?? null,
        explain: finished() ? explain : null,
      };
    },
    act: (action: Action) => (Object.hasOwn(acts, action.do) ? acts[action.do]?.(action) : refuse(words.unknownAction)),
    kept: () => kept,
  };
}
