// One widget on a page without a kernel: its desk, what this browser keeps of it, and the way back to its beginning.
import { h } from "../kit/h";
import { store } from "../store";
import type { FoldCard, FoldState, ReflectionCard, ReflectionState, Reply } from "../types";
import { reply, showing, type Desk } from "./desk";
import { foot } from "./foot";
import { foldDesk, type Folded } from "./fold";
import { localModel, type LocalModel } from "./model";
import { reflectionDesk, type Earlier } from "./reflection";
import * as words from "../words/host";

/** A widget as Python wrote it into the page. */
export interface Shown {
  widget: string;
  /** JSON texts, as a kernel sends them. */
  card: string;
  state: string;
  /** What a kernel would hold back. */
  folded: unknown;
  /** What this browser holds at first for the widget's own drawers, as after an earlier visit. */
  drafts: Record<string, unknown>;
  /** How a kernel fails, where that is to be seen: it never answers, its line is closed, or it refuses in this sentence. */
  trouble: "late" | "gone" | null;
  refusal: string | null;
  /** Whether the first thing to do is done at once, so that its answer is to be seen. */
  press: boolean;
}

export interface Definition {
  render(context: { model: LocalModel; el: HTMLElement }): () => void;
}

function deskOf({ widget, card, state, folded }: Shown, before: unknown): Desk {
  const [asked, first] = [JSON.parse(card) as unknown, JSON.parse(state) as unknown];
  if (widget === "fold") return foldDesk(asked as FoldCard, folded as Folded, first as FoldState, before);
  if (widget === "reflection") return reflectionDesk(asked as ReflectionCard, folded as Earlier, first as ReflectionState, before);
  return showing(first);
}

interface Message {
  id: number;
  payload: string;
}

/** A model whose messages go to the desk; answers come back a moment later, as from a kernel. */
function connected({ card, trouble, refusal }: Shown, desk: Desk, told: (action: unknown, outcome: Reply<unknown>) => void): LocalModel {
  const answered = new Map<number, Reply<unknown>>();
  const answer = ({ id, payload }: Message): void => {
    if (trouble === "late") return;
    const known = answered.get(id);
    const outcome = known ?? (refusal === null ? reply(desk, payload) : { ok: false, why: refusal });
    answered.set(id, outcome);
    if (!known) told(JSON.parse(payload), outcome);
    model.set("state", JSON.stringify(desk.state()));
    model.deliver({ id, payload: JSON.stringify(outcome) });
  };
  const model = localModel({ card, state: JSON.stringify(desk.state()) }, (content) => {
    if (trouble === "gone") throw new Error("there is no kernel");
    queueMicrotask(() => answer(content as Message));
  });
  return model;
}

/** Shows the widget in `stand`; what is done there stays in this browser until it is emptied. */
export function exhibit(stand: HTMLElement, shown: Shown, { render }: Definition): void {
  const { key } = JSON.parse(shown.card) as { key: string };
  const page = `${key}:page`;
  // The widget's own drawers are read anew each time, since the widget writes to them.
  const drawers = ["", ":other"].map((name) => ({ at: key + name, first: shown.drafts[name] ?? null }));
  const el = h("div");
  // Where a kernel's failing is shown, or nothing is ever kept, the page does not say that there is none.
  const silent = shown.trouble !== null || deskOf(shown, null).kept() === null;
  const below = foot(silent ? "" : store(page).lasting ? words.noKernel : words.unkept, () => {
    leave();
    for (const at of [page, ...drawers.map(({ at }) => at)]) store(at).clear();
    leave = begin();
  });
  const look = (): void =>
    below.offer(store(page).get() !== null || drawers.some(({ at, first }) => JSON.stringify(store(at).get()) !== JSON.stringify(first)));

  function begin(): () => void {
    const before = store(page).get();
    if (before === null) for (const { at, first } of drawers) if (first !== null && store(at).get() === null) store(at).set(first);
    const desk = deskOf(shown, before);
    const model = connected(shown, desk, (action, outcome) => {
      if (outcome.ok) store(page).set(desk.kept());
      // For whoever watches the page: what was asked, and what came of it.
      el.dispatchEvent(new CustomEvent("kith-action", { bubbles: true, detail: { action, reply: outcome } }));
      look();
    });
    const gone = render({ model, el });
    look();
    if (shown.press) el.querySelector<HTMLElement>(".k-primary")?.click();
    return gone;
  }

  stand.replaceChildren(el, below.element);
  let leave = begin();
  // What is typed lies in this browser too, before anything is done with it.
  for (const event of ["input", "click", "keyup"]) el.addEventListener(event, look);
  addEventListener("storage", (event) => {
    // Done in another window on the same page: go on from there, so that neither undoes the other.
    if (event.key !== `kith:${page}`) return;
    leave();
    leave = begin();
  });
}
