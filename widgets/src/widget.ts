// What both widgets share: the root element, the theme, the line to the kernel, and one place for sentences.
import "./kit/css/tokens.css";
import "./kit/css/base.css";
import "./kit/css/controls.css";
import "./kit/css/text.css";
import { h, on } from "./kit/h";
import { life, type Life } from "./kit/life";
import { live, type Live } from "./kit/live";
import { followTheme } from "./kit/theme";
import { notice, troubleSentence, type Notice } from "./kit/trouble";
import { store, type Store } from "./store";
import type { Action } from "./types";
import * as words from "./words";
import { wire, type Model, type Trouble } from "./wire";

export interface Stage<Card> {
  readonly card: Card;
  /** The card's surface; sections go here. */
  readonly body: HTMLElement;
  readonly life: Life;
  readonly live: Live;
  readonly store: Store;
  /** Sends an action. On success the new state is drawn and the answer's time returned; a refusal shows its sentence. */
  act(action: Action): Promise<{ ok: true; at: string } | { ok: false; why: string }>;
  trouble(): Trouble;
}

interface Card {
  key: string;
  title: string;
  /** No other card needs it: it is closed until somebody opens it, or has begun with it. */
  more?: boolean;
}

interface Drawing<State> {
  draw(state: State): void;
  ontrouble?(trouble: Trouble): void;
  /** Called before the view goes, while the line to the kernel still stands. */
  leave?(): void;
}

interface Context {
  model: Model;
  el: HTMLElement;
}

const read = <T>(model: Model, name: string): T | null => {
  try {
    return JSON.parse(String(model.get(name))) as T;
  } catch {
    return null;
  }
};

/** What Jupyter's shortcuts leave alone, if it is met before what their selector matches. */
const UNSHORTENED = "data-lm-suppress-shortcuts";

/** Whether something was done with a card: a door was taken, a step passed, a text written. */
function begun(state: object): boolean {
  const { stage, passed, text } = state as { stage?: string; passed?: unknown[]; text?: unknown };
  return (stage !== undefined && stage !== "open") || !!passed?.length || !!text;
}

/** A card that is closed, to be opened by one press; on paper it is open. */
function closed(title: string, card: HTMLElement, signal: AbortSignal): HTMLElement {
  const box = h("details.k-details.k-more", h("summary", words.moreCard(title)), card);
  let was = false;
  addEventListener("beforeprint", () => ((was = box.open), (box.open = true)), { signal });
  addEventListener("afterprint", () => (box.open = was), { signal });
  return box;
}

function surface(title: string, said: Live, notices: Notice[], fold: (card: HTMLElement) => HTMLElement): { root: HTMLElement; body: HTMLElement } {
  const body = h("div.k-body");
  // Jupyter's shortcuts listen on the page; its own attribute and the stopped event keep them out of our fields.
  const root = h("div.kith", { lang: words.language, dir: words.direction, [UNSHORTENED]: "true" },
    fold(h("article.k-card", { "aria-label": title }, body, ...notices.map(({ element }) => element), said.element)),
  );
  return { root, body };
}

/** Puts a widget into the page; returns what takes it out again. */
export function mount<C extends Card, State>({ model, el }: Context, begin: (stage: Stage<C>) => Drawing<State>): () => void {
  const card = read<C>(model, "card");
  const first = read<State>(model, "state");
  if (!card || !first) {
    el.append(h("p", words.unreadable));
    return () => el.replaceChildren();
  }
  const own = life();
  const said = live();
  const [calm, fault] = [notice("calm"), notice("error")];
  const { root, body } = surface(card.title, said, [calm, fault], (whole) =>
    card.more && !begun(first) ? closed(card.title, whole, own.signal) : whole,
  );
  on(root, "keydown", (event) => event.stopPropagation(), own.signal);
  // Notebook 7 takes keys before we hear of them, and some of its shortcuts match whatever has the focus: arrows, Enter.
  on(root, "focusin", (event) => (event.target as Element).setAttribute(UNSHORTENED, "true"), own.signal);
  followTheme(root, own.signal);

  let trouble: Trouble = "none";
  const drawer = store(card.key);
  const line = wire<State>(model, {
    ontrouble(now) {
      trouble = now;
      const sentence = troubleSentence(now, drawer.lasting);
      calm.show(sentence);
      said.say(sentence);
      drawing.ontrouble?.(now);
    },
  });
  const stage: Stage<C> = {
    card,
    body,
    life: own,
    live: said,
    store: drawer,
    trouble: () => trouble,
    async act(action) {
      fault.show("");
      const reply = await line.act(action);
      if (!reply.ok) {
        fault.show(reply.why);
        said.say(reply.why);
        return reply;
      }
      drawing.draw(reply.state);
      return { ok: true, at: reply.at };
    },
  };
  const drawing = begin(stage);
  drawing.draw(first);
  el.append(root);

  const onstate = (): void => {
    const state = read<State>(model, "state");
    if (state) drawing.draw(state);
  };
  model.on("change:state", onstate);
  return () => {
    drawing.leave?.();
    model.off("change:state", onstate);
    line.dispose();
    own.dispose();
    root.remove();
  };
}
