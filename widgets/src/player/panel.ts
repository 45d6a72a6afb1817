// One run's picture, with a key below it that counts: what each look means, and how many have it now.
import { h } from "../kit/h";
import type { PlayerCard } from "../types";
import * as words from "../words";
import { coded, BEGAN, OFF, ON, STOPPED } from "./codes";
import { grid, type Drawing } from "./grid";
import { people } from "./people";
import type { Run } from "./run";

type Frames = NonNullable<PlayerCard["frames"]>;

export interface Panel {
  readonly element: HTMLElement;
  /** What stands beside the picture where there is room. */
  readonly beside: HTMLElement;
  /**
   * Shows a step, and how many have which look where that is told; with its figures in words where the picture rests, for
   * then somebody may be listening.
   */
  show(step: number, said: string, telling: boolean): void;
  /** Takes the colours of the page anew, and draws with them. */
  recolour(): void;
}

interface Entry {
  look: number | null;
  item: HTMLElement;
  swatch: HTMLElement;
  share: HTMLElement;
}

const entry = (look: number | null, label: string): Entry => {
  const [swatch, share] = [h("span", { class: look === null ? "k-swatch" : `k-swatch k-look-${look}`, "aria-hidden": "true" }), h("span.k-share")];
  return { look, swatch, share, item: h("li.k-entry", swatch, h("span", label), " ", share) };
};

/** Which looks a run ever has; the others need no entry. */
function met(run: Run, at: (step: number) => Uint8Array, counts: (codes: Uint8Array) => number[]): Set<number> {
  const found = new Set<number>();
  for (let step = 0; step <= run.last; step++) counts(at(step)).forEach((count, look) => count && found.add(look));
  return found;
}

/** The key of people who do something or do not: how many do, and how many have only just begun or stopped. */
function switchKey(run: Run, frames: Frames & { kind: "switch" }, looks: Set<number>): { list: HTMLElement; swatches: HTMLElement[]; tell(counts: number[]): void } {
  const on = entry(ON, frames.on);
  const off = entry(OFF, frames.off);
  const began = entry(BEGAN, words.justBegan);
  const stopped = entry(STOPPED, words.justStopped);
  const all = [on, began, off, stopped];
  for (const one of [began, stopped]) one.item.hidden = !looks.has(one.look ?? -1);
  const some = (count: number): string => words.percent(count / (run.places || 1));
  return {
    list: h("ul.k-key", ...all.map(({ item }) => item)),
    swatches: [off, began, stopped, on].map(({ swatch }) => swatch),
    tell(counts) {
      const [is, isNot] = [(counts[ON] ?? 0) + (counts[BEGAN] ?? 0), (counts[OFF] ?? 0) + (counts[STOPPED] ?? 0)];
      on.share.textContent = some(is);
      off.share.textContent = some(isNot);
      began.share.textContent = some(counts[BEGAN] ?? 0);
      stopped.share.textContent = some(counts[STOPPED] ?? 0);
    },
  };
}

/** The key of amounts: the smallest and the largest. */
function levelKey(of: string, most: number): { list: HTMLElement; swatches: HTMLElement[]; tell(): void } {
  const [none, much] = [entry(null, "0"), entry(null, [words.figure(most), of].filter(Boolean).join(" "))];
  none.swatch.classList.add("k-look-0", "k-small");
  much.swatch.classList.add("k-look-3");
  return { list: h("ul.k-key", none.item, much.item), swatches: [none.swatch, much.swatch], tell() {} };
}

/** The panel of a run, in so many pixels of room. */
export function panel(run: Run, frames: Frames, most: number, room: number): Panel {
  const { at, counts } = coded(run, frames, most);
  const drawing: Drawing = run.layout === "grid" ? grid(run, room) : people(run, frames.kind, room);
  const key = frames.kind === "switch" ? switchKey(run, frames, met(run, at, counts)) : levelKey(frames.of, most);
  const { element } = drawing;
  element.setAttribute("role", "img");
  let step = 0;
  const show = (to: number, said: string, telling: boolean): void => {
    step = to;
    const codes = at(to);
    drawing.draw(codes);
    if (telling) key.tell(counts(codes));
    if (said) element.ariaLabel = said;
  };
  const beside = h("div.k-beside", key.list);
  return {
    element: h("div", { class: run.layout === "grid" ? "k-panel" : "k-panel k-dots" }, run.label ? h("p.k-row-label", run.label) : null, element, beside),
    beside,
    show,
    recolour() {
      drawing.recolour(key.swatches);
      show(step, "", true);
    },
  };
}
