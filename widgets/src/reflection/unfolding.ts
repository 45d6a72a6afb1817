// A part that is not needed yet lies folded, and is asked of the kernel when it is opened.
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import type { ReflectionStage } from "../reflection";
import { field, store, type Store } from "../store";
import type { Action } from "../types";

/** Does something, then puts the focus where its answer stands; what was pressed may be gone by then. */
export async function asked(stage: ReflectionStage, action: Action, focus: string): Promise<{ ok: true; at: string } | { ok: false }> {
  const reply = await stage.act(action);
  if (reply.ok) stage.body.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
  return reply;
}

const opened = new WeakMap<ReflectionStage, Map<string, Store>>();

/** The drawer of that name under the card's: one for all who ask, since where the browser keeps nothing it holds things itself. */
export function drawer(stage: ReflectionStage, name: string): Store {
  const all = opened.get(stage) ?? new Map<string, Store>();
  const found = all.get(name) ?? store(`${stage.card.key}:${name}`);
  opened.set(stage, all.set(name, found));
  return found;
}

/** What this browser holds of something begun; what is kept already, word for word, is let go of. */
export function begun(drawer: Store, kept: object | string | null | undefined): unknown {
  const found = drawer.get();
  const same = (one: unknown, other: unknown): boolean => typeof one === "string" && typeof other === "string" && one.trim() === other.trim();
  const arrived =
    typeof kept === "string" ? same(found, kept) : !!kept && typeof found === "object" && found !== null && Object.entries(found).every(([name, one]) => same(one, field(kept, name)));
  if (arrived) drawer.clear();
  return arrived ? null : found;
}

/** A part that follows what it shows in place: what stays the same is not touched, nor is the focus in it. */
export interface Following<Now> extends Part {
  follow(now: Now): void;
}

export interface Unfolding extends Part {
  readonly element: HTMLDetailsElement;
  /** Where its content goes. */
  readonly inside: HTMLElement;
  /** Opens or closes it, and tells nobody. */
  set(open: boolean): void;
}

/** A disclosure. `opened` and `closed` are told when the reader does it; nothing is told of one that was open from the start. */
export function unfolding(label: string, open: boolean, opened: () => unknown = () => {}, closed: () => unknown = () => {}): Unfolding {
  const { signal, dispose } = life();
  const inside = h("div.k-detail.k-unfolded");
  const element = h("details.k-details", { open }, h("summary", label), inside);
  // "toggle" comes for one that was made open too, and not bubbling: so it is listened to here, and compared.
  let was = open;
  element.addEventListener("toggle", () => {
    if (element.open === was) return;
    was = element.open;
    (was ? opened : closed)();
  }, { signal });
  return {
    element,
    inside,
    set(now) {
      was = now;
      element.open = now;
    },
    dispose,
  };
}
