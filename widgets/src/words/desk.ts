// What the marking desk says.
import { desk as json } from "kith-words";
import { saying } from ".";

export { direction, language } from "kith-words";

export const {
  actions, allByLearner, allKeys, allLearners, allMarked, allQuestions, agreement, answers, asRead, attention, byLearner, byPrompt, cantTell, care,
  careButton, cohortDesk, careIsGone, careIsSet, careNote, careSet, careSteps, careWhy, closeBank, closeSentences, comment, criterion, desk, dropCare, find, findPhrase, forget, giveNow,
  goneAndNew, gone, guide, howFar, isFirst, kappa, keepPhrase, kept, key, keysNote, keysOn, late, leanWhy, learner, levels, levelsOnly, login, markers, module, movedOn, moveOn, namesShown, next, noAgreement,
  nameFirst, noAnswers, noCriteria, noLevel, noneFits, noObstacles, noPhrases, notRated, noText, nothingHere, nothingHereYet, nothingToKeep, nothingToUndo, nothingWaits, notYet,
  obstacleLine, obstacles, obstaclesWhy, oneAtATime, onePerLine, onlyMine, open, order, orderAndFilter, ownCriterion, phraseKept, phrases, previous, progress, question, readTwice, revised, revisedNote,
  rounds, running, save, savedNow, second, secondOn, secondRuns, secondWhy, sentence, setCare, sharing, sharingWhy, show, skip, skipped, skipTo, slow, suggest,
  theQuestion, thisLearner, undo, whatItDoes, wordsChanged, yourName,
} = json;

export const status = { unmarked: json.statusUnmarked, partly: json.statusPartly, marked: json.statusMarked };
export const shown = {
  all: json.shownAll, open: json.shownOpen, skipped: json.shownSkipped, revised: json.shownRevised, replies: json.shownReplies, care: json.shownCare,
};
export const kinds = {
  failed: json.kindFailed, refused: json.kindRefused, ungraded: json.kindUngraded, care: json.kindCare, reply: json.kindReply, revised: json.kindRevised, late: json.kindLate, snag: json.kindSnag,
};
export const verdicts = { adopted: json.verdictAdopted, adapted: json.verdictAdapted, declined: json.verdictDeclined };
export const steps = { collect: json.stepCollect, grade: json.stepGrade, feedback: json.stepFeedback };
export const stepWhy = { collect: json.whyCollect, grade: json.whyGrade, feedback: json.whyFeedback };
export const keys = {
  level: json.keyLevel, clear: json.keyClear, criterion: json.keyCriterion, next: json.keyNext, previous: json.keyPrevious, skip: json.keySkip,
  undo: json.keyUndo, comment: json.keyComment, suggest: json.keySuggest, quote: json.keyQuote, bank: json.keyBank, care: json.keyCare, obstacles: json.keyObstacles, keys: json.keyKeys, leave: json.keyLeave,
};

export const titleOf = saying<[title: string, desk: string]>(json.titleOf, "title", "desk");
export const marked = saying<[n: number, all: number]>(json.marked, "n", "all");
export const timeLeft = saying<[number]>(json.timeLeft);
export const repliesWaiting = saying<[number]>(json.repliesWaiting);
export const heldBy = saying<[string]>(json.heldBy);
export const answerOf = saying<[string]>(json.answerOf);
export const obstaclesNew = saying<[number]>(json.obstaclesNew);
export const saidLast = saying<[line: string]>(json.saidLast, "line");
export const handedIn = saying<[string]>(json.handedIn);
export const words = saying<[number]>(json.words);
export const moved = saying<[string]>(json.moved);
export const grew = saying<[number]>(json.grew);
export const firstToLast = saying<[string]>(json.firstToLast);
export const draftOf = saying<[string]>(json.draftOf);
export const levelsOf = saying<[string]>(json.levelsOf);
export const points = saying<[number]>(json.points);
export const between = saying<[low: string, high: string]>(json.between, "low", "high");
export const setElsewhere = saying<[n: string, level: string]>(json.setElsewhere, "n", "level");
export const chose = saying<[title: string, level: string]>(json.chose, "title", "level");
export const cleared = saying<[string]>(json.cleared);
export const noSuchLevel = saying<[n: number, all: number]>(json.noSuchLevel, "n", "all");
export const given = saying<[string]>(json.given);
export const givenSame = saying<[string]>(json.givenSame);
export const self = saying<[string]>(json.self);
export const replyAt = saying<[string]>(json.replyAt);
export const verdict = saying<[verdict: string, text: string]>(json.verdict, "verdict", "text");
export const commentOn = saying<[string]>(json.commentOn);
export const phrasesOf = saying<[string]>(json.phrasesOf);
export const leanOn = saying<[title: string]>(json.leanOn, "title");
export const noSuchSentence = saying<[number]>(json.noSuchSentence);
export const noSuchPhrase = saying<[number]>(json.noSuchPhrase);
export const forgetThis = saying<[string]>(json.forgetThis);
export const savedAt = saying<[string]>(json.savedAt);
export const waiting = saying<[number]>(json.waiting);
export const notAnswered = saying<[number]>(json.notAnswered);
export const undone = saying<[string]>(json.undone);
export const attentionCount = saying<[number]>(json.attentionCount);
export const openThis = saying<[string]>(json.openThis);
export const doneOf = saying<[n: number, all: number]>(json.doneOf, "n", "all");
export const stepOf = saying<[step: string, n: number, all: number]>(json.stepOf, "step", "n", "all");
export const stepRuns = saying<[string]>(json.stepRuns);
export const giveAsks = saying<[n: number, all: number]>(json.giveAsks, "n", "all");
export const markedBy = saying<[string]>(json.markedBy);
