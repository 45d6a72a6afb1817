// How long the rest takes at one's own pace. It is told to nobody else, and kept nowhere.

/** A pause this long is no marking. */
const BREAK = 10 * 60_000;
const ENOUGH = 3;

export interface Pace {
  /** An answer was opened, or marked in part, at this time. */
  opened(now: number): void;
  /** An answer that was not complete is now. */
  done(now: number): void;
  /** Minutes for `left` answers; null until three were marked. */
  minutes(left: number): number | null;
}

/** The middle one of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 ? high : (low + high) / 2;
}

/** The pace of this sitting, from when the first answer is opened. */
export function pace(): Pace {
  const spent: number[] = [];
  let since: number | null = null;
  let marked = 0;
  return {
    opened(now) {
      since ??= now;
    },
    done(now) {
      marked += 1;
      if (since !== null && now - since < BREAK) spent.push(now - since);
      since = now;
    },
    minutes: (left) => (marked < ENOUGH || !spent.length || !left ? null : Math.max(1, Math.round((median(spent) * left) / 60_000))),
  };
}
