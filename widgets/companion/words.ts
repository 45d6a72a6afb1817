// What the companion says, in the language of the page.
import { companion as de, direction as deWay, language as deTag } from "../kith_widgets/words/de.json";
import { companion as en, direction as enWay, language as enTag } from "../kith_widgets/words/en.json";

type Words = typeof en;
type Plural = { [category: string]: string };
type Value = string | number | readonly string[];

interface Language {
  readonly language: string;
  readonly direction: string;
  readonly companion: Words;
}

const ENGLISH: Language = { language: enTag, direction: enWay, companion: en };
const LANGUAGES: Record<string, Language> = { en: ENGLISH, de: { language: deTag, direction: deWay, companion: de } };

/** A sentence by its key; `n` chooses among plurals, several names become a list. */
export interface Say {
  (key: keyof Words, values?: Record<string, Value>): string;
  /** What the page is told about what is said: its language, and which way it runs. */
  readonly language: string;
  readonly direction: string;
}

/** The words of `tag`, or of English where it is not known. */
export function speaker(tag: string): Say {
  const { language, direction, companion } = (Object.hasOwn(LANGUAGES, tag) ? LANGUAGES[tag] : undefined) ?? ENGLISH;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const list = new Intl.ListFormat(language);
  const written = (value: Value): string => (typeof value === "string" ? value : typeof value === "number" ? number.format(value) : list.format(value));
  const say = (key: keyof Words, values: Record<string, Value> = {}): string => {
    const entry: string | Plural = companion[key];
    const text = typeof entry === "string" ? entry : (entry[plural.select(Number(values["n"] ?? 0))] ?? entry["other"] ?? "");
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => written(values[name] ?? whole));
  };
  return Object.assign(say, { language, direction });
}
