import { describe, expect, it } from "vitest";
import { covers, joined, pieces, sentences, wholeWords, without } from "./spans";

describe("places in a text", () => {
  it("are counted in code points, so that a sign beyond the first plane is one", () =>
    expect(pieces("\u{1f642} yes, no", [[2, 5]])).toEqual(["\u{1f642} ", "yes", ", no"]));

  it("are one where they touch", () => expect(joined([[5, 9], [0, 2], [2, 4], [8, 12]])).toEqual([[0, 4], [5, 12]]));

  it("lose what is taken away, at either end or in the middle", () =>
    expect(without([[0, 4], [6, 12]], [3, 8])).toEqual([[0, 3], [8, 12]]));

  it("cover what lies wholly in one of them", () =>
    expect([covers([[0, 4]], [1, 4]), covers([[0, 4]], [3, 5])]).toEqual([true, false]));

  it("grow to whole words and shed the blanks around them", () => {
    expect(wholeWords("one two three", [5, 8])).toEqual([4, 7]);
    expect(wholeWords("one two three", [2, 5])).toEqual([0, 7]);
    expect(wholeWords("one  two", [3, 5])).toBeNull();
    expect(wholeWords("\u{1f642}\u{1f642} two", [1, 2])).toEqual([0, 2]);
  });

  it("are sentences without the blanks around them", () =>
    expect(sentences("One. \u{1f642} Two!\n\nThree?", "en").map(([from, to]) => [..."One. \u{1f642} Two!\n\nThree?"].slice(from, to).join(""))).toEqual([
      "One.",
      "\u{1f642} Two!",
      "Three?",
    ]));
});
