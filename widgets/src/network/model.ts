// How news runs through a network, and who holds a thing alone: the rule of `kith_exercises.webs`, told again
// here so that it runs in the reader's own browser, on the change that the reader made.
import type { NetworkAnswer, Pair, RunScene, Web } from "../types";

export const same = ([a, b]: Pair, [c, d]: Pair): boolean => (a === c && b === d) || (a === d && b === c);

export const tied = ({ ties }: Web, pair: Pair): boolean => ties.some((tie) => same(tie, pair));

/** The network once something in it has changed; who left is in it no more, and holds nothing. */
export function changed({ people, ties, things }: Web, { cut, add, out }: NetworkAnswer): Web {
  const kept = [...ties.filter((tie) => !cut || !same(tie, cut)), ...(add ? [add] : [])];
  return {
    people: people.filter(({ id }) => id !== out),
    ties: kept.filter((tie) => !out || !tie.includes(out)),
    things: things.map(({ label, by }) => ({ label, by: by.filter((id) => id !== out) })),
  };
}

/** In which step each has it, those who begin in step 0; who never has it is not there. */
export function run({ people, ties }: Web, starts: readonly string[], needs: number): Map<string, number> {
  const has = new Map(people.filter(({ id }) => starts.includes(id)).map(({ id }) => [id, 0]));
  for (let step = 1; ; step++) {
    // All at once: what is new in a step is passed on in the next.
    const fresh = people.filter(
      ({ id }) => !has.has(id) && ties.filter((tie) => tie.includes(id) && tie.some((one) => one !== id && has.has(one))).length >= needs,
    );
    if (!fresh.length) return has;
    for (const { id } of fresh) has.set(id, step);
  }
}

/** The last step in which something happened. */
export const lastOf = (has: ReadonlyMap<string, number>): number => Math.max(0, ...has.values());

/** What was asked for, counted. */
export function counted({ counts, starts, needs }: Pick<RunScene, "counts" | "starts" | "needs">, net: Web): number {
  if (counts === "lost" || counts === "alone") return net.things.filter(({ by }) => by.length === (counts === "alone" ? 1 : 0)).length;
  const has = run(net, starts, needs);
  return counts === "heard" ? has.size : lastOf(has);
}
