// An activity without a kernel: its steps lie folded in the page, and are passed by the same doors.
import { field, store } from "../store";
import type { Action, Ahead, Answers, LeavesCard, LeavesState, Passed, Scene } from "../types";
import * as words from "../words/kernel";
import { played, spent, type Played } from "./played";
import { checkAll, checkText } from "./checks";
import { Refused, type Desk } from "./desk";

/** A step as a kernel would hold it back; `scenes` has what stood above the question, too. */
interface Step extends Ahead {
  part: string;
  scenes: (Scene | Played)[];
  /** By the option that was chosen, the step that comes next; "" is the second door. */
  then: Record<string, string>;
  last: boolean;
  /** Once this was passed, these stand above the field at the end of the part. */
  quotes?: Scene[];
  /** Tells what a trial was about: only then what was answered in it is shown again. */
  debrief?: boolean;
  /** Asked only once one of these was passed. */
  after?: string[];
  /** Asked only once all of these were answered, in whatever part. */
  given?: string[];
}

/** What a kernel would hold back until it is its turn: the steps of one part. */
export interface Leaves {
  steps: Step[];
  /** Whether a step says which of how many it is. */
  numbered?: boolean;
  /** The activity's other parts, by the key of their card: what is committed there can be quoted here. */
  parts?: { key: string; steps: Step[] }[];
}

type Done = Pick<Passed, "id" | "door" | "at" | "answers">;

/** All that is done at this desk. */
interface Kept extends Pick<LeavesState, "form" | "ended" | "out" | "notes"> {
  done: Done[];
  /** Steps that were gone past while they waited for something, or as a trial was broken off. */
  without: string[];
}

const DOORS: Record<Ahead["door"], string[]> = { both: ["commit", "look"], commit: ["commit"], skip: ["commit", "next"], next: ["next"] };

const refuse = (sentence: string): never => {
  throw new Refused(sentence);
};

const mapping = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The field that asks what I make of it has a step of this name, at the end of its part. */
const explains = ({ id, part }: Step): boolean => id === (part ? `explain-${part}` : "explain");

/** What an earlier visit left of one step, as far as it still fits: fields may have changed since. */
function fitting(steps: readonly Step[], value: unknown): Done[] {
  const [id, door, at] = [field(value, "id"), field(value, "door"), field(value, "at")];
  const step = steps.find((one) => one.id === id);
  if (!step || (door !== "commit" && door !== "look" && door !== "next") || typeof at !== "string") return [];
  try {
    return [{ id: step.id, door, at, answers: door === "commit" ? checkAll(step.fields, mapping(field(value, "answers"))) : null }];
  } catch {
    return [];
  }
}

const isNote = (one: unknown): one is Kept["notes"][number] => typeof field(one, "text") === "string" && typeof field(one, "at") === "string";

/** What an earlier visit left; null where there was none. */
function left({ forms }: LeavesCard, steps: readonly Step[], first: Kept, value: unknown): Kept | null {
  const { done, without, notes, form, ended, out } = mapping(value);
  if (!Array.isArray(done) || !Array.isArray(without) || !Array.isArray(notes)) return null;
  return {
    done: done.flatMap((one) => fitting(steps, one)),
    without: without.filter((one) => typeof one === "string"),
    notes: notes.filter(isNote),
    form: forms.find(({ id }) => id === form)?.id ?? first.form,
    ended: ended === true,
    out: first.out === null ? null : out === true,
  };
}

/** What was committed in other parts, as this browser keeps it; of a trial, once it is told what it was about. */
function inParts(parts: NonNullable<Leaves["parts"]>, kept: (key: string) => unknown): Passed[] {
  return parts.flatMap(({ key, steps }) => {
    const found = mapping(kept(key))["done"];
    const done = (Array.isArray(found) ? found : []).flatMap((one) => fitting(steps, one));
    const told = steps.some(({ id, debrief }) => debrief && done.some((one) => one.id === id));
    return done.flatMap((one) => {
      const step = steps.find(({ id }) => id === one.id);
      return step && (!step.stop || told) ? [{ ...one, part: step.part, fields: step.fields, before: 0, scenes: [] }] : [];
    });
  });
}

/** Where the way leads from a step that was passed or gone past. */
function following(steps: readonly Step[], place: number, one: Done | undefined): number {
  const step = steps[place] as Step;
  const [chosen] = one?.answers ? Object.values(one.answers) : [""];
  const target = one && typeof chosen === "string" && Object.hasOwn(step.then, chosen) ? step.then[chosen] : undefined;
  const found = steps.findIndex(target === undefined ? explains : ({ id }) => id === target);
  if (target === undefined && !step.last) return place + 1;
  return found < 0 ? steps.length : found;
}

/** The step whose turn it is; a way may lead back to where it was, and ends there. */
function turn(steps: readonly Step[], { done, without }: Kept, elsewhere: readonly Done[]): Step | undefined {
  const given = new Set([...elsewhere, ...done].flatMap(({ id, answers }) => (answers ? [id] : [])));
  const left = new Set(steps.flatMap(({ id, waits }) => (waits && without.includes(id) ? [waits] : [])));
  const met = new Set<number>();
  let place = 0;
  while (place < steps.length && !met.has(place)) {
    met.add(place);
    const step = steps[place] as Step;
    const one = done.find(({ id }) => id === step.id);
    const early = step.after?.length && !step.after.some((id) => done.some((other) => other.id === id));
    const lacking = step.given?.some((id) => !given.has(id));
    if (!one && !early && !lacking && !left.has(step.waits) && !(step.stop && without.includes(step.id))) return step;
    place = following(steps, place, one);
  }
  return undefined;
}

/** Which step of how many this is; null where there is but one, it waits, or answers decide how many there are. */
function placeOf(steps: readonly Step[], { id, waits }: Step, done: readonly Done[]): [number, number] | null {
  if (waits || steps.some(({ last, then }) => last || Object.keys(then).some(Boolean))) return null;
  const met = new Set([id, ...done.map((one) => one.id)]);
  const ids: string[] = [];
  for (const step of steps) {
    const behind = !step.after?.length || step.after.some((one) => met.has(one) || ids.includes(one));
    const asked = (step.given ?? []).every((one) => met.has(one) || ids.includes(one));
    if (met.has(step.id) || (behind && asked)) ids.push(step.id);
  }
  return ids.length > 1 ? [ids.indexOf(id) + 1, ids.length] : null;
}

/** An activity's desk: begins where `first` stands, or where an earlier visit left off; `keptOf` is what is kept of another card. */
export function leavesDesk(
  card: LeavesCard,
  { steps, numbered = false, parts = [] }: Leaves,
  first: LeavesState,
  before: unknown,
  now: () => Date = () => new Date(),
  keptOf: (key: string) => unknown = (key) => store(`${key}:page`).get(),
): Desk {
  const elsewhere = (): Passed[] => [...first.passed.filter(({ part }) => part !== card.part), ...inParts(parts, keptOf)];
  const { form, ended, out, notes } = first;
  const begun: Kept = { form, ended, out, notes, without: [], done: first.passed.flatMap((one) => (one.part === card.part ? [one] : [])) };
  let kept = left(card, steps, begun, before) ?? begun;
  const keep = (more: Partial<Kept>): void => void (kept = { ...kept, ...more });
  const time = (): string => now().toISOString();

  /** The step that an action is about, if it is its turn and has this door. */
  function mine(action: Record<string, unknown>, door: string): Step {
    const step = turn(steps, kept, elsewhere());
    if (!step || step.id !== action["step"])
      return refuse(kept.done.some(({ id }) => id === action["step"]) ? words.committedAlready : words.notYetThere);
    if (step.waits && door !== "next") refuse(step.waits);
    if (!step.waits && !DOORS[step.door].includes(door) && !(door === "stop" && step.stop)) refuse(words.unknownAction);
    // No word is said on a page by itself, and going past what has not come takes none.
    if (step.held && !step.waits && action["away"] !== true) refuse(words.roomWord);
    return step;
  }
  const pass = ({ id }: Step, door: Done["door"], answers: Answers | null): void => {
    keep({ done: [...kept.done, { id, door, at: time(), answers }] });
  };
  const acts: Record<string, (action: Record<string, unknown>) => void> = {
    commit(action) {
      const step = mine(action, "commit");
      pass(step, "commit", checkAll(step.fields, mapping(action["answers"])));
    },
    look: (action) => pass(mine(action, "look"), "look", null),
    next(action) {
      const step = mine(action, "next");
      if (step.waits) keep({ without: [...kept.without, step.id] });
      else pass(step, "next", null);
    },
    stop(action) {
      mine(action, "stop");
      keep({ without: [...kept.without, ...steps.flatMap(({ id, stop }) => (stop ? [id] : []))] });
    },
    note(action) {
      if (!kept.done.length) refuse(words.noteTooEarly);
      const text = checkText(action["text"], words.yourNote) || refuse(words.empty(words.yourNote));
      keep({ notes: [...kept.notes, { text, at: time() }] });
    },
    form(action) {
      keep({ form: card.forms.find(({ id }) => id === action["form"])?.id ?? refuse(words.unknownAction) });
    },
    out(action) {
      if (kept.out === null || typeof action["out"] !== "boolean") refuse(words.unknownAction);
      keep({ out: action["out"] === true });
    },
  };

  /** What stands above a question: at the end of a part, what the steps quote that were passed. */
  const above = (step: Step): Scene[] =>
    explains(step) ? steps.flatMap(({ id, quotes = [] }) => (kept.done.some((one) => one.id === id) ? quotes : [])) : step.before;
  /** The move that was made at a turn: "" for none, and nothing where the turn was not taken. */
  const moveAt = (turn: string): string | undefined => {
    const one = kept.done.find(({ id }) => id === turn);
    const move = one?.answers?.["move"];
    return one && (typeof move === "string" ? move : "");
  };
  /** What a step asks, without the moves that bring nothing any more. */
  function offered({ fields, scenes }: Step): Ahead["fields"] {
    const gone = scenes.flatMap((scene) => (scene.kind === "played" ? spent(scene, moveAt) : []));
    return gone.length ? fields.map((one) => (one.kind === "choice" ? { ...one, options: one.options.filter(({ id }) => !gone.includes(id)) } : one)) : fields;
  }
  /** A step as it stands once it was passed: as it came with the page, or as its turn made it. */
  function drawn(step: Step, one: Done): Passed {
    return (
      first.passed.find(({ id, at }) => id === step.id && at === one.at) ??
      { ...one, part: step.part, fields: step.fields, before: above(step).length, scenes: [...above(step), ...step.scenes.slice(step.before.length).flatMap((scene) => (scene.kind === "played" ? played(scene, moveAt) : [scene]))] }
    );
  }

  return {
    state(): LeavesState {
      const told = steps.some(({ id, debrief }) => debrief && kept.done.some((one) => one.id === id));
      const shown = steps.filter(({ stop }) => !stop || told);
      const passed = shown.flatMap((step) => kept.done.filter(({ id }) => id === step.id).map((one) => drawn(step, one)));
      const following = turn(steps, kept, elsewhere());
      const { id, door, button, look, waits, held, stop } = following ?? ({} as Step);
      return {
        form: kept.form,
        passed: [...elsewhere(), ...passed],
        ahead: following ? { id, before: above(following), fields: offered(following), door, button, look, waits, held, ...(stop ? { stop } : {}), ...(numbered ? { place: placeOf(steps, following, kept.done) } : {}) } : null,
        ...(numbered ? { awaits: following ? "" : (first.awaits ?? "") } : {}),
        ended: kept.ended,
        out: kept.out,
        notes: kept.notes,
      };
    },
    act(action: Action) {
      const act = Object.hasOwn(acts, action.do) ? acts[action.do] : undefined;
      if (!act) return refuse(words.unknownAction);
      act(action);
      const step = turn(steps, kept, elsewhere());
      if (!step || explains(step)) keep({ ended: true });
    },
    kept: () => kept,
  };
}
