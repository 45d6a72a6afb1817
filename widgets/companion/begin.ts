// Runs Kith's cells in their order, and says how far it is.
import { errorOf, type KithCell } from "./cells";
import type { Lab, Panel, SessionContext } from "./lab";
import type { Say } from "./words";

const SOON = 1000; // ms before progress is told
const LONG = 60_000; // ms after which a kernel that does not come is a fault

/** What came of it: sentences about what did not go, none if all did. */
export type Outcome = { drawn: KithCell[]; faults: string[] };

/** Starts the kernel if there is none. Returns a sentence if it does not come. */
async function awaken(session: SessionContext, say: Say): Promise<string | undefined> {
  const start = async (): Promise<void> => {
    await session.ready;
    if (!session.session?.kernel) await session.startKernel();
    else if (session.session.kernel.status === "dead") await session.restartKernel();
  };
  try {
    await Promise.race([start(), late(LONG)]);
  } catch {
    return say("noKernel");
  }
  return session.session?.kernel ? undefined : say("noKernel");
}

const late = (ms: number): Promise<never> => new Promise((_resolve, reject) => setTimeout(() => reject(new Error("too late")), ms));

/** Why a cell failed, as a sentence; Kith's own errors are sentences for learners, others are only named. */
function whyOf({ cell }: KithCell, say: Say): string {
  const error = errorOf(cell);
  if (!error) return say("interrupted");
  return error.name === "KithError" ? error.words : say("otherError", { name: error.name });
}

/** What to say about the cells that failed: one sentence for each reason. */
function faultsOf(failed: readonly KithCell[], say: Say): string[] {
  const first = failed[0];
  if (first?.form === "open") return [errorOf(first.cell)?.name === "ModuleNotFoundError" ? say("noKith") : say("openFailed", { why: whyOf(first, say) })];
  const reasons = new Set(failed.map((one) => whyOf(one, say)));
  return [...reasons].map((why) => {
    const cells = failed.filter((one) => whyOf(one, say) === why);
    return say("cardFailed", { n: cells.length, names: listed(cells, say), why });
  });
}

/** The names of cells, for a sentence. */
export const listed = (cells: readonly KithCell[], say: Say): string[] => cells.map(({ name }) => say("quoted", { name }));

/** Runs `cells` one after the other; `progress` hears sentences once it takes more than a moment. */
export async function begin(lab: Lab, panel: Panel, cells: readonly KithCell[], say: Say, progress: (sentence: string) => void): Promise<Outcome> {
  const cards = cells.filter(({ form }) => form === "show");
  let sentence = say("starting");
  let telling = false;
  const tell = (now: string): void => {
    sentence = now;
    if (telling) progress(sentence);
  };
  const timer = setTimeout(() => {
    telling = true;
    progress(sentence);
  }, SOON);
  try {
    const trouble = await awaken(panel.sessionContext, say);
    if (trouble) return { drawn: [], faults: [trouble] };
    const [drawn, failed]: [KithCell[], KithCell[]] = [[], []];
    for (const one of cells) {
      if (one.form === "show") tell(say("drawing", { number: cards.indexOf(one) + 1, count: cards.length }));
      const reply = await lab.execute(one.cell, panel.sessionContext).catch(() => undefined);
      const good = reply?.content.status === "ok";
      if (!good) failed.push(one);
      else if (one.form === "show") drawn.push(one);
      if (!good && one.form === "open") break; // nothing can follow
    }
    return { drawn, faults: faultsOf(failed, say) };
  } finally {
    clearTimeout(timer);
  }
}
