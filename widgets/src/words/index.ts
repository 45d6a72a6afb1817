// Every word the interface says: sentences from kith_widgets/words/<language>.json, filled with what they are about.
// Each name is exported by itself, so that a bundle carries only the words it says. Texts of the course come with the cards.
import * as json from "kith-words";
import { figure, filled, written, type Sentence, type Value } from "./saying";

export {
  adapted, addNote, adopted, asNumber, because, bothSentence, cameIn, cameOfIt, changeFrom, changeKey, changeLevel,
  changeReply, changeVerdict, close, commit, commitOnce, criteria, declined, direction, dropOther, expected,
  explainNeeds, feedback, feedbackOn, gone, grownNow, grownWill, how, howChanged, howSure, keepExplanation, keepLevel,
  keepNote, keepOrder, keepReply, keepVerdict, kept, keptHere, language, levelNeeds, look, me, mean, middle,
  mirrorWhy, myAnswer, myExplanation, mySentence, myText, noDrafts, noLevel, noMark, noSentence, notOrdered,
  notPlaced, note, noteNeeds, notes, nothingLeft, observed, opened, optional, ordered, ownCriterion, ownGood,
  ownGoodNeeds, ownTitle, ownTitleNeeds, placeYours, reader, readerSentence, reply, replyNeeds, samePlace, saving,
  selfAssess, selfWhy, sending, sentenceChosen, sentenceGone, sentenceOpen, sentenceWent, setMine, showGrown, showWithout,
  shuffleAgain, simulated, suggestions, swap, swapBack, swapChange, swapLater, swapNeeds, swapOffer, swapWhich, swapWhy, table,
  takeBack, textChanged, unkept, unreadable, useOther, verdictNeeds, versionMine, waiting, wentOut, whatCameOfIt, whatMoved,
  whichLevel, whichSentence, you,
  countMine, eachClaim, goOn, goOnWithout, leaveMineOut, looked, mineCounted, mineLeftOut, bySentence, markThis, nothingMarked, nothingWritten, notInRoom, selectFirst, unmark, openIt, roomWord, wentOn, whatWasSo, whichForm, wordNeeds, yourSureness,
  allDone, cardNotRun, lookAgain, lookedAgain, nothingCame, pageNotHere, thingDone,
  asksFirst, asksNever, crowdUnmade,
  clockGoes, clockRuns, clockStands, clockStart, nobodySpeaks, seatsHere, shareBeside, tapsHow, tapsTitle, turnKeys, turnsNeed,
  allSorted, emptyLane, sortBecause, theClaim, unsorted,
  mapAdd, mapChange, mapChoose, mapDrop, mapFrom, mapGone, mapHow, mapKept, mapLink, mapNew, mapNoneNow, mapOwn, mapPicture, mapRetell, mapRetold, mapRows, mapSays, mapSigns, mapTo, mapTwice, mapUnchosen, mapUnsaid, undo, undone,
  asItWas, chooseOne, knowsHow, networkStep, networkTable, person, theyHaveIt, tiedTo, tieFrom, tieTo, whichTie, whoLeaves,
  codeIs, codeNeeds, codeNone, codeWhich,
  justBegan, justStopped, keys, pause, play, playAgain, playerKeys, runUnreadable, scrub, showCode, simulatedRun, speed, stepBack, stepOn,
} from "kith-words";

export { figure };

/** What says a sentence with values. `names` tell several apart; a first one that is a number chooses the plural form. */
// @__NO_SIDE_EFFECTS__
export const saying = <Values extends [Value, ...Value[]]>(sentence: Sentence, ...names: string[]) => (...values: Values): string =>
  filled(sentence, names, values);

// doors
export const missing = saying<[string[]]>(json.missing);
export const open = saying<[number]>(json.open);
export const committedAt = saying<[string]>(json.committedAt);
export const lookedAt = saying<[string]>(json.lookedAt);

// marks on a line
export const placeFirst = saying<[string]>(json.placeFirst);
export const markNeeds = saying<[string]>(json.markNeeds);
export const answerNeeds = saying<[string]>(json.answerNeeds);
const bounds = saying<[string, string]>(json.outside, "min", "max");
const boundsInSteps = saying<[string, string, string]>(json.outsideSteps, "min", "max", "step");
export const outside = (min: string, max: string, step: string): string => (step === "1" ? bounds(min, max) : boundsInSteps(min, max, step));
const withUnit = saying<[string, string]>(json.amount, "value", "unit");
const about = saying<[string]>(json.giveOrTake);
const percents = saying<[string]>(json.percents);
export const amount = (value: string, unit: string): string => (unit === "%" ? percents(value) : unit ? withUnit(value, unit) : value);
export const giveOrTake = (value: string, unit: string): string => about(amount(value, unit));

// between two claims
const littleNearer = saying<[string]>(json.littleNearer);
const muchNearer = saying<[string]>(json.nearer);
const nearest = saying<[string]>(json.nearest);
export const nearer = (percent: number, claim: string): string =>
  (percent >= 90 ? nearest : percent >= 65 ? muchNearer : littleNearer)(claim);
export const sureNeeds = saying<[string]>(json.sureNeeds);

// text, and saving it
export const wordTarget = saying<[count: number, low: number, high: number]>(json.wordTarget, "n", "low", "high");
export const saved = saying<[string]>(json.saved);
export const otherText = saying<[string]>(json.otherText);

// pictures
export const shuffles = saying<[number]>(json.shuffles);
export const share = saying<[string]>(json.share);
export const guessed = saying<[string]>(json.guessed);
export const inHundred = saying<[some: string | number, all: number]>(json.inHundred, "some", "all");
export const lessThan = saying<[number]>(json.lessThan);
export const apart = saying<[number]>(json.apart);
export const allowed = saying<[width: number, where: string[]]>(json.allowed, "width", "where");
export const inside = saying<[string]>(json.inside);
export const beyond = saying<[string]>(json.beyond);
export const chose = saying<[string[]]>(json.chose);
export const times = saying<[n: number, label: string]>(json.times, "n", "label");

// afterwards
export const keptAt = saying<[string]>(json.keptAt);
export const notYet = saying<[string]>(json.notYet);

// reflection
export const drafts = saying<[number]>(json.drafts);
export const feedbackAt = saying<[string]>(json.feedbackAt);
export const points = saying<[n: string, max: string]>(json.points, "n", "max");
export const between = saying<[low: string, high: string]>(json.between, "low", "high");
export const ownInstead = saying<[string]>(json.ownInstead);
export const firstVersion = saying<[string]>(json.firstVersion);
export const submittedVersion = saying<[string]>(json.submittedVersion);
export const wholeVersion = saying<[string]>(json.wholeVersion);
export const grownList = saying<[string[]]>(json.grownList);
export const levelMoved = saying<[string]>(json.levelMoved);
export const replyKept = saying<[string]>(json.replyKept);
export const replyRead = saying<[string]>(json.replyRead);
export const replyUnread = saying<[string]>(json.replyUnread);

// parts: stepper, ordered list, parcel
export const less = saying<[string]>(json.less);
export const more = saying<[string]>(json.more);
export const up = saying<[string]>(json.up);
export const down = saying<[string]>(json.down);
export const movedTo = saying<[label: string, n: number, all: number]>(json.movedTo, "label", "n", "all");
export const things = saying<[number]>(json.things);
export const minutes = saying<[number]>(json.minutes);

// inbox
export const openPage = saying<[string]>(json.openPage);
export const showCard = saying<[string]>(json.showCard);
export const leftBefore = saying<[number]>(json.leftBefore);
export const doneThings = saying<[number]>(json.doneThings);

// activities
export const moreCard = saying<[title: string]>(json.moreCard, "title");
export const stepOf = saying<[n: number, all: number]>(json.stepOf, "n", "all");
export const markedSo = saying<[number]>(json.markedSo);
export const wentOnAt = saying<[string]>(json.wentOnAt);
export const talkTo = saying<[string]>(json.talkTo);
export const formNow = saying<[string]>(json.formNow);
export const ofScale = saying<[low: string, high: string]>(json.ofScale, "low", "high");
export const sureAndSo = saying<[so: number, all: number, sure: string]>(json.sureAndSo, "so", "all", "sure");
export const ofAll = saying<[so: number, all: number]>(json.ofAll, "so", "all");
export const yourAnswer = saying<[answer: string, sure: string]>(json.yourAnswer, "answer", "sure");

// lab
export const whereTo = saying<[string]>(json.whereTo);
export const liesIn = saying<[label: string, group: string]>(json.liesIn, "label", "group");
export const unsortedLeft = saying<[number]>(json.unsortedLeft);
export const sortNeeds = saying<[n: number, label: string]>(json.sortNeeds, "n", "label");
export const orderNeeds = saying<[string]>(json.orderNeeds);
export const sortReason = saying<[string]>(json.sortReason);

// map
export const mapNeeds = saying<[string]>(json.mapNeeds);
export const mapPicked = saying<[string]>(json.mapPicked);
export const mapLinked = saying<[string]>(json.mapLinked);
export const mapAdded = saying<[string]>(json.mapAdded);
export const mapDropped = saying<[string]>(json.mapDropped);
export const mapAlone = saying<[string[]]>(json.mapAlone);
export const mapThen = saying<[string]>(json.mapThen);
export const mapNow = saying<[string]>(json.mapNow);
export const mapCounts = saying<[kept: number, retold: number, gone: number, came: number]>(json.mapCounts, "kept", "retold", "gone", "came");

// network
/** Things side by side, as a sentence names them. */
export const listed = (things: string[]): string => written(things);
export const pairNamed = saying<[one: string, other: string]>(json.pairNamed, "one", "other");
export const personLeaves = saying<[string]>(json.personLeaves);
export const tieGone = saying<[string]>(json.tieGone);
export const tieMade = saying<[string]>(json.tieMade);
export const networkOf = saying<[people: number, ties: number]>(json.networkOf, "n", "ties");
export const networkNeeds = saying<[string]>(json.networkNeeds);
export const heldAlone = saying<[thing: string, who: string]>(json.heldAlone, "thing", "who");
export const heldBy = saying<[thing: string, who: string[]]>(json.heldBy, "thing", "who");
export const heldByNobody = saying<[string]>(json.heldByNobody);
export const haveItNow = saying<[string[]]>(json.haveItNow);
export const haveIt = saying<[n: number, all: number]>(json.haveIt, "n", "all");

// rooms
export const asksAfter = saying<[number]>(json.asksAfter);
export const personOf = saying<[number]>(json.personOf);
export const crowdNeeds = saying<[string]>(json.crowdNeeds);
export const people = saying<[number]>(json.people);
export const crowdEnd = saying<[n: number, people: number]>(json.crowdEnd, "n", "people");
export const crowdGuess = saying<[guess: number, n: number]>(json.crowdGuess, "guess", "n");
export const crowdRound = saying<[n: number, all: string]>(json.crowdRound, "n", "all");
export const seatOf = saying<[number]>(json.seatOf);
export const seatSpeaks = saying<[number]>(json.seatSpeaks);
export const spokeInAll = saying<[string]>(json.spokeInAll);
export const seatSpoke = saying<[share: number, seat: number, time: string]>(json.seatSpoke, "share", "seat", "time");
export const shareGuessed = saying<[number]>(json.shareGuessed);

// player
const parts = /* @__PURE__ */ new Intl.NumberFormat(json.language, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  // As Python rounds in a model's own sentence: both stand on one card.
  roundingMode: "halfEven",
});
const wholeParts = /* @__PURE__ */ new Intl.NumberFormat(json.language, { style: "percent" });
/** A part of one in hundredths, always with a tenth, so that it does not jump while it changes. */
export const percent = (share: number): string => parts.format(share);
/** The same without tenths, for the names of lines. */
export const roundPercent = (share: number): string => wholeParts.format(share);
export const fast = saying<[number]>(json.fast);
export const stepAt = saying<[step: string, n: string, all: string]>(json.stepAt, "step", "n", "all");

// a model's code
export const codeNow = saying<[number]>(json.codeNow);
export const codeWas = saying<[number]>(json.codeWas);
