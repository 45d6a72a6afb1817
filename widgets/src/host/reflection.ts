// The written answer without a kernel: keeps a record of each thing done, as the Python card does, and shows what follows from them.
import type { Node } from "../kit/tree";
import { field } from "../store";
import type { Action, Criterion, Draft, Feedback, Mark, ReflectionCard, ReflectionState, Replied, SelfLevel, Swapped, Verdict } from "../types";
import * as words from "../words/kernel";
import { checkText } from "./checks";
import { Refused, type Desk } from "./desk";
import { difference } from "./difference";

/** A record as the journal has it. */
export interface Done {
  seq: number;
  at: string;
  event: string;
  value: unknown;
  /** Whether it was written for the learner alone. */
  mine?: boolean;
}
/** Feedback as it came: nothing is folded yet. */
interface Said {
  at: string;
  on: string;
  criteria: {
    id: string;
    title: string;
    swapped: boolean;
    max_points: number;
    points: number | null;
    level: string;
    before: number | null;
    sentence: string;
    comment: Node[];
    suggestions: { id: string; text: string }[];
  }[];
  replies: unknown[];
}
/** What a kernel would hold back until it is asked for. */
export interface Behind {
  records: Done[];
  said: Said | null;
}
type Written = Done & { value: string };
type Rated = SelfLevel & { criterion: string; title: string | null; to: string };

const VERDICTS: readonly unknown[] = ["adopted", "adapted", "declined"];
const TITLE = 120;
const GOOD = 2_000;
// As in kith_exercises.sittings.
const PAUSE = 600_000;
const MOST = 30;

const strings = (value: unknown, ...names: string[]): boolean => names.every((name) => typeof field(value, name) === "string");
/** What a record of each kind holds; what this browser kept may be damaged, or from a page of long ago. */
const SOUND: Record<string, (value: unknown) => boolean> = {
  text: (value) => typeof value === "string",
  grown: (value) => Array.isArray(field(value, "drafts")),
  criterion: (value) => value === null || strings(value, "replaces", "title", "good"),
  self: (value) => strings(value, "criterion", "sentence") && ["number", "object"].includes(typeof field(value, "points")),
  reply: (value) => strings(value, "to", "criterion", "text"),
  suggestion: (value) => strings(value, "to", "suggestion", "because") && [...VERDICTS, null].includes(field(value, "verdict")),
  submitted: () => true,
};
const isDone = (one: unknown): one is Done => {
  const event = field(one, "event");
  return typeof field(one, "seq") === "number" && strings(one, "at") && typeof event === "string" && Object.hasOwn(SOUND, event) && !!SOUND[event]?.(field(one, "value"));
};
/** The records that this browser kept; a page of Kith 0.1 kept texts alone. */
function keptHere(before: unknown): Done[] {
  const all = Array.isArray(before) ? (before as unknown[]) : [];
  return all.flatMap((one, i) => {
    if (isDone(one)) return [one];
    return strings(one, "text", "at") ? [{ seq: i + 1, at: String(field(one, "at")), event: "text", value: field(one, "text") }] : [];
  });
}
const texts = (records: readonly Done[]): Written[] => records.filter((one): one is Written => one.event === "text" && typeof one.value === "string");
const of = (records: readonly Done[], event: string): Done[] => records.filter((one) => one.event === event);
const dated = ({ seq, at }: Done): Draft => ({ draft: seq, at });

/** The texts that were the newest when something was submitted. */
function submitted(records: readonly Done[]): Set<number> {
  const found = new Set<number>();
  let newest = 0;
  for (const { event, seq } of records) {
    if (event === "text") newest = seq;
    else if (event === "submitted" && newest) found.add(newest);
  }
  return found;
}
const size = (text: string): number => [...text].length;

/** The earlier texts that stand for a step: the last of each sitting, and each that was submitted. */
function versions(records: readonly Done[]): Written[] {
  const all = texts(records);
  const sent = submitted(records);
  const ended = (seq: number): boolean => {
    const i = all.findIndex((one) => one.seq === seq);
    return Date.parse(all[i + 1]?.at ?? "") - Date.parse(all[i]?.at ?? "") >= PAUSE;
  };
  const written = all.slice(0, -1).filter(({ value }) => value.trim());
  const found = written.filter(({ seq }) => sent.has(seq) || ended(seq));
  if (found.length) return [...found.slice(0, 1), ...found.slice(1).slice(1 - MOST)];
  const whole = size(all.at(-1)?.value ?? "");
  const one = written.find(({ value }) => 2 * size(value) >= whole) ?? written.at(-1);
  return one ? [one] : [];
}
const mapping = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});

function swappedBy({ value, at }: Done): Swapped | null {
  if (value === null) return null;
  const { replaces, title, good } = value as Swapped;
  return { replaces, title, good, at };
}

/** Every level I set, with what stood in its criterion's place then. */
function rated(records: readonly Done[]): Rated[] {
  let now: Swapped | null = null;
  return records.flatMap((record) => {
    if (record.event === "criterion") now = swappedBy(record);
    if (record.event !== "self") return [];
    const { criterion, points, sentence, to = "", own } = record.value as Rated & { own?: string | null };
    // An older record does not say what it is about.
    const title = own === undefined ? (now?.replaces === criterion ? now.title : null) : own;
    return [{ criterion, points, sentence, at: record.at, to, title }];
  });
}

const shownDrafts = (records: readonly Done[]): Written[] => {
  const chosen = field(of(records, "grown").at(-1)?.value, "drafts");
  return texts(records).slice(0, -1).filter(({ seq, mine }) => !mine && Array.isArray(chosen) && chosen.includes(seq));
};

/** The newest level on what stands in this criterion's place now. */
const newestLevel = (records: readonly Done[], id: string, swapped: Swapped | null): Rated | undefined =>
  rated(records).findLast(({ criterion, title }) => criterion === id && title === (swapped?.replaces === id ? swapped.title : null));

/** My level beside one mark: the last from before it was set, else the first that I set beside it. */
function levelBeside(mark: Said["criteria"][number], issued: string, records: readonly Done[]): SelfLevel | null {
  const mine = rated(records).filter(({ criterion }) => criterion === mark.id);
  const newestBefore = mine.filter(({ title, at }) => title === (mark.swapped ? mark.title : null) && at < issued).at(-1);
  const before = newestBefore && newestBefore.points !== null ? newestBefore : undefined;
  const found = before ?? mine.find(({ to }) => to === issued);
  if (!found) return null;
  const last = of(records, "criterion").at(-1);
  const newest = newestLevel(records, mark.id, last ? swappedBy(last) : null);
  // What was taken back since is shown no more, and what it unfolded stays.
  const { points, sentence, at } = newest?.points === null && newest.at >= found.at ? newest : found;
  return { points, sentence, at };
}

function marked(one: Said["criteria"][number], said: Said, criteria: readonly Criterion[], records: readonly Done[]): Mark {
  const self = levelBeside(one, said.at, records);
  const something = one.points !== null || one.comment.length > 0 || one.suggestions.length > 0;
  const folded = self === null && something && criteria.some(({ id }) => id === one.id);
  const answers = of(records, "suggestion");
  const suggestions = one.suggestions.map((suggestion) => {
    const last = answers.findLast(
      ({ value }) => field(value, "to") === said.at && field(value, "suggestion") === suggestion.id && [one.id, undefined, ""].includes(field(value, "criterion") as string),
    );
    if (!field(last?.value, "verdict") || !last) return { ...suggestion, answer: null };
    const { verdict, because } = last.value as { verdict: Verdict; because: string };
    return { ...suggestion, answer: { verdict, because, at: last.at } };
  });
  const newest = new Map<unknown, Done>();
  for (const reply of of(records, "reply").filter(({ value }) => field(value, "criterion") === one.id)) {
    const to = field(reply.value, "to");
    newest.delete(to);
    newest.set(to, reply);
  }
  // An empty reply is one that was taken back.
  const replies = [...newest.values()].filter(({ value }) => field(value, "text"));
  const told = (found: Done | undefined): Replied | null => {
    if (!found) return null;
    const { to, text } = found.value as { to: string; text: string };
    const read = said.replies.some((other) => field(other, "to") === to && field(other, "criterion") === one.id && field(other, "text") === text);
    return { text, at: found.at, read };
  };
  return {
    ...one,
    ...(folded ? { points: null, level: "", before: null, sentence: "", comment: [], suggestions: [] } : { suggestions }),
    folded,
    self,
    reply: told(replies.findLast(({ value }) => field(value, "to") === said.at)),
    previous: told(replies.findLast(({ value }) => String(field(value, "to")) < said.at)),
  };
}

/** A text with something in it, without the spaces around it, and no longer than its place. */
function some(given: unknown, label: string, limit = 0): string {
  const text = checkText(given, label).trim();
  if (!text) throw new Refused(words.empty(label));
  if (limit && [...text].length > limit) throw new Refused(words.tooLong(label, limit));
  return text;
}

/** A reflection's desk: begins with the records of `behind`, or with what an earlier visit left. */
export function reflectionDesk(card: ReflectionCard, { records: given, said }: Behind, first: ReflectionState, before: unknown, now: () => Date = () => new Date()): Desk {
  const { criteria } = card;
  const kept = keptHere(before);
  const found = given.length || first.at === null ? given : [{ seq: 1, at: first.at, event: "text", value: first.text }];
  let records = kept.length ? kept : found;
  // What was asked for before the page was written stands open in it, until something else is done.
  let drafts = !kept.length && first.shown !== null;
  let compared: number | "feedback" | null = kept.length || !first.compared ? null : (first.compared.draft ?? "feedback");

  const write = (event: string, value: unknown): void => {
    const seq = 1 + Math.max(0, ...records.map((one) => one.seq));
    records = [...records, { seq, at: now().toISOString(), event, value, mine: card.reach.kind === "mine" }];
  };
  const known = (id: unknown): Criterion => {
    const criterion = criteria.find((one) => one.id === id);
    if (!criterion) throw new Refused(words.noSuchCriterion);
    return criterion;
  };
  const earlier = (): Written[] => texts(records).slice(0, -1);
  const text = (): string => texts(records).at(-1)?.value ?? "";
  const feedback = (): Feedback | null =>
    said && { at: said.at, on: said.on, changed: text() !== said.on, criteria: said.criteria.map((one) => marked(one, said, criteria, records)) };
  const swappedNow = (): Swapped | null => {
    const last = of(records, "criterion").at(-1);
    return last ? swappedBy(last) : null;
  };
  const level = (criterion: string, points: number | null, sentence: string): void => {
    const own = swappedNow();
    write("self", { criterion, points, sentence, own: own?.replaces === criterion ? own.title : null, ...(said ? { to: said.at } : {}) });
  };
  const unfolded = (meant: (mark: Mark) => boolean): { mark: Mark; to: string } => {
    const mark = feedback()?.criteria.find((one) => meant(one) && !one.folded);
    if (!mark || !said) throw new Refused(words.nothingToAnswer);
    return { mark, to: said.at };
  };

  function comparing(): ReflectionState["compared"] {
    if (compared === null) return null;
    if (compared === "feedback" && said) return { draft: null, at: said.at, text: said.on, parts: difference(said.on, text()), versions: [] };
    const offered = versions(records);
    const one = earlier().find(({ seq }) => seq === compared) ?? offered[0];
    if (!one) return null;
    const sent = submitted(records);
    const listed = new Set([one, ...offered, ...shownDrafts(records)].map(({ seq }) => seq));
    return {
      ...dated(one),
      text: one.value,
      parts: difference(one.value, text()),
      versions: earlier().flatMap((found) => (listed.has(found.seq) ? [{ ...dated(found), submitted: sent.has(found.seq), mine: !!found.mine }] : [])),
    };
  }
  function levels(): ReflectionState["self"] {
    return criteria.flatMap(({ id }) => {
      const mine = newestLevel(records, id, swappedNow());
      if (!mine || mine.points === null) return [];
      return [{ criterion: id, points: mine.points, sentence: mine.sentence, at: mine.at, there: text().includes(mine.sentence) }];
    });
  }

  const DEEDS: Record<string, (action: Record<string, unknown>) => void> = {
    save(action) {
      const written = checkText(action["text"], card.title);
      // An unchanged text is saved already; writing it again would only make an empty draft.
      if (written !== texts(records).at(-1)?.value) write("text", written);
    },
    drafts() {},
    compare(action) {
      const draft = "draft" in action ? action["draft"] : 0;
      const first = versions(records)[0]?.seq;
      if (draft === null) compared = null;
      else if (draft === "feedback" && said) compared = draft;
      else if (draft === 0 && first) compared = first;
      else if (typeof draft === "number" && earlier().some(({ seq }) => seq === draft)) compared = draft;
      else throw new Refused(words.noSuchDraft);
    },
    grow(action) {
      if (card.reach.kind === "mine") throw new Refused(words.nobodyReads);
      const chosen = action["drafts"];
      const there = new Set<unknown>(earlier().flatMap(({ seq, mine }) => (mine ? [] : [seq])));
      if (!Array.isArray(chosen) || !chosen.every((one) => there.has(one))) throw new Refused(words.noSuchDraft);
      write("grown", { drafts: chosen as number[] });
    },
    criterion(action) {
      if (!criteria.some(({ mine }) => mine)) throw new Refused(words.criteriaStay);
      const put = action["put"] ?? null;
      if (put === null) {
        if (of(records, "criterion").at(-1)?.value) write("criterion", null);
        return;
      }
      const own = mapping(put);
      const replaces = known(own["replaces"]).id;
      const title = some(own["title"], words.ownTitle, TITLE);
      write("criterion", { replaces, title, good: some(own["good"], words.ownGood, GOOD) });
    },
    rate(action) {
      const { id, title, levels: there } = known(action["criterion"]);
      const points = action["points"] ?? null;
      if (points === null && levels().some(({ criterion }) => criterion === id)) return level(id, null, "");
      if (!there.some((one) => one.points === points)) throw new Refused(words.noLevelChosen(title));
      const sentence = checkText(action["sentence"], words.theSentence);
      // Only words of the text itself are quoted: of the present one, or of the one that was read.
      level(id, points as number, [text(), said?.on ?? ""].some((one) => one.includes(sentence)) ? sentence : "");
    },
    show() {
      for (const { id, folded } of feedback()?.criteria ?? []) if (folded) level(id, null, "");
    },
    reply(action) {
      const { mark, to } = unfolded(({ id }) => id === action["criterion"]);
      // An empty one takes back what was kept.
      write("reply", { to, criterion: mark.id, text: action["text"] === "" && mark.reply ? "" : some(action["text"], words.yourReply) });
    },
    suggestion(action) {
      const { suggestion, verdict = null } = action;
      const place = action["criterion"] ?? null;
      const { mark, to } = unfolded(({ id, suggestions }) => [null, id].includes(place as string) && suggestions.some((one) => one.id === suggestion));
      const meant = mark.suggestions.find(({ id }) => id === suggestion);
      const takenBack = verdict === null && !!meant?.answer;
      if (!takenBack && !VERDICTS.includes(verdict)) throw new Refused(words.noVerdict);
      const because = takenBack ? "" : checkText(action["because"], words.because);
      write("suggestion", { to, suggestion, criterion: mark.id, text: meant?.text, verdict, because });
    },
  };

  return {
    state(): ReflectionState {
      const newest = texts(records).at(-1);
      const before = earlier();
      const swapped = swappedNow();
      return {
        text: text(),
        at: newest?.at ?? null,
        drafts: before.length,
        versions: versions(records).length > 0,
        shown: drafts ? before.toReversed().map((one) => ({ ...dated(one), text: one.value })) : null,
        compared: comparing(),
        grown: shownDrafts(records).map(dated),
        swapped: criteria.some(({ id }) => id === swapped?.replaces) ? swapped : null,
        self: levels(),
        feedback: feedback(),
      };
    },
    act(action: Action) {
      const name = (action as { do?: unknown }).do;
      const deed = typeof name === "string" && Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;
      if (!deed) throw new Refused(words.unknownAction);
      const showed = drafts;
      drafts = name === "drafts";
      try {
        deed(action as Record<string, unknown>);
      } catch (error) {
        drafts = showed;
        throw error;
      }
    },
    kept: () => records,
  };
}

