// One widget on a page without a kernel: its desk, what this browser keeps of it, and the way back to its beginning.
import { h } from "../kit/h";
import type { FoldCard, FoldState, LeavesCard, LeavesState, ReflectionCard, ReflectionState, Reply } from "../types";
import { reply, showing, type Desk } from "./desk";
import { drawers, type Drawers } from "./drawers";
import { foot } from "./foot";
import { foldDesk, type Folded } from "./fold";
import { leavesDesk, type Leaves } from "./leaves";
import { localModel, type LocalModel } from "./model";
import { reflectionDesk, type Behind } from "./reflection";
import * as words from "../words/host";

/** A widget as Python wrote it into the page. */
export interface Shown {
  widget: string;
  /** JSON texts, as a kernel sends them. */
  card: string;
  state: string;
  /** What a kernel would hold back: JSON in base64, so that nobody reads it who only looks at the page's source. */
  folded: string;
  /** What comes as bytes, in base64, by trait. */
  buffers: Record<string, string[]>;
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

type Opening = (card: unknown, state: unknown, folded: unknown, before: unknown) => Desk;

const fold: Opening = (card, state, folded, before) => foldDesk(card as FoldCard, folded as Folded, state as FoldState, before);

const leaves: Opening = (card, state, folded, before) => leavesDesk(card as LeavesCard, folded as Leaves, state as LeavesState, before);

/** The kinds of widgets that do something here; all others only show. */
const DESKS = new Map<string, Opening>([
  ["fold", fold],
  ["stand", fold],
  // Nothing comes to a page; to look again is all that there is to do.
  ["inbox", (_card, state) => ({ ...showing(state), act() {} })],
  ["leaves", leaves],
  ["lab", leaves],
  ["map", leaves],
  ["network", leaves],
  ["rooms", leaves],
  ["run", leaves],
  ["reflection", (card, state, folded, before) => reflectionDesk(card as ReflectionCard, folded as Behind, state as ReflectionState, before)],
]);

function deskOf({ widget, card, state, folded }: Shown, before: unknown): Desk {
  const first: unknown = JSON.parse(state);
  return DESKS.get(widget)?.(JSON.parse(card), first, JSON.parse(atob(folded)), before) ?? showing(first);
}

/** A desk that goes on from what was done last, in whichever window on this page, and keeps what is done at it. */
function latest(shown: Shown, own: Drawers): Desk {
  let [desk, seen] = [deskOf(shown, own.done()), JSON.stringify(own.done())];
  const now = (): Desk => {
    const kept = JSON.stringify(own.done());
    if (kept !== seen) [desk, seen] = [deskOf(shown, own.done()), kept];
    return desk;
  };
  return {
    state: () => now().state(),
    act(action) {
      now().act(action);
      own.keep(desk.kept());
      seen = JSON.stringify(own.done());
    },
    kept: () => now().kept(),
  };
}

interface Message {
  id: number;
  payload: string;
}

interface Line {
  desk: Desk;
  /** Whether the widget has gone: then nothing that it still sends is done. */
  left(): boolean;
  told(action: unknown, outcome: Reply<unknown>): void;
}

/** Bytes as a kernel sends them. */
const bytes = (base64: string): DataView => new DataView(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)).buffer);

/** A model whose messages go to the desk; answers come back a moment later, as from a kernel. */
function connected({ card, buffers, trouble, refusal }: Shown, { desk, left, told }: Line): LocalModel {
  const received = Object.fromEntries(Object.entries(buffers).map(([name, all]) => [name, all.map(bytes)]));
  const answered = new Map<number, Reply<unknown>>();
  const answer = ({ id, payload }: Message): void => {
    if (trouble === "late" || left()) return;
    const known = answered.get(id);
    const outcome = known ?? (refusal === null ? reply(desk, payload) : { ok: false, why: refusal });
    answered.set(id, outcome);
    if (!known) told(JSON.parse(payload), outcome);
    model.set("state", JSON.stringify(desk.state()));
    model.deliver({ id, payload: JSON.stringify(outcome) });
  };
  const model = localModel({ card, state: JSON.stringify(desk.state()), ...received }, (content) => {
    if (trouble === "gone") throw new Error("there is no kernel");
    queueMicrotask(() => answer(content as Message));
  });
  return model;
}

/** A widget as it stands in the page. */
interface Standing {
  /** Has the widget draw what was done elsewhere, as a kernel would. */
  follow(): void;
  /** Whether its field holds a text that is not the desk's. */
  parted(): boolean;
  leave(): void;
}

/** Shows the widget in `stand`; what is done there stays in this browser until it is emptied. A `told` page says so itself. */
export function exhibit(stand: HTMLElement, shown: Shown, { render }: Definition, told = false): void {
  const { key } = JSON.parse(shown.card) as { key: string };
  const own = drawers(key, shown.drafts);
  const el = h("div");
  // Where a kernel's failing is shown, or nothing is ever kept, the page does not say that there is none.
  const silent = shown.trouble !== null || !DESKS.has(shown.widget);
  const below = foot(silent || (told && own.lasting) ? "" : own.lasting ? words.noKernel : words.unkept, () => {
    // Other windows hear of a change alone, and perhaps nothing was done yet.
    own.keep(null);
    afresh();
  });
  const look = (): void => below.offer(own.used());

  function draw(): Standing {
    const desk = latest(shown, own);
    let left = false;
    const model = connected(shown, {
      desk,
      left: () => left,
      told(action, outcome) {
        // For whoever watches the page: what was asked, and what came of it.
        el.dispatchEvent(new CustomEvent("kith-action", { bubbles: true, detail: { action, reply: outcome } }));
        look();
      },
    });
    const gone = render({ model, el });
    look();
    if (shown.press) el.querySelector<HTMLElement>(".k-primary")?.click();
    return {
      follow: () => model.set("state", JSON.stringify(desk.state())),
      parted: () => shown.widget === "reflection" && el.querySelector<HTMLTextAreaElement>(".k-editor textarea")?.value !== (desk.state() as ReflectionState).text,
      leave() {
        // First: a widget that goes sends what it still holds. That stays in its own drawers, and comes back from there.
        left = true;
        gone();
      },
    };
  }

  /** Draws the widget, or says that it can't be drawn; then the way back to its beginning is all there is. */
  function begin(): Standing {
    try {
      return draw();
    } catch (error) {
      console.error(error);
      el.replaceChildren(h("p", { role: "alert" }, words.brokenCard));
      below.offer(true);
      return { follow: again, parted: () => false, leave: () => el.replaceChildren() };
    }
  }

  function afresh(): void {
    standing.leave();
    own.empty();
    own.fill();
    standing = begin();
  }

  function again(): void {
    const had = el.contains(document.activeElement);
    standing.leave();
    standing = begin();
    if (had) el.querySelector<HTMLElement>(".k-editor textarea, textarea")?.focus();
  }

  stand.replaceChildren(el, below.element);
  own.fill();
  let standing = begin();
  // What is typed lies in this browser too, before anything is done with it.
  for (const event of ["input", "click", "keyup"]) el.addEventListener(event, look);
  own.listen({
    done() {
      standing.follow();
      // A text that was begun before the other was saved is not put over it: the widget sets it aside, and offers it.
      if (standing.parted()) again();
      look();
    },
    parted: () => (standing.parted() ? again() : own.hidden(again)),
    emptied: afresh,
  });
}
