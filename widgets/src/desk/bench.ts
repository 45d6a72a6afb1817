// What every part of the desk works with.
import type { Command } from "./keys";
import type { Answered } from "./session";
import type { DeskAction, DeskCard, DeskState } from "./types";

export interface Bench {
  readonly card: DeskCard;
  state(): DeskState;
  /** Whether somebody has said who marks here; else it is the account's name, which several may share. */
  named(): boolean;
  act(action: DeskAction): Promise<Answered>;
  /** Does what a key or its button says. */
  command(command: Command): void;
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** Says it, and shows it as a fault. */
  fault(sentence: string): void;
}
