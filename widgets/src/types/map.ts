// The shapes of concept maps: concepts, links between them that say something, and two maps held against each other.
import type { Named, Reach } from "../types";

export interface MapField {
  id: string;
  kind: "map";
  label: string;
  concepts: Named[];
  /** Words for a link that are offered. */
  says: string[];
  /** So many concepts of one's own can be added. */
  extra: number;
  reach?: Reach;
}
export interface MapLink {
  from: string;
  says: string;
  to: string;
}
/** Across and down, in hundredths of the field. */
export type Place = [across: number, down: number];
export interface MapAnswer {
  /** Those on the map, in the words that it was drawn with. */
  concepts: Named[];
  links: MapLink[];
  /** Where a concept was put that somebody moved. */
  places: Record<string, Place>;
}
/** Two maps of mine, the earlier first; the browser has them in its state. */
export interface MapsScene {
  kind: "maps";
  title: string;
  of: [before: [step: string, field: string], after: [step: string, field: string]];
  /** What is said where there is no earlier one. */
  without: { title: string; sentence: string };
}
