// What a map says, link by link, as text: beside each picture, and in its place where there is no room for one.
import { h } from "../kit/h";
import type { MapLink, Named } from "../types";

/** The words of each concept by its id. */
export const naming = (concepts: readonly Named[]) => (id: string): string => concepts.find((one) => one.id === id)?.label ?? id;

/** One link as it is read: from, says, to. */
export const sentence = ({ from, says, to }: MapLink, name: (id: string) => string): string => `${name(from)} – ${says} – ${name(to)}`;

/** The same with what is mine in my voice; each text keeps its direction. */
export const proposition = ({ from, says, to }: MapLink, name: (id: string) => string): HTMLElement =>
  h("span.k-proposition", h("bdi", name(from)), " – ", h("bdi.k-says", says), " – ", h("bdi", name(to)));
