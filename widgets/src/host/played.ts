// A table for one on a page without a kernel: what was said follows from the moves that were made.
import type { TextScene } from "../types";

/** A card, and the sentence with which it comes to the table. */
type Brought = [card: string, sentence: string];

/** All that could be said at the table; with a title it tells all of these turns, else what the last of them brought. */
export interface Played {
  kind: "played";
  title: string;
  turns: string[];
  /** The move with which the talk is over. */
  ends: string;
  /** What is said where a move brings nothing more. */
  nothing: string;
  /** By move, what it brings, each time the next. */
  moves: Record<string, Brought[]>;
  /** What another seat says after each turn. */
  others: Brought[];
}

const text = (title: string, paragraphs: string[]): TextScene => ({ kind: "text", title, paragraphs, said: [] });

/** What is shown of it, as `moveAt` says what was done at each turn. */
export function played({ title, turns, ends, nothing, moves, others }: Played, moveAt: (turn: string) => string | undefined): TextScene[] {
  const taken = turns.map(moveAt).filter((move) => move !== undefined);
  const over = taken.indexOf(ends);
  const made = over < 0 ? taken : taken.slice(0, over);
  const said = made.map((move, n): Brought[] => {
    const before = made.slice(0, n).filter((other) => other === move).length;
    const brought = move ? [(Object.hasOwn(moves, move) && moves[move]?.[before]) || (["", nothing] satisfies Brought)] : [];
    return [...brought, ...others.slice(n, n + 1)];
  });
  if (title) return [text(title, [...new Set(said.flat().flatMap(([card]) => card || []))])];
  return made.length < turns.length ? [] : [text("", said.at(-1)?.map(([, sentence]) => sentence) ?? [])];
}

/** The moves that have brought all that they can. */
export function spent({ turns, moves }: Played, moveAt: (turn: string) => string | undefined): string[] {
  const made = turns.map(moveAt);
  return Object.entries(moves).flatMap(([move, cards]) => (cards.length && made.filter((one) => one === move).length >= cards.length ? [move] : []));
}
