// A sentence and what it is about: numbers, lists and plural forms as people of the language write them.
import * as json from "kith-words";

export type Value = string | number | string[];
export type Sentence = string | { other: string; [form: string]: string };

const number = /* @__PURE__ */ new Intl.NumberFormat(json.language, { maximumFractionDigits: 2 });
const list = /* @__PURE__ */ new Intl.ListFormat(json.language);
const plural = /* @__PURE__ */ new Intl.PluralRules(json.language);

/** A number as people of this language write it. */
export const figure = (value: number): string => number.format(value);

/** A value as a sentence has it. */
export const written = (value: Value): string =>
  typeof value === "number" ? figure(value) : typeof value === "string" ? value : list.format(value);

/** A sentence with its values put in, by their names. */
export const filled = (sentence: Sentence, names: readonly string[], values: readonly [Value, ...Value[]]): string =>
  (typeof sentence === "string" ? sentence : (sentence[plural.select(values[0] as number)] ?? sentence.other))
    .replace(/{(\w+)}/g, (_all, name: string) => written(values[names.indexOf(name)] ?? values[0]));
