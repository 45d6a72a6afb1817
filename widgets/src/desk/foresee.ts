// What the desk will be once the server has done what it was asked: the page moves on at once.
import type { DeskAction, DeskState, Marking, Row } from "./types";

const statusOf = (criteria: readonly Marking[]): Row["status"] => {
  const set = criteria.filter(({ points }) => points !== null).length;
  return set === 0 ? "unmarked" : set < criteria.length ? "partly" : "marked";
};

const row = (state: DeskState, answer: string, more: Partial<Row>): Row[] =>
  state.queue.map((one) => (one.answer === answer ? { ...one, ...more } : one));

function marking(state: DeskState, answer: string, criterion: string, more: Partial<Marking>): DeskState {
  if (state.open?.answer !== answer) return state;
  const criteria = state.open.criteria.map((one) => (one.id === criterion ? { ...one, ...more } : one));
  // A second marker sees the first one's status nowhere, so nothing is to be foretold about it.
  const queue = "points" in more ? row(state, answer, { status: statusOf(criteria) }) : state.queue;
  return { ...state, open: { ...state.open, criteria }, queue };
}

/** The state after one action, as far as a page can tell; what only the server knows stays as it is. */
export function foresee(state: DeskState, action: DeskAction): DeskState {
  switch (action.do) {
    case "level":
      return marking(state, action.answer, action.criterion, { points: action.points });
    case "comment":
      return marking(state, action.answer, action.criterion, { comment: action.text });
    case "care": {
      const { answer, on, note } = action;
      const open = state.open?.answer === answer ? { ...state.open, care: { on, note } } : state.open;
      return { ...state, open, queue: row(state, answer, { care: on }) };
    }
    case "skip":
      return { ...state, queue: row(state, action.answer, { skipped: true }) };
    case "view": {
      const { do: _do, ...view } = action;
      return { ...state, ...view };
    }
    case "run":
      return { ...state, jobs: state.jobs.map((job) => (job.step === action.step ? { ...job, running: true, ok: null } : job)) };
    default:
      return state;
  }
}

/** Whether another answer may stand open once this is done. */
export const moves = (action: DeskAction): boolean => ["module", "view", "open", "next", "skip", "undo"].includes(action.do);
