// The one clock of a player. It runs on the browser's own frames, and only while something plays.
export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

export interface Clock {
  /** Where it stands, in steps; between two of them while it plays. */
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
  play(): void;
  pause(): void;
  /** Goes to a step and stays there. */
  seek(at: number): void;
  setSpeed(speed: number): void;
  dispose(): void;
}

interface Options {
  last: number;
  /** Steps in a second, at the usual speed. */
  rate: number;
  /** The most steps in a second, whatever the speed. */
  most: number;
  /** Whether it only stands on whole steps. */
  whole: boolean;
  /** Told after each change. */
  tell(): void;
}

/** A run lasts about ten seconds, however many steps it has; short runs go slowly enough to be followed. */
export const usualRate = (last: number): number => Math.min(15, Math.max(1.5, last / 10));

// A page that was hidden or busy goes on where it was, and does not leap.
const LONGEST_TICK = 100;

const NEARLY = 0.1;

/** A clock that stands at 0. */
export function clock({ last, rate, most, whole, tell }: Options): Clock {
  let [at, speed, frame, before] = [0, 1, 0, -1];
  const stop = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
  };
  const tick = (now: number): void => {
    const passed = before < 0 ? 0 : Math.min(now - before, LONGEST_TICK);
    before = now;
    const steps = (passed / 1000) * Math.min(most, rate * speed);
    // Frames come a hair early and late: at about a step a frame, none is shown twice and none is left out for it.
    at = Math.min(last, at + (Math.abs(steps - 1) < NEARLY ? 1 : steps));
    frame = at < last ? requestAnimationFrame(tick) : 0;
    tell();
  };
  return {
    get at() {
      return whole ? Math.floor(at) : at;
    },
    get playing() {
      return frame !== 0;
    },
    get speed() {
      return speed;
    },
    play() {
      if (frame) return;
      if (at >= last) at = 0;
      before = -1;
      frame = requestAnimationFrame(tick);
      tell();
    },
    pause() {
      if (!frame) return;
      stop();
      at = Math.floor(at);
      tell();
    },
    seek(to) {
      stop();
      at = Math.min(last, Math.max(0, Math.round(to)));
      tell();
    },
    setSpeed(to) {
      speed = to;
      tell();
    },
    dispose: stop,
  };
}
