// One sitting at the desk: what stands there, what is on its way, and what comes back.
import type { Reply } from "../types";
import { wire, type Model, type Trouble } from "../wire";
import { foresee, moves } from "./foresee";
import type { DeskAction, DeskState } from "./types";

export type Answered = Reply<DeskState>;

interface Options {
  model: Model;
  first: DeskState;
  /** What waited when this page was closed or reloaded. */
  before: readonly DeskAction[];
  /** Keeps what waits over a reload of this page. */
  keep(actions: readonly DeskAction[]): void;
  draw(): void;
  refused(action: DeskAction, why: string): void;
  ontrouble(trouble: Trouble): void;
}

export interface Session {
  /** The desk as it will be once all that waits is done. */
  state(): DeskState;
  /** Does something, in its turn. */
  act(action: DeskAction): Promise<Answered>;
  /** How many actions wait for their answer. */
  waiting(): number;
  /** Whether another answer is on its way onto the page. */
  moving(): boolean;
  /** When the server last said that it has what it was told. */
  savedAt(): string | null;
  dispose(): void;
}

const LASTING = ["level", "comment", "care", "phrase"];

/** A sitting that begins with the state the page came with. */
export function session({ model, first, before, keep, draw, refused, ontrouble }: Options): Session {
  const pending = new Set<DeskAction>();
  let server = first;
  let at: string | null = null;
  const line = wire<DeskState, DeskAction>(model, { ontrouble });
  const kept = (): void => keep([...pending].filter((one) => LASTING.includes(one.do)));

  async function act(action: DeskAction): Promise<Answered> {
    pending.add(action);
    kept();
    draw();
    const reply = await line.act(action);
    pending.delete(action);
    kept();
    if (reply.ok) {
      server = reply.state;
      if (LASTING.includes(action.do)) at = reply.at;
    }
    draw();
    if (!reply.ok) refused(action, reply.why);
    return reply;
  }
  for (const action of before) void act(action);
  return {
    state: () => [...pending].reduce(foresee, server),
    act,
    waiting: () => pending.size,
    moving: () => [...pending].some(moves),
    savedAt: () => at,
    dispose: line.dispose,
  };
}
