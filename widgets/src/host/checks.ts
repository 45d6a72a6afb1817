// Checks an answer as the fields of Python do, in the same order and with the same sentences.
import { joined } from "../kit/spans";
import { field as fieldOf } from "../store";
import { same, tied } from "../network/model";
import type { Answer, Answers, CrowdField, Field, MapField, MapLink, MarksField, Named, NetworkField, Pair, PassageField, Place, PositionField, SeveralField, SortField, Spans, TurnsField } from "../types";
import * as words from "../words/kernel";
import { Refused } from "./desk";

const LONGEST = 500_000;

type Values = Record<string, unknown>;

const refuse = (sentence: string): never => {
  throw new Refused(sentence);
};

function mapping(value: unknown, label: string): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : refuse(words.unanswered(label));
}

function numberWithin(value: unknown, label: string, min: number, max: number): number {
  if (typeof value !== "number") return refuse(words.noNumber(label));
  return value >= min && value <= max ? value : refuse(words.outOfRange(label, min, max));
}

const oneOf = (options: readonly Named[], value: unknown, label: string): string =>
  options.find(({ id }) => id === value)?.id ?? refuse(words.unanswered(label));

/** The text as it is, if it is one and of bearable length. */
export function checkText(value: unknown, label: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return refuse(words.noText(label));
  // Counted as Python counts: a character beyond the first plane is one.
  return value.length > LONGEST && [...value].length > LONGEST ? refuse(words.tooLong(label, LONGEST)) : value;
}

function marks(field: MarksField, answer: unknown): Answer {
  const whole = mapping(answer, field.label);
  const given = mapping(whole["values"], field.label);
  const values = Object.fromEntries(field.marks.map(({ id, label }) => [id, numberWithin(given[id], label, field.min, field.max)]));
  const width = field.width ? numberWithin(whole["width"], field.width.label, 0, field.max - field.min) : null;
  return { values, width };
}

function position(field: PositionField, answer: unknown): Answer {
  const place = mapping(answer, field.label);
  if (place["none"] === true) return { none: true };
  const at = numberWithin(place["at"], field.label, 0, 100);
  return { at, sure: oneOf(field.sure, place["sure"], words.howSure(field.label)) };
}

const isSpan = (one: unknown): one is Spans[number] =>
  Array.isArray(one) && one.length === 2 && one.every(Number.isInteger) && 0 <= one[0] && one[0] < one[1];

/** Places in the words; more pieces than this are not marked by hand. */
function passage({ label, words: text }: PassageField, answer: unknown): Answer {
  if (answer === null || answer === undefined) return { of: "", spans: [] };
  const spans = typeof answer === "object" && "spans" in answer ? answer.spans : null;
  if (!Array.isArray(spans) || spans.length > 500 || !spans.every(isSpan)) return refuse(words.unanswered(label));
  const end = [...text].length;
  return { of: "", spans: joined(spans).flatMap(([from, to]): Spans => (from < end ? [[from, Math.min(to, end)]] : [])) };
}

/** A group for each item, and the reasons where the group has some. */
function sort({ label, groups, items, because }: SortField, answer: unknown): Answer {
  const whole = mapping(answer, label);
  const placed = mapping(whole["groups"], label);
  const chosen = Object.fromEntries(items.map((item) => [item.id, oneOf(groups, placed[item.id], item.label)]));
  const said = items.flatMap((item): [string, string][] => {
    const text = because.includes(chosen[item.id] ?? "") ? checkText(fieldOf(whole["because"], item.id), item.label) : "";
    return text ? [[item.id, text]] : [];
  });
  return { groups: chosen, because: Object.fromEntries(said) };
}

const isShare = (at: unknown): boolean => typeof at === "number" && at >= 0 && at <= 100;

/** A map: its links, the concepts that they name in the words that it was drawn with, and where those were put. */
function map({ label, concepts }: MapField, answer: unknown): Answer {
  const whole = mapping(answer, label);
  const list = (found: unknown, most: number): unknown[] => (Array.isArray(found) && found.length <= most ? found : refuse(words.unanswered(label)));
  const links = list(whole["links"], 200).map((one): MapLink => {
    const { from, to, says } = mapping(one, label);
    const text = checkText(says, label);
    return text.trim() && from && to && typeof from === "string" && typeof to === "string" ? { from, says: text, to } : refuse(words.unanswered(label));
  });
  if (!links.length) refuse(words.unanswered(label));
  const named = new Map<string, string>();
  const name = (id: string, text: string): unknown => named.has(id) || named.set(id, text);
  for (const one of list(whole["concepts"] === undefined ? [] : whole["concepts"], 60)) {
    const [id, text] = [fieldOf(one, "id"), fieldOf(one, "label")];
    if (id && typeof id === "string" && typeof text === "string") name(id, checkText(text, label));
  }
  for (const id of links.flatMap(({ from, to }) => [from, to])) name(id, concepts.find((one) => one.id === id)?.label ?? id);
  const put = Object.entries((whole["places"] ?? {}) as Values).filter(([id, place]) => named.has(id) && Array.isArray(place) && place.length === 2 && place.every(isShare));
  return { concepts: [...named].map(([id, text]) => ({ id, label: text })), links, places: Object.fromEntries(put) as Record<string, Place> };
}

/** One change, of people who are in the network and in the order in which they stand there. */
function change({ label, change, net }: NetworkField, answer: unknown): Answer {
  const whole = mapping(answer, label);
  const pair = (value: unknown): Pair => {
    const both = net.people.flatMap(({ id }) => (Array.isArray(value) && value.length === 2 && value.includes(id) ? [id] : []));
    return both.length === 2 ? (both as Pair) : refuse(words.unanswered(label));
  };
  if (change === "leave") return { out: oneOf(net.people, whole["out"], label) };
  const cut = change === "move" ? net.ties.find((tie) => same(tie, pair(whole["cut"]))) : undefined;
  if (change === "move" && !cut) refuse(words.unanswered(label));
  const add = pair(whole["add"]);
  if (tied(net, add)) refuse(words.unanswered(label));
  return { ...(cut ? { cut } : {}), add };
}

/** How many of a room's people stand at each number of others; somebody was moved. */
function crowd({ label, start }: CrowdField, answer: unknown): Answer {
  const given = mapping(answer, label);
  const found: Record<string, number> = {};
  const first: Record<string, number> = {};
  let people = 0;
  for (let at = 0; at <= start.length; at++) {
    const n = given[at] ?? 0;
    if (typeof n !== "number" || !Number.isInteger(n) || n < 0) return refuse(words.unanswered(label));
    people += n;
    if (n) found[at] = n;
    const stood = start.filter((one) => one === at).length;
    if (stood) first[at] = stood;
  }
  const moved = JSON.stringify(found) !== JSON.stringify(first);
  return people === start.length && moved ? found : refuse(words.unanswered(label));
}

/** Whole seconds of three to six seats, of which somebody spoke. */
function turns({ label }: TurnsField, answer: unknown): Answer {
  const fits = (one: unknown): boolean => Number.isInteger(one) && (one as number) >= 0 && (one as number) <= 86_400;
  const given: unknown[] = Array.isArray(answer) && answer.length >= 3 && answer.length <= 6 ? answer : [];
  return given.every(fits) && given.some(Boolean) ? (given as number[]) : refuse(words.unanswered(label));
}

/** One or more of the options, in their order. */
function several({ label, options }: SeveralField, answer: unknown): Answer {
  const given: unknown[] = Array.isArray(answer) ? answer : [];
  const ids = options.flatMap(({ id }) => (given.includes(id) ? [id] : []));
  return ids.length && ids.length >= given.length ? ids : refuse(words.unanswered(label));
}

/** The answer, made of nothing but what this field asks for; throws Refused. */
export function check(field: Field, answer: unknown): Answer {
  switch (field.kind) {
    case "marks":
      return marks(field, answer);
    case "position":
      return position(field, answer);
    case "choice":
      return oneOf(field.options, answer, field.label);
    case "number":
      return numberWithin(answer, field.label, field.min, field.max);
    case "rating": {
      const value = numberWithin(answer, field.label, field.min, field.max);
      return (value - field.min) % field.step ? refuse(words.unanswered(field.label)) : value;
    }
    case "passage":
      return passage(field, answer);
    case "sort":
      return sort(field, answer);
    case "map":
      return map(field, answer);
    case "order":
      return Array.isArray(answer) && answer.length === field.items.length && field.items.every(({ id }) => answer.includes(id))
        ? answer
        : refuse(words.unanswered(field.label));
    case "grid": {
      const chosen = mapping(answer, field.label);
      return Object.fromEntries(field.rows.map(({ id, label }) => [id, oneOf(field.columns, chosen[id], label)]));
    }
    case "network":
      return change(field, answer);
    case "code":
      // Code runs in its writer's own kernel, and here is none.
      return refuse(words.unanswered(field.label));
    case "crowd":
      return crowd(field, answer);
    case "turns":
      return turns(field, answer);
    case "several":
      return several(field, answer);
    case "text": {
      const text = checkText(answer, field.label);
      return text || field.optional ? text : refuse(words.empty(field.label));
    }
  }
}

/** All answers, field by field. */
export const checkAll = (fields: readonly Field[], given: Values): Answers =>
  Object.fromEntries(fields.map((field) => [field.id, check(field, given[field.id])]));
