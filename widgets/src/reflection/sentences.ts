// The sentences of a text, as they stand in it.

// After a sign that ends a sentence and what closes with it, where a space follows; a full stop of Chinese or Japanese
// needs none. A new line ends a sentence too.
const BETWEEN = /(?<=[.!?…؟।]["'”’»)\]]*)\s+|(?<=[。！？])|\s*\n\s*/u;

/** Each sentence once, in the order of the text; what is selected in it comes first. */
export function sentences(text: string, selected = ""): string[] {
  const found = text.split(BETWEEN).map((one) => one.trim());
  return [...new Set([selected.trim(), ...found])].filter((one) => one && text.includes(one));
}
