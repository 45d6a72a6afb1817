// One small function for each part in each state. The people and figures in them are made up.
import { button } from "../kit/button";
import { change } from "../kit/change";
import { dialog } from "../kit/dialog";
import { foldEdge } from "../kit/edge";
import { feedbackBlock } from "../kit/feedback";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { ordered } from "../kit/ordered";
import { parcel, type Thing } from "../kit/parcel";
import { quote } from "../kit/quote";
import { reachLine } from "../kit/reach";
import { saved } from "../kit/saved";
import { dataTable } from "../kit/table";
import { spoken, thread, type ReplyField } from "../kit/thread";
import { notice } from "../kit/trouble";
import type { Mine } from "../kit/told";
import type { Answer, ChoiceField, Field, MarksField, NumberField, PositionField, Reach, TextField } from "../types";
import * as words from "../words";
import { answered, makeField, scene } from "./makers";
import { AXIS, BANDS, BOTH, CHANGE, CRITERIA, DOTS, FEEDBACK, FIGURE, GAP, LONG, PUBLISHED, RTL, SHUFFLE, WITHHELD } from "./samples";

/** What a specimen may use of the sheet. */
export interface Bench {
  say(sentence: string): void;
}
type Specimen = (bench: Bench) => Part | HTMLElement;

const READS: Reach = { kind: "facilitator", sentence: "Your facilitator reads this. It is confidential, not anonymous." };
const MINE: Reach = { kind: "mine", sentence: "Only you see this. It never leaves your own folder." };

const MARKS: MarksField = {
  id: "marks", kind: "marks", label: "How many of 120 choices were for the group?", min: 0, max: 120, step: 1, unit: "choices",
  ends: ["nobody, ever", "everybody, always"], marks: [{ id: "public", label: "In public" }, { id: "secret", label: "In secret" }],
  width: { label: "How far off might you be, up or down?" },
};
const POSITION: PositionField = {
  id: "return", kind: "position", label: "What comes back", left: "Share what you know and keep no account.",
  right: "Sharing lasts only where something comes back.", none: "No idea yet",
  sure: [{ id: "open", label: "Could change tomorrow" }, { id: "firm", label: "Very sure" }],
};
const CHOICE: ChoiceField = {
  id: "turn", kind: "choice", label: "First turn. Nobody learns who chose what.",
  options: [{ id: "group", label: "Give it to the group" }, { id: "self", label: "Keep it" }],
};
const NUMBER: NumberField = { id: "others", kind: "number", label: "How many of the other three give?", min: 0, max: 3, step: 1, unit: "people" };
const TEXT: TextField = { id: "why", kind: "text", label: "Why there?", words: [50, 150], optional: false };

/** A field as the form makes it, with what this browser kept of it. */
const asked = (field: Field, before: unknown = null): Part =>
  makeField(field, { reach: READS, named: true, earlier: before, changed() {}, say() {} });

/** A field while its answer is on the way: to be read, not written. */
function onItsWay(field: Field, before: unknown): Part {
  const part = asked(field, before);
  part.element.ariaBusy = "true";
  for (const input of part.element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) input.readOnly = true;
  return part;
}

/** A field after something was typed that it can't take. */
function refused(field: Field, typed: string): Part {
  const part = asked(field);
  const input = part.element.querySelector("input");
  if (input) input.value = typed;
  input?.dispatchEvent(new Event("change", { bubbles: true }));
  return part;
}

function buttons(...labels: string[]): Part {
  const { own, dispose } = life();
  const [first = "", second = "", third = ""] = labels;
  const made = [own(button(first, "primary", () => {})), own(button(second, "outlined", () => {})), own(button(third, "plain", () => {}))];
  return { element: h("div.k-doors", ...made.map(({ element }) => element)), dispose };
}

function held(): Part {
  const one = button(words.commit, "primary", () => {});
  one.hold(true);
  return { element: h("div.k-doors", one.element), dispose: one.dispose };
}

const sign = (text: string): HTMLElement => {
  const one = saved();
  one.show(text);
  return h("p.k-under", h("span"), one.element);
};

const told = (look: "calm" | "error", sentence: string): HTMLElement => {
  const one = notice(look);
  one.show(sentence);
  return one.element;
};

const LINES = [
  { id: "ask", label: "Ask what the other person already knows" },
  { id: "show", label: "Show one example before the rule" },
  { id: "silence", label: "Leave ten seconds of silence" },
  { id: "back", label: "Have them say it back" },
  { id: "write", label: "Write down what they called it" },
];
const inOrder = (items: typeof LINES, order?: string[]): Specimen => ({ say }) => {
  const one = ordered({ label: "What helps most? Put the most helpful first.", items, say, onorder() {} });
  if (order) one.set(order);
  return one;
};

function opening(title: string, ...content: (Node | string)[]): Part {
  const { own, dispose } = life();
  const one = own(dialog(title, ...content));
  const press = own(button("Show what was agreed", "outlined", one.open));
  return { element: h("div", press.element, one.element), dispose };
}

const THINGS: Omit<Thing, "make">[] = [
  { id: "note", label: "A note by Mira, to be said back", need: "She waits until Thursday", minutes: 5, opened: false },
  { id: "story", label: "A story by two of your pod", need: "", minutes: 4, opened: false },
  { id: "feedback", label: "Your facilitator's words on your reflection", need: "", minutes: 3, opened: false },
];
const arrived = (things: Omit<Thing, "make">[]): Part =>
  parcel({
    things: things.map((thing) => ({ ...thing, make: () => ({ element: quote("I drew it first and talked afterwards.", "partner"), dispose() {} }) })),
    onopen() {},
  });

/** A reply that is kept in the page alone; `slow` never comes back. */
function replyField(say: Bench["say"], begun = "", slow = false): ReplyField {
  let text: unknown = begun;
  return {
    reach: { kind: "facilitator", sentence: "Your facilitator reads this and can answer." },
    kept: { get: () => text, set: (value) => (text = value), clear: () => (text = "") },
    say,
    send: () => (slow ? new Promise(() => {}) : Promise.resolve({ ok: true, at: new Date().toISOString() })),
  };
}

const SAID = [
  spoken("Facilitator", "2026-11-20T12:03:04Z", "The list beside the sheet says more than any survey. What was on it?", "partner"),
  spoken("Me", "2026-11-20T15:20:00Z", "Only the three shifts she really has.", "you"),
];
const PARAGRAPH = "I took the nodding for understanding. It was politeness.";

const nobody: Mine = { fields: [MARKS], answers: null, guess: null };
const brought = (publicly: number, secretly: number): Mine => ({
  fields: [MARKS], answers: { marks: { values: { public: publicly, secret: secretly }, width: 15 } }, guess: 20,
});
const guessed = (more?: number): Mine => ({
  ...nobody, passed: [{ id: "guess", part: "", door: "commit", at: "2026-11-20T12:03:04Z", fields: [], answers: more === undefined ? null : { more }, scenes: [], before: 0 }],
});
const after = (field: Field, answer: Answer): HTMLElement => h("div.k-mine-card", answered(field, answer));

/** Every part, and the states of each, in the order of the sheet. */
export const SPECIMENS: Record<string, Record<string, Specimen>> = {
  button: {
    "three looks": () => buttons(words.commit, words.look, words.addNote),
    held,
    "long words": () => buttons(LONG, LONG, LONG),
    RTL: () => buttons(RTL, RTL, RTL),
  },
  choice: {
    empty: () => asked(CHOICE),
    touched: () => asked(CHOICE, "group"),
    "on its way": () => onItsWay(CHOICE, "group"),
    "long words": () => asked({ ...CHOICE, label: LONG, options: [{ id: "a", label: LONG }, { id: "b", label: "Keep it" }] }),
    RTL: () => asked({ ...CHOICE, label: RTL, options: [{ id: "a", label: RTL }, { id: "b", label: RTL }] }),
  },
  "line with marks": {
    empty: () => asked(MARKS),
    "one placed": () => asked(MARKS, { values: { public: 40 }, width: null }),
    touched: () => asked(MARKS, { values: { public: 40, secret: 45 }, width: 15 }),
    "at the ends": () => asked(MARKS, { values: { public: 0, secret: 120 }, width: 5 }),
    answered: () => after(MARKS, { values: { public: 40, secret: 45 }, width: 15 }),
    "long words": () => asked({ ...MARKS, label: LONG, ends: [LONG, LONG], marks: [{ id: "public", label: LONG }, { id: "secret", label: LONG }] }, { values: { public: 90 } }),
  },
  "line between claims": {
    empty: () => asked(POSITION),
    touched: () => asked(POSITION, { at: 20, sure: "firm" }),
    "no idea": () => asked(POSITION, { none: true }),
    answered: () => after(POSITION, { at: 20, sure: "firm" }),
    "long words": () => asked({ ...POSITION, left: LONG, right: LONG, none: LONG }),
  },
  "number and stepper": {
    empty: () => asked(NUMBER),
    touched: () => asked(NUMBER, 2),
    error: () => refused(NUMBER, "7"),
    decimal: () => asked({ ...NUMBER, label: "How sure, from 0 to 1?", max: 1, step: 0.1, unit: "" }, 0.3),
    "on its way": () => onItsWay(NUMBER, 2),
    "long words": () => asked({ ...NUMBER, label: LONG, unit: LONG }),
  },
  text: {
    empty: () => asked(TEXT),
    touched: () => asked(TEXT, "People like to look kind.\n\nMost do, at least."),
    "if you like": () => asked({ ...TEXT, words: null, optional: true }),
    "other readers": () => asked({ ...TEXT, reach: MINE }),
    "on its way": () => onItsWay(TEXT, "People like to look kind."),
    "long words": () => asked({ ...TEXT, label: LONG }, LONG.repeat(3)),
    RTL: () => asked({ ...TEXT, label: RTL }, `${RTL}\n${RTL}`),
  },
  "reach line": {
    "five kinds": () =>
      h("div", ...(["mine", "partner", "facilitator", "count", "library"] as const).map((kind) => reachLine({ kind, sentence: `Reach “${kind}”: a sentence that says who reads this.` }))),
    differs: () => reachLine(MINE, true),
    "long words": () => reachLine({ kind: "partner", sentence: LONG }),
  },
  "ordered list": {
    untouched: inOrder(LINES),
    touched: inOrder(LINES, ["back", "ask", "show", "silence", "write"]),
    "long words": inOrder([...LINES.slice(0, 2), { id: "long", label: LONG }]),
    RTL: inOrder([{ id: "a", label: RTL }, { id: "b", label: `${RTL} 2` }]),
  },
  fold: { edge: foldEdge },
  gap: {
    "with my marks": () => scene(GAP, brought(40, 45)),
    "nearly the same": () => scene(GAP, brought(57, 38)),
    "without marks": () => scene(GAP, nobody),
  },
  "figure of a group": {
    "with my guess": () => scene(FIGURE, guessed(-50)),
    "without a guess": () => scene(FIGURE, guessed()),
    "a guess beyond the line": () => scene(FIGURE, guessed(90)),
    "beside what was published": () => scene(PUBLISHED, guessed(-50)),
    "at the end": () => scene({ ...FIGURE, point: 60, intervals: [{ level: 95, low: 40, high: 60 }], table: { head: ["What", "Value"], rows: [["We, together", 60], ["At 95%, from", 40]] } }, guessed()),
    "in bands": () => scene(BANDS, nobody),
    withheld: () => scene(WITHHELD, nobody),
    "long words": () => scene({ ...WITHHELD, title: LONG, short: LONG }, nobody),
    RTL: () => scene({ ...FIGURE, title: RTL, who: "نحن", axis: { min: -60, max: 60, label: RTL } }, guessed(-50)),
  },
  "chart frame": {
    "dots, with my mark on a group": () => scene(DOTS, brought(51, 47)),
    "dots, without marks": () => scene(DOTS, nobody),
    shuffles: () => scene(SHUFFLE, brought(40, 45)),
  },
  "data table": {
    usual: () => dataTable(GAP.table, GAP.title),
    "wider than the card": () => dataTable({ head: Array.from({ length: 12 }, (_one, i) => `${AXIS.label} ${i}`), rows: [Array.from({ length: 12 }, (_one, i) => i * 1000.5)] }, "Twelve columns"),
  },
  feedback: {
    "with levels": () => feedbackBlock(FEEDBACK, CRITERIA),
    "both levels on one line": () => feedbackBlock(BOTH, CRITERIA),
    "with a reply field": ({ say }) => feedbackBlock(FEEDBACK, CRITERIA, { reply: replyField(say) }),
  },
  change: {
    usual: () => change(CHANGE),
    "nothing changed": () => change([["same", "I talked for ten minutes."]]),
    "long words and RTL": () => change([["gone", LONG.repeat(2)], ["new", RTL]]),
  },
  thread: {
    "no reply field": () => thread({ mine: PARAGRAPH, said: SAID }),
    "reply begun": ({ say }) => thread({ mine: PARAGRAPH, changed: true, said: SAID, reply: replyField(say, "It was the list I had asked her for.") }),
    "reply on its way": ({ say }) => thread({ mine: PARAGRAPH, said: SAID, reply: replyField(say, "Press the button: no answer comes.", true) }),
    "long words and RTL": () => thread({ mine: LONG.repeat(2), said: [spoken(LONG, "", RTL, "partner")] }),
  },
  parcel: {
    "three things": () => arrived(THINGS),
    "one opened": () => arrived(THINGS.map((thing, i) => ({ ...thing, opened: i === 0 }))),
    "all opened": () => arrived(THINGS.map((thing) => ({ ...thing, opened: true }))),
    "long words": () => arrived([{ id: "long", label: LONG, need: LONG, minutes: 1, opened: false }]),
  },
  dialog: {
    closed: () => opening("What was agreed", h("p", "Two listeners read this, nobody else.")),
    "long text": () => opening(LONG, ...Array.from({ length: 30 }, () => h("p", "A paragraph that makes the dialog scroll by itself."))),
  },
  quote: {
    mine: () => quote(PARAGRAPH),
    "another person's": () => quote("You call it politeness. What would Mira call it?", "partner"),
    earlier: () => quote("I showed Mira the sheet.", "earlier"),
    RTL: () => quote(RTL),
  },
  "saved sign": { saved: () => sign(words.saved("12:03")), waiting: () => sign(words.kept), saving: () => sign(words.saving) },
  notice: {
    busy: () => told("calm", words.waiting),
    gone: () => told("calm", words.gone),
    error: () => told("error", "This text is refused by the test. Change it."),
    "long words": () => told("error", LONG.repeat(2)),
  },
};
