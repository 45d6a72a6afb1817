// What is on the screen goes to the kernel and to the disk before it is submitted, one save after the other.
import type { DocumentContext } from "./lab";
import type { Page } from "./page";

const PATIENCE = 5000; // ms in which a kernel that has time keeps what was typed
const LOOK = 100; // ms between two looks

/** Why a module can't be sent yet, as the key of a sentence, and the pages that it is about. */
export interface Held {
  readonly why: "unsettled" | "unsaved";
  readonly pages: string[];
}

/**
 * Lets each save of a notebook begin once the one before has ended; all that are asked for meanwhile are one.
 * JupyterLab doesn't: of two at once, say ours and its own every ten seconds, it takes the one for a change by somebody else, and asks.
 */
export function saveInTurn(context: DocumentContext): void {
  const save = context.save.bind(context);
  let now: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const first = (): Promise<void> => {
    next = undefined;
    return (now = save().finally(() => (now = undefined)));
  };
  context.save = () => next ?? (now ? (next = now.then(first, first)) : first());
}

/** Saves the open pages of a module, once the kernel has all that is typed in them; returns what stands in the way. */
export async function saveModule(pages: Iterable<Page>, module: string): Promise<Held | undefined> {
  const open = [...pages].filter((page) => page.module === module);
  const unsettled = await settled(open);
  if (unsettled.length) return { why: "unsettled", pages: unsettled.map(nameOf) };
  const unsaved = open.filter(({ panel }) => panel.context.model.dirty);
  await Promise.all(unsaved.map(({ panel }) => panel.context.save().catch(() => undefined)));
  const lost = unsaved.filter(({ panel }) => panel.context.model.dirty);
  return lost.length ? { why: "unsaved", pages: lost.map(nameOf) } : undefined;
}

/** Waits until nothing in `pages` waits for its kernel; returns the pages that still do when patience ends. */
async function settled(pages: readonly Page[]): Promise<Page[]> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    // A card says so itself, of a text or of a form that is on its way; whoever types goes on typing meanwhile.
    const late = pages.filter(({ panel }) => !panel.isDisposed && panel.node.querySelector(".kith[data-waiting], .kith [aria-busy='true']"));
    if (!late.length || performance.now() > end) return late;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

const nameOf = ({ panel }: Page): string => panel.context.path.split("/").at(-1) ?? "";
