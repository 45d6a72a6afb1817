import { expect, it } from "vitest";
import { PRIVATE } from "../build/private.mjs";

/** What of these the browser has too, where no widget goes: stacks of disposables, plugins, atomics. */
const ELSEWHERE = ["dispose", "empty", "refresh", "store", "wait"];

/** The names of all that a page can touch: globals, what they have, and what is made with them. */
function known(): Set<string> {
  const found = new Set<string>();
  const names = [window, globalThis].flatMap((world) => Object.getOwnPropertyNames(world).map((name) => [world, name] as const));
  for (const [world, name] of names) {
    found.add(name);
    const value = (world as unknown as Record<string, unknown>)[name];
    for (const first of [value, (value as { prototype?: unknown } | undefined)?.prototype]) {
      let one: unknown = first;
      while (one && (typeof one === "object" || typeof one === "function") && one !== Object.prototype) {
        Object.getOwnPropertyNames(one).forEach((property) => found.add(property));
        one = Object.getPrototypeOf(one);
      }
    }
  }
  return found;
}

it("shortens no name that the browser knows", () => {
  const names = known();
  expect(names.has("append") && names.has("replaceAll")).toBe(true);
  expect(PRIVATE.filter((name) => names.has(name) && !ELSEWHERE.includes(name))).toEqual([]);
});
