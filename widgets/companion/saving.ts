// What is on the screen goes to the disk before it is submitted.
import type { Page } from "./page";

/** Saves the open pages of a module that hold something unsaved; returns the paths of those that could not be. */
export async function saveModule(pages: Iterable<Page>, module: string): Promise<string[]> {
  const unsaved = [...pages].filter((page) => page.module === module && page.panel.context.model.dirty);
  const lost = await Promise.all(
    unsaved.map(async ({ panel: { context } }) => {
      await context.save().catch(() => undefined);
      return context.model.dirty ? context.path : undefined;
    }),
  );
  return lost.filter((path) => path !== undefined);
}
