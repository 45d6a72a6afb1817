// The shapes that travel between the marking desk and its server. All strings are plain text.
import type { Node } from "../kit/tree";
import type { Criterion, Stretch } from "../types";

export interface DeskCard {
  title: string;
  course: string;
  key: string;
  modules: { id: string; title: string }[];
  marker: string;
  /** How far it can be with what got in the way. */
  states: { id: string; label: string }[];
}

export interface Row {
  answer: string;
  prompt: string;
  who: string;
  status: "unmarked" | "partly" | "marked";
  skipped: boolean;
  late: boolean;
  revised: boolean;
  replies: number;
  care: boolean;
  mine: boolean;
  /** Who has it open elsewhere. */
  held: string | null;
}

export interface Dated {
  at: string;
  text: string;
}

export interface Marking {
  id: string;
  title: string;
  asks: string;
  levels: Criterion["levels"];
  /** Whether the learner put this criterion in the place of one of the course's. */
  own: boolean;
  max_points: number;
  points: number | null;
  comment: string;
  /** The comment as it will be drawn for its reader. */
  tree: Node[];
  /** How the learner sees it; comes only once a level is set here. */
  self: { points: number | null; sentence: string } | null;
  replies: Dated[];
  verdicts: { text: string; verdict: string; because: string }[];
  /** The points in the feedback that was given last. */
  given: number | null;
}

export interface Answer {
  answer: string;
  prompt: string;
  who: string;
  learner: string | null;
  text: string;
  /** Names just these words: what is set goes back with it. */
  version: string;
  /** Why no level would hold just now; null where one would. */
  ungraded: string | null;
  at: string | null;
  words: number;
  /** Drafts that the learner chose to show. */
  shown: Dated[];
  /** The way from the first of them to the text. */
  grown: Stretch[];
  /** The way from the text that feedback was given on last, where it has changed since. */
  moved: { at: string; parts: Stretch[] } | null;
  care: { on: boolean; note: string };
  criteria: Marking[];
}

export type Step = "collect" | "grade" | "feedback";

export interface Job {
  step: Step;
  running: boolean;
  done: number;
  total: number;
  sentence: string;
  ok: boolean | null;
}

export interface Concern {
  kind: "late" | "failed" | "refused" | "ungraded" | "revised" | "reply" | "care" | "snag";
  who: string;
  sentence: string;
  answer: string | null;
}

/** What got in learners' way at one place, and what was said of it last. */
export interface Obstacle {
  where: string;
  title: string;
  people: string;
  new: number;
  state: string;
  line: string;
}

export interface Phrase {
  id: string;
  criterion: string;
  text: string;
  uses: number;
}

export interface Prompt {
  id: string;
  title: string;
  question: string[];
  criteria: Criterion[];
}

export interface DeskState {
  module: string;
  marker: string;
  by: "prompt" | "learner";
  prompt: string | null;
  learner: string | null;
  names: boolean;
  mine: boolean;
  second: boolean;
  prompts: Prompt[];
  queue: Row[];
  open: Answer | null;
  bank: Phrase[];
  markers: string[];
  undo: string | null;
  attention: Concern[];
  jobs: Job[];
  /** Comes once it is asked for. */
  obstacles: Obstacle[] | null;
  agreement: { criterion: string; title: string; n: number; kappa: number | null; sentence: string }[] | null;
  /** Of the whole module, whatever the queue is restricted to. */
  counts: { answers: number; marked: number; partly: number; learners: number; complete: number };
  /** Where names are shown, or where a learner can be told from others without one. */
  learners: { id: string; name: string }[] | null;
}

/** Where an action was meant: it may arrive when its page stands elsewhere. */
interface Meant {
  module?: string;
  second?: boolean;
}

export type DeskAction = Doing & Meant;

type Doing =
  | { do: "module"; module: string }
  | { do: "view"; by?: "prompt" | "learner"; prompt?: string | null; learner?: string | null; names?: boolean; mine?: boolean; second?: boolean }
  | { do: "open"; answer: string }
  | { do: "next" }
  | { do: "skip"; answer: string }
  | { do: "level"; answer: string; criterion: string; points: number | null; version: string; before: number | null }
  | { do: "comment"; answer: string; criterion: string; text: string; version: string; before: string }
  | { do: "phrase"; criterion: string; text: string }
  | { do: "forget"; phrase: string }
  | { do: "care"; answer: string; on: boolean; note: string }
  | { do: "undo" }
  | { do: "marker"; name: string }
  | { do: "share"; markers: string[] }
  | { do: "run"; step: Step }
  | { do: "obstacles" }
  | { do: "move"; where: string; state: string; line: string }
  | { do: "look" };
