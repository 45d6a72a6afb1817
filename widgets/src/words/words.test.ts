import { describe, expect, it } from "vitest";
import de from "../../kith_widgets/words/de.json";
import en from "../../kith_widgets/words/en.json";
import * as words from ".";

const plurals = (group: object): [string, object][] =>
  Object.entries(group).flatMap(([key, value]): [string, object][] =>
    typeof value !== "object" ? [] : "other" in value ? [[key, value]] : plurals(value as object),
  );

describe("a sentence", () => {
  it("takes its plural form from the number", () => {
    expect([1, 2, 1000].map(words.open)).toEqual([
      "You can commit once 1 more answer is in.",
      "You can commit once 2 more answers are in.",
      "You can commit once 1,000 more answers are in.",
    ]);
    expect([0, 1].map((n) => words.wordTarget(n, 150, 300))).toEqual(["0 words, aim for 150 to 300", "1 word, aim for 150 to 300"]);
  });

  it("says in which steps a number goes, unless it is one by one", () => {
    expect(words.outside("0", "120", "1")).toBe("This takes a number from 0 to 120.");
    expect(words.outside("0", "100", "10")).toBe("This takes a number from 0 to 100, in steps of 10.");
  });

  it("joins a list as people do", () => {
    expect(words.missing(["place “a”"])).toBe("Before you can commit: place “a”.");
    expect(words.missing(["place “a”", "answer “b”", "answer “c”"])).toBe("Before you can commit: place “a”, answer “b”, and answer “c”.");
  });

  it("puts each value where its name stands", () => {
    expect(words.points("1.5", "3")).toBe("1.5 of 3 points");
    expect(words.giveOrTake("15", "choices")).toBe("give or take 15 choices");
    expect([words.amount("15", ""), words.amount("15", "choices")]).toEqual(["15", "15 choices"]);
    expect([95, 70, 55].map((percent) => words.nearer(percent, "b"))).toEqual(["with “b”", "nearer to “b”", "a little nearer to “b”"]);
  });

  it("leaves alone what looks like a placeholder in somebody's own words", () =>
    expect(words.between("{high} $& $1", "")).toBe("Between “{high} $& $1” and “”"));
});

describe.each([en, de])("the file of $language", (file) => {
  it("has the plural forms that the browser asks for", () => {
    const asked = new Intl.PluralRules(file.language).resolvedOptions().pluralCategories.sort();
    expect(plurals(file).length).toBeGreaterThan(3);
    for (const [key, forms] of plurals(file)) expect([key, Object.keys(forms).sort()]).toEqual([key, asked]);
  });
});
