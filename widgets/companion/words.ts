// What the companion says, in the language of the page.
import { companion as de } from "../kith_widgets/words/de.json";
import { companion as en } from "../kith_widgets/words/en.json";

type Words = typeof en;
type Plural = { [category: string]: string };
type Value = string | number;

const LANGUAGES: Record<string, Words> = { en, de };

/** A sentence by its key; `n` chooses among plurals. */
export type Say = (key: keyof Words, values?: Record<string, Value>) => string;

/** The words of `language`, or of English where it is not known. */
export function speaker(language: string): Say {
  const tag = Object.hasOwn(LANGUAGES, language) ? language : "en";
  const words = LANGUAGES[tag] ?? en;
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag);
  return (key, values = {}) => {
    const entry: string | Plural = words[key];
    const text = typeof entry === "string" ? entry : (entry[plural.select(Number(values["n"] ?? 0))] ?? entry["other"] ?? "");
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === "number" ? number.format(value) : (value ?? whole);
    });
  };
}
