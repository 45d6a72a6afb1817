// Which cells the companion may run: those whose whole source is what Kith's build writes, and no others.

const OPEN = /^import kith_exercises\n\nkith = kith_exercises\.open\("[\w.-]+\/[\w.-]+"\)$/;
const SHOW = /^kith\.([a-z][a-z_]*)\("([\w.-]+)"\)$/;

export type Form = "open" | "show" | "changed" | "other";

/** What a code cell is, by its source alone; what Kith once wrote (`ours`) and is something else now was changed. */
export function formOf(source: string, ours: boolean): Form {
  if (OPEN.test(source)) return "open";
  if (SHOW.test(source)) return "show";
  return ours ? "changed" : "other";
}

/** The prompt that a cell shows, for sentences about it. */
export const promptOf = (source: string): string | undefined => SHOW.exec(source)?.[2];
