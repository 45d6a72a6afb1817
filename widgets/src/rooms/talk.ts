// Who speaks for how long, as turns: a press begins one, and the clock runs only while somebody has started it.

/** Turns in their order: a seat (from 1; 0 is nobody) and for how many milliseconds it spoke. */
export type Turn = [seat: number, lasted: number];

export interface Talk {
  readonly turns: readonly Turn[];
  readonly running: boolean;
  /** Who speaks now; 0 is nobody. */
  readonly speaks: number;
  start(): void;
  pause(): void;
  /** This seat begins to speak; whoever speaks already stops by the same key. */
  speak(seat: number): void;
  /** Gives the latest turn to whoever spoke before it; false where there is none to take back. */
  undo(): boolean;
  /** In milliseconds, all turns together with what nobody said. */
  lasted(): number;
  /** Whole seconds of so many seats. */
  seconds(seats: number): number[];
}

/** A talk that goes on from these turns, its clock at rest. */
export function talk(before: readonly Turn[], now: () => number): Talk {
  const turns: Turn[] = before.length ? before.map(([seat, lasted]) => [seat, lasted]) : [[0, 0]];
  let since: number | null = null;
  const latest = (): Turn => turns.at(-1) as Turn;
  const settle = (): void => {
    if (since === null) return;
    const at = now();
    latest()[1] += at - since;
    since = at;
  };
  return {
    turns,
    get running() {
      return since !== null;
    },
    get speaks() {
      return latest()[0];
    },
    start() {
      since ??= now();
    },
    pause() {
      settle();
      since = null;
    },
    speak(seat) {
      settle();
      turns.push([latest()[0] === seat ? 0 : seat, 0]);
    },
    undo() {
      settle();
      if (turns.length < 2) return false;
      const [, wrong] = turns.pop() as Turn;
      latest()[1] += wrong;
      return true;
    },
    lasted() {
      settle();
      return turns.reduce((sum, [, lasted]) => sum + lasted, 0);
    },
    seconds(seats) {
      settle();
      const found = Array.from({ length: seats }, () => 0);
      for (const [seat, lasted] of turns) if (seat && seat <= seats) found[seat - 1] = (found[seat - 1] ?? 0) + lasted;
      return found.map((one) => Math.round(one / 1000));
    },
  };
}
