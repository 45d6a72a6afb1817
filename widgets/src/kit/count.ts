// Some scripts write no spaces between words, all of them without capitals: these need the browser's own segmenter. It is
// slow, so texts in other letters go without.
const UNSPACED = /\p{Lo}/u;
const WORD = /[\p{L}\p{N}][^\s]*/gu;

/** How many words a text has; punctuation standing alone is none. */
export function countWords(text: string): number {
  if (!UNSPACED.test(text)) return text.match(WORD)?.length ?? 0;
  let count = 0;
  for (const segment of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) if (segment.isWordLike) count++;
  return count;
}
