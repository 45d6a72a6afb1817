import { beforeEach, expect, test } from "vitest";
import { brought } from "./kept";

const SITE = "kith:site:kith:";
const copy = (of: string, kept: unknown): string => JSON.stringify({ of, kept });

beforeEach(() => localStorage.clear());

test("a copy brings back what was written on this site, and nothing else that stands in it", () => {
  expect(brought(SITE, copy(SITE, { [`${SITE}why:page`]: '"a"', "kith:other": '"b"', [`${SITE}odd`]: 3 }))).toBe(true);
  expect(Object.entries(localStorage)).toEqual([[`${SITE}why:page`, '"a"']]);
});

test("a file that is no copy of this site changes nothing", () => {
  for (const text of ["", "[]", "null", copy("kith:site:other:", { [`${SITE}why`]: "1" }), copy(SITE, null), copy(SITE, "x")]) expect(brought(SITE, text)).toBe(false);
  expect(localStorage.length).toBe(0);
});
