// The shapes of a model in an activity: runs that are played once they were guessed, and a line of it changed.
import type { PlayerCard, Reach, Said } from "../types";

/** The source of a model, of which one line is written otherwise. */
export interface CodeField {
  id: string;
  kind: "code";
  label: string;
  lines: string[];
  reach?: Reach;
}
/** Which line (from 1), what stood there, and what does now. */
export interface CodeAnswer {
  line: number;
  was: string;
  now: string;
}
/** What a model did: runs to be played, or sentences on how it ended. */
export interface PlayScene {
  kind: "play";
  title: string;
  said: Said[];
  ended: string[];
  player: PlayerCard | null;
  /** In base64, in the order of the player's runs. */
  runs: string[];
  code: string;
}
