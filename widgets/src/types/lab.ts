// The shapes of what is moved: cards into groups, lines into an order, and a choice for each row of a table.
import type { Named, Reach } from "../types";

interface Moved {
  id: string;
  label: string;
  reach?: Reach;
}

/** Each item goes into one group. */
export interface SortField extends Moved {
  kind: "sort";
  groups: Named[];
  items: Named[];
  /** The groups in which an item can carry a line on why. */
  because: string[];
  /** What the groups stand under; empty where that is nothing. */
  claim: string;
}
export interface SortAnswer {
  groups: Record<string, string>;
  because: Record<string, string>;
}

export interface OrderField extends Moved {
  kind: "order";
  items: Named[];
}

export interface GridField extends Moved {
  kind: "grid";
  rows: Named[];
  columns: Named[];
}
export type GridAnswer = Record<string, string>;
