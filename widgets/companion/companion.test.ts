// What the companion may run, and what it says.
import { describe, expect, it } from "vitest";
import { formOf, promptOf } from "./forms";
import { speaker } from "./words";

describe("a cell's form", () => {
  it("is known by its whole source", () => {
    expect(formOf('import kith_exercises\n\nkith = kith_exercises.open("0-welcome/welcome")', true)).toBe("open");
    expect(formOf('kith.fold("being-seen")', true)).toBe("show");
    expect(promptOf('kith.fold("being-seen")')).toBe("being-seen");
  });

  it.each([
    'kith.fold("a")\nimport os',
    'kith.fold("a"); print()',
    'kith.fold("a") ',
    'kith.fold("a"\n)',
    'kith.fold("a" + b)',
    'kith.fold("a\\"b")',
    'kith._find("a")',
    'kith.journal.write("a")',
    "kith.fold('a')",
    'x = kith.fold("a")',
    '# first\nkith.fold("a")',
    'kith.fold("a")\n',
    'import kith_exercises\n\nkith = kith_exercises.open("a/b")\nprint(1)',
    'import kith_exercises as k\n\nkith = k.open("a/b")',
    'import kith_exercises\n\nkith = kith_exercises.open("a/b/c")',
    "print('hello')",
    "",
  ])("is not Kith's when anything else is in it: %j", (source) => {
    expect(formOf(source, true)).toBe("changed");
    expect(formOf(source, false)).toBe("other");
  });
});

describe("the companion's words", () => {
  it("follow the language and the number", () => {
    expect(speaker("en")("ready", { n: 1 })).toBe("The question of this page is ready.");
    expect(speaker("en")("ready", { n: 1200 })).toContain("1,200 questions");
    expect(speaker("de")("begin")).toBe("Beginnen");
  });

  it("are English where the language is not known, and keep what people wrote", () => {
    expect(speaker("xx")("begin")).toBe("Begin");
    expect(speaker("toString")("begin")).toBe("Begin");
    expect(speaker("en")("unsaved", { path: "{name} $& <b>" })).toContain("{name} $& <b>");
  });
});
