// Made-up material for the sheet of parts. Nothing here was measured.
import type { Axis, Criterion, DotsScene, Feedback, FigureScene, GapScene, Mark, ShuffleScene, Stretch } from "../types";

/** Sixty letters without a place to break. */
export const LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenan";
export const RTL = "ما الذي سمعه الشخص الآخر في 3 دقائق؟";

export const AXIS: Axis = { min: 0, max: 120, label: "choices for the group, of 120" };
const HOW = "Made up for this sheet.";

const ROWS = [
  { id: "public", label: "In public", values: [38, 44, 47, 51, 51, 58, 63, 66, 70, 78], mean: 56.6 },
  { id: "secret", label: "In secret", values: [22, 25, 31, 31, 35, 38, 42, 44, 47, 52], mean: 36.7 },
];
export const DOTS: DotsScene = {
  kind: "dots",
  title: "Groups that were seen gave more, and they differ among themselves",
  sentence: "Twenty groups; each diamond is one of them.",
  of: "marks",
  axis: AXIS,
  rows: ROWS,
  table: {
    head: ["What", "Condition", "Choices for the group"],
    rows: ROWS.flatMap(({ label, values, mean }) => [...values.map((value) => ["a group", label, value]), ["mean of ten", label, mean]]),
  },
  how: HOW,
};
export const GAP: GapScene = {
  kind: "gap",
  title: "A difference of 20 choices",
  sentence: "Means of ten groups each.",
  of: "marks",
  axis: AXIS,
  rows: [
    { id: "public", label: "In public", truth: 56.6 },
    { id: "secret", label: "In secret", truth: 36.7 },
  ],
  table: { head: ["Condition", "Mean"], rows: [["In public", 56.6], ["In secret", 36.7]] },
  how: HOW,
};
const COUNTS = [2, 9, 31, 74, 128, 170, 172, 170, 126, 76, 30, 9, 3];
const BINS = COUNTS.map((count, i) => ({ from: -26 + 4 * i, to: -22 + 4 * i, count }));
export const SHUFFLE: ShuffleScene = {
  kind: "shuffle",
  title: "Chance alone rarely gives a difference like this",
  sentence: "1,000 times the twenty labels were dealt out anew; 12 times, 1.2 of 100, the difference was 19.9 or more.",
  axis: { min: -26, max: 26, label: "public minus secret, labels dealt by chance" },
  bins: BINS,
  observed: 19.9,
  share: 0.012,
  table: { head: ["Difference", "Times"], rows: BINS.map(({ from, to, count }) => [`${from} to ${to}`, count]) },
  how: HOW,
};
/** A figure of a made-up group; my guess, where there is one, is that of a step called guess. */
export const FIGURE: FigureScene = {
  kind: "figure",
  title: "We gave 12 choices more than we had expected",
  sentence: "It may be as little as 4, and as much as 20 (at 95%, 20 to 24 learners).",
  said: [],
  who: "we",
  axis: { min: -60, max: 60, label: "choices more than expected" },
  point: 12,
  intervals: [{ level: 95, low: 4, high: 20 }, { level: 50, low: 9, high: 15 }],
  chance: { low: -8, high: 8 },
  published: null,
  short: "",
  of: ["guess", "more"],
  table: { head: ["What", "Value"], rows: [["We, together", 12], ["At 95%, from", 4], ["At 95%, to", 20], ["At 50%, from", 9], ["At 50%, to", 15]] },
  how: HOW,
};
/** The same beside what somebody found elsewhere. */
export const PUBLISHED: FigureScene = {
  ...FIGURE,
  published: { value: -14, who: "Published", source: "The diamond was published: 120 made-up people (Nobody 1990). Others were asked there, so it is nothing that we should be." },
  table: { ...FIGURE.table, rows: [...FIGURE.table.rows, ["Published", -14]] },
};
/** The same where it may not be shown, and where it is in bands. */
export const WITHHELD: FigureScene = {
  ...FIGURE, title: "Not shown yet", sentence: "Fewer than five people besides the reader stand behind this figure.",
  axis: null, point: null, intervals: [], short: "fewer than five others", of: null, table: { head: [], rows: [] },
};
export const BANDS: FigureScene = {
  ...WITHHELD, title: "After how many others we would ask", sentence: "Numbers of people are rounded.", short: "",
  table: { head: ["Answer", "People"], rows: [["0, 1", "10 to 14"], ["2 or more", "5 to 9"]] },
};

const LEVELS = [
  { points: 0, label: "Not yet", text: "The idea is named but no moment shows it." },
  { points: 1, label: "Begun", text: "A moment is told; what it shows is left open." },
  { points: 2, label: "Clear", text: "A moment is told, and what it shows is said." },
  { points: 3, label: "Telling", text: "The moment also shows where the idea stops working." },
];
export const CRITERIA: Criterion[] = [
  { id: "evidence", title: "What you saw or heard", asks: "Does the text tell a moment that a reader could picture?", levels: LEVELS, mine: null },
  { id: "next", title: "What comes next", asks: "Does a next step follow from it?", levels: LEVELS, mine: null },
];
const MARK: Mark = {
  id: "evidence", title: "What you saw or heard", swapped: false, max_points: 3, folded: false, points: 3, level: "Telling", before: null,
  sentence: "", comment: [], suggestions: [], self: null, reply: null, previous: null,
};
const COMMENT: Mark["comment"] = [
  { kind: "p", in: [{ kind: "text", text: "The list beside the sheet says more than " }, { kind: "em", in: [{ kind: "text", text: "any" }] }, { kind: "text", text: " survey." }] },
  { kind: "ul", in: [{ kind: "li", in: [{ kind: "text", text: "What was on it?" }] }, { kind: "li", in: [{ kind: "text", text: "Who had written it?" }] }] },
];
export const FEEDBACK: Feedback = {
  at: "2026-11-20T12:03:04Z",
  on: "I took the nodding for understanding. It was politeness.",
  criteria: [
    { ...MARK, comment: COMMENT },
    { ...MARK, id: "next", title: "What comes next", points: 1.5, level: "" },
  ],
  changed: false,
};
const AT = "2026-11-19T09:30:00Z";
/** Both levels on one line: apart, on one place, between two, and one alone. */
export const BOTH: Feedback = {
  ...FEEDBACK,
  criteria: [
    {
      ...MARK, comment: COMMENT, before: 1, sentence: "I took the nodding for understanding.",
      self: { points: 1, sentence: "It was politeness.", at: AT },
    },
    { ...MARK, id: "next", title: "What comes next", points: 2, level: "", self: { points: 2, sentence: "", at: AT } },
    { ...MARK, id: "next", title: "What comes next", points: 1.5, level: "", self: { points: 2, sentence: "", at: AT } },
    { ...MARK, id: "next", title: "What comes next", points: null, level: "", self: { points: 0, sentence: "", at: AT } },
  ],
};
export const CHANGE: Stretch[] = [
  ["same", "I talked for ten minutes"], ["gone", ", and she understood"], ["new", "; she nodded all through"], ["same", ". Two days later she had built her own list."],
];
