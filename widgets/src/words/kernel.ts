// What Python says when it refuses something; a page without a kernel refuses in the same words.
import { kernel } from "kith-words";
import { saying } from ".";

export const {
  allUnfolded, because, commitFirst, committedAlready, criteriaStay, explainedAlready, noSuchCriterion, noSuchDraft,
  noVerdict, nobodyReads, noteTooEarly, nothingToAnswer, nothingToExplain, nothingToShow, notYetThere, ownGood, ownTitle, readOnly,
  roomWord, theSentence, unknownAction, unreadable, yourExplanation, yourNote, yourReply,
} = kernel;

export const noNumber = saying<[string]>(kernel.noNumber, "label");
export const outOfRange = saying<[label: string, min: number, max: number]>(kernel.outOfRange, "label", "min", "max");
export const unanswered = saying<[string]>(kernel.unanswered, "label");
export const empty = saying<[string]>(kernel.empty, "label");
export const noText = saying<[string]>(kernel.noText, "label");
export const tooLong = saying<[label: string, limit: number]>(kernel.tooLong, "label", "limit");
export const howSure = saying<[string]>(kernel.howSure, "label");
export const noLevelChosen = saying<[string]>(kernel.noLevelChosen, "label");
