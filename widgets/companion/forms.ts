// Which cells the companion may run: those whose whole source is what Kith's build writes, and no others.

/** The words that show something: what a course may call, and nothing else that `kith` can do. */
export const WORDS = ["fold", "reflection", "activity", "player", "complete"] as const;

/** Those of them that may name a part of what is asked. */
export const IN_PARTS = ["activity", "complete"] as const;

/** Words that show something about the course, and ask nothing. */
export const BARE = ["inbox", "snags", "status"] as const;

const NAME = "[A-Za-z0-9][A-Za-z0-9._-]*"; // of a module, a notebook or a prompt: it leads nowhere else
const OPEN = new RegExp(`^import kith_exercises\\n\\nkith = kith_exercises\\.open\\("${NAME}/${NAME}"\\)$`);
const WHOLE = `(?:${WORDS.join("|")})\\("(${NAME})"\\)`;
const PART = `(?:${IN_PARTS.join("|")})\\("(${NAME})", "${NAME}"\\)`;
const SHOW = new RegExp(`^kith\\.(?:${WHOLE}|${PART}|(?:${BARE.join("|")})\\(\\))$`);

export type Form = "open" | "show" | "changed" | "other";

/** What a code cell is, by its source alone; what Kith once wrote (`ours`) and is something else now was changed. */
export function formOf(source: string, ours: boolean): Form {
  if (OPEN.test(source)) return "open";
  if (SHOW.test(source)) return "show";
  return ours ? "changed" : "other";
}

/** The prompt that a cell shows, for sentences about it. */
export function promptOf(source: string): string | undefined {
  const found = SHOW.exec(source);
  return found?.[1] ?? found?.[2];
}
