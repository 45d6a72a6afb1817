// The shapes that travel between the Python widget and the browser. All strings are plain text.
import type { Node } from "./kit/tree";
import type { InboxAction } from "./types/inbox";
import type { GridAnswer, GridField, OrderField, SortAnswer, SortField } from "./types/lab";
import type { NetworkAnswer, NetworkField, RanScene, RunScene, WebScene } from "./types/network";
import type { ClockScene, FigureScene, LeavesAction, MineScene, PairScene, PassageAnswer, PassageField, QuoteScene, RatingField, TallyScene } from "./types/leaves";
import type { MapAnswer, MapField, MapsScene } from "./types/map";
import type { CrowdAnswer, CrowdField, CrowdScene, SeveralField, TurnsAnswer, TurnsField, TurnsScene } from "./types/rooms";
import type { CodeAnswer, CodeField, PlayScene } from "./types/run";

export type * from "./types/inbox";
export type * from "./types/lab";
export type * from "./types/leaves";
export type * from "./types/map";
export type * from "./types/network";
export type * from "./types/rooms";
export type * from "./types/run";

export type ReachKind = "mine" | "partner" | "facilitator" | "count" | "library";
export interface Reach {
  kind: ReachKind;
  sentence: string;
}

export interface Named {
  id: string;
  label: string;
}

export interface MarksField {
  id: string;
  kind: "marks";
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
  ends: [string, string];
  marks: Named[];
  width: { label: string } | null;
  hint?: string | null;
}
export interface PositionField {
  id: string;
  kind: "position";
  label: string;
  left: string;
  right: string;
  sure: Named[];
  none: string;
}
export interface ChoiceField {
  id: string;
  kind: "choice";
  label: string;
  options: Named[];
  reach?: Reach;
}
export interface NumberField {
  id: string;
  kind: "number";
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
  hint?: string | null;
  reach?: Reach;
}
export interface TextField {
  id: string;
  kind: "text";
  label: string;
  words: [number, number] | null;
  optional: boolean;
  /** Somebody's words that this is about. */
  above?: QuoteScene[];
  reach?: Reach;
}
export type Field = MarksField | PositionField | ChoiceField | NumberField | TextField | RatingField | PassageField | SortField | OrderField | GridField | MapField | NetworkField | CrowdField | TurnsField | SeveralField | CodeField;

export interface MarksAnswer {
  values: Record<string, number>;
  width: number | null;
}
export type PositionAnswer = { at: number; sure: string } | { none: true };
export type Answer = MarksAnswer | PositionAnswer | PassageAnswer | SortAnswer | string[] | GridAnswer | MapAnswer | string | number | NetworkAnswer | CrowdAnswer | TurnsAnswer | CodeAnswer;
export type Answers = Record<string, Answer>;

export interface FoldCard {
  prompt: string;
  title: string;
  intro: string[];
  reach: Reach;
  /** Who reads notes: they travel as explanations do, whatever the answers' own reach. */
  note_reach: Reach;
  fields: Field[];
  doors: boolean;
  kept: string;
  key: string;
  more?: boolean;
}

export interface Axis {
  min: number;
  max: number;
  label: string;
}
export interface Table {
  head: string[];
  rows: (string | number)[][];
}
/** A sentence with a figure of mine where it says {mine}, and the one for who gave none. */
export interface Said {
  /** A field and one of its marks, or the guess before the scene; in an activity a step and one of its fields. */
  of: [string, string] | "guess" | Mean;
  with: string;
  without: string;
}
/** The mean of what I answered, in an activity; whatever holds no number is left out. */
export interface Mean {
  /** A step, one of its fields, and whether the answer to it is turned round. */
  places: [step: string, field: string, turned: boolean][];
  /** An answer and what it is turned into are together as much. */
  turn: number;
  /** With fewer answers there is none. */
  least: number;
}
/** A scene holds what came, never what I answered: that stands in the state, and the browser draws it in. */
interface Picture {
  title: string;
  sentence: string;
  said?: Said[];
  axis: Axis;
  table: Table;
  how: string;
  /** The marks field whose values are drawn beside the rows, each at the row with its mark's id. */
  of?: string;
}
export interface DotsScene extends Picture {
  kind: "dots";
  rows: { id: string; label: string; values: number[]; mean: number | null }[];
}
/** The table has one row for each of `rows`, in their order. */
export interface GapScene extends Picture {
  kind: "gap";
  /** A field and the option of it for which marks were set: of who chose another, none is drawn. */
  meant?: [field: string, option: string];
  rows: { id: string; label: string; truth: number }[];
}
/** `share` is a part of one, as computed. */
export interface ShuffleScene extends Picture {
  kind: "shuffle";
  bins: { from: number; to: number; count: number }[];
  observed: number;
  share: number;
  /** What is needed to deal before one's eyes. */
  dealing?: Dealing;
}
/** Results under two labels that are dealt anew: which of them bear the first one in the first deals, and the bar of every deal. */
export interface Dealing {
  labels: [string, string];
  values: number[];
  first: number[][];
  order: number[];
}
export interface TextScene {
  kind: "text";
  title: string;
  paragraphs: string[];
  said?: Said[];
  /** Choice fields whose answers are counted, and the sentence for who chose nothing. */
  tally?: { of: string[]; without: string };
}
export type Scene = DotsScene | GapScene | ShuffleScene | TextScene | QuoteScene | MineScene | PairScene | TallyScene | FigureScene | MapsScene | WebScene | RunScene | RanScene | CrowdScene | TurnsScene | PlayScene | ClockScene;

/** What I answered to another question, with its fields as they are drawn. */
export interface Recalled {
  title: string;
  at: string;
  fields: Field[];
  answers: Answers;
}

export interface FoldState {
  stage: "open" | "committed" | "unfolded" | "explained";
  door: "commit" | "look" | null;
  answers: Answers | null;
  at: string | null;
  /** What stands above the question or, once it is answered, beside the answer. */
  recalled: Recalled[];
  scenes: Scene[];
  /** For each scene what was guessed before it, out of what was asked; null where nothing was. */
  guesses: (number | null)[];
  /** Whether what came opens with a word that is said in the room. */
  held: boolean;
  ask: Field | null;
  next: string | null;
  explain: { label: string; quoted: Said[]; reach: Reach } | null;
  explanation: string | null;
  explained_at: string | null;
  notes: { text: string; at: string }[];
  /** Whether my answers are left out of every figure; null where none of them counts. */
  out: boolean | null;
}

export interface Level {
  points: number;
  label: string;
  text: string;
}
export interface Criterion {
  id: string;
  title: string;
  asks: string;
  levels: Level[];
  /** The levels of a criterion of my own in this one's place; null where none may be put there. */
  mine: Level[] | null;
}
export interface ReflectionCard {
  prompt: string;
  title: string;
  question: string[];
  reach: Reach;
  words: [number, number] | null;
  criteria: Criterion[];
  key: string;
  /** What the key was while the prompt had another id. */
  former?: string[];
}

export interface PlayerCard {
  prompt: string;
  title: string;
  key: string;
  /** What is tried in the second run; empty where nothing is. */
  intro: string;
  /** What a step is called, and the number of the first. */
  step: string;
  first: number;
  frames: { kind: "switch"; on: string; off: string; coded: boolean } | { kind: "levels"; of: string } | null;
  /** The rule of the model as it is written; empty where it is not known. */
  code: string;
  /** In the order of the bytes that come with the card. */
  runs: { label: string; layout: "grid" | "rows" | "ring" | "hubs" }[];
  /** Curves that share an axis; each has the name that the bytes know it by, and its words. */
  curves: { label: string; share: boolean; series: [name: string, label: string][] }[];
}

/** A criterion of mine, in the place of one of the card's. */
export interface Swapped {
  replaces: string;
  title: string;
  good: string;
  at: string;
}
export interface SelfLevel {
  points: number | null;
  sentence: string;
  at: string;
}
export type Verdict = "adopted" | "adapted" | "declined";
export interface Suggestion {
  id: string;
  text: string;
  answer: { verdict: Verdict; because: string; at: string } | null;
}
export interface Replied {
  text: string;
  at: string;
  read: boolean;
}
/** One criterion of the feedback; while it is folded, nothing that was said on it is here. */
export interface Mark {
  id: string;
  title: string;
  /** Whether it was a criterion of mine, in the place of the card's with this id. */
  swapped: boolean;
  max_points: number;
  folded: boolean;
  points: number | null;
  level: string;
  before: number | null;
  sentence: string;
  comment: Node[];
  suggestions: Suggestion[];
  self: SelfLevel | null;
  /** My reply to this feedback, and the one to the feedback before it. */
  reply: Replied | null;
  previous: Replied | null;
}
export interface Feedback {
  at: string;
  on: string;
  criteria: Mark[];
  changed: boolean;
}
/** A stretch of text: in both versions, only in the earlier one, or only in the later. */
export type Stretch = ["same" | "gone" | "new", string];
export interface Draft {
  draft: number;
  at: string;
}
/** A version that stands for a step: the end of a sitting, or what was submitted. */
export interface Version extends Draft {
  submitted: boolean;
  /** Whether I wrote it for myself alone: then it can't be shown. */
  mine: boolean;
}
export interface ReflectionState {
  text: string;
  at: string | null;
  drafts: number;
  /** Whether an earlier version is worth a comparison. */
  versions: boolean;
  shown: (Draft & { text: string })[] | null;
  /** An earlier version beside the present text; without a number it is the one that the feedback is about. */
  compared: { draft: number | null; at: string; text: string; parts: Stretch[]; versions: Version[] } | null;
  /** The earlier versions that readers are shown. */
  grown: Draft[];
  swapped: Swapped | null;
  self: (SelfLevel & { criterion: string; points: number; there: boolean })[];
  feedback: Feedback | null;
}

export type Action =
  | InboxAction
  | LeavesAction
  | { do: "commit"; answers: Answers }
  | { do: "look" }
  | { do: "open"; word?: string; away?: true }
  | { do: "unfold"; answer?: Answer; look?: true }
  | { do: "explain"; text: string }
  | { do: "note"; text: string }
  | { do: "save"; text: string }
  | { do: "drafts" }
  /** 0 is the first version; null closes it. It stays beside the text until then. */
  | { do: "compare"; draft: number | "feedback" | null }
  | { do: "grow"; drafts: number[] }
  | { do: "criterion"; put: { replaces: string; title: string; good: string } | null }
  /** Null takes my level back; so does a null verdict, and an empty reply. */
  | { do: "rate"; criterion: string; points: number | null; sentence: string }
  | { do: "show" }
  | { do: "reply"; criterion: string; text: string }
  | { do: "suggestion"; criterion: string; suggestion: string; verdict: Verdict | null; because: string };

export type Reply<State> = { ok: true; at: string; state: State } | { ok: false; why: string };
