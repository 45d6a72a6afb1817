// What a key means at the desk. Letters and digits act only where nobody is writing, and can be switched off.

export type Command =
  | { do: "level"; at: number }
  | { do: "criterion"; by: 1 | -1 }
  | { do: "phrase"; at: number }
  | { do: "next" | "previous" | "skip" | "undo" | "comment" | "suggest" | "quote" | "bank" | "care" | "obstacles" | "keys" | "clear" };

/** What a key is pressed in: a place to write, a control that has arrow keys of its own, or neither. */
export type Place = "field" | "arrows" | "page";

interface Key {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

const LETTERS: Record<string, Command["do"]> = {
  n: "next", p: "previous", s: "skip", u: "undo", c: "comment", g: "suggest", q: "quote", b: "bank", f: "care", o: "obstacles", "?": "keys", "0": "clear",
};
const ARROWS: Record<string, Command> = {
  ArrowRight: { do: "next" },
  ArrowLeft: { do: "previous" },
};

/** The command of a key, or null. `list` says whether phrases or sentences are open: then a digit takes one. */
export function meaning(key: Key, place: Place, list: boolean): Command | null {
  if (place === "field" || key.ctrlKey || key.altKey || key.metaKey || key.isComposing) return null;
  const arrow = ARROWS[key.key];
  if (arrow) return place === "arrows" ? null : arrow;
  if (/^[1-9]$/.test(key.key)) return { do: list ? "phrase" : "level", at: Number(key.key) - 1 };
  if (key.key === "j" || key.key === "k") return { do: "criterion", by: key.key === "j" ? 1 : -1 };
  const name = LETTERS[key.key.toLowerCase()];
  return name ? ({ do: name } as Command) : null;
}

const WRITING = "textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";
const OWN_ARROWS = "select, input, summary, [role=slider], .k-scroll, .desk-scrolls";

/** Where a key was pressed. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return "page";
  if (target.closest(WRITING)) return "field";
  // Letters choose in a list; so they are its own as well.
  if (target.closest("select")) return "field";
  return target.closest(OWN_ARROWS) ? "arrows" : "page";
}
