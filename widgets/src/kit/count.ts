// Scripts that write no spaces between words need the browser's own segmenter; it is slow, so other texts go without.
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const WORD = /[\p{L}\p{N}][^\s]*/gu;

/** How many words a text has; punctuation standing alone is none. */
export function countWords(text: string): number {
  if (!UNSPACED.test(text)) return text.match(WORD)?.length ?? 0;
  let count = 0;
  for (const segment of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) if (segment.isWordLike) count++;
  return count;
}
