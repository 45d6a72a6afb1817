// The companion as JupyterLab knows it: it follows the pages of the course, and lets go of everything at the end.
import { h } from "../src/kit/h";
import { life } from "../src/kit/life";
import { watchAssignments } from "./assignments";
import { courseName } from "./cells";
import { offerDesk } from "./desk";
import type { App, Lab, MainMenu, Palette, Panel, Shell, Tracker } from "./lab";
import { openBeside } from "./links";
import { listen } from "./listening";
import { offerMyWork } from "./mywork";
import { page, type Page } from "./page";
import { speaker } from "./words";

/** One JupyterLab plugin; works in JupyterLab 4 and Notebook 7, which has no side bar to fold. `style` is its sheet. */
export function plugin(lab: Lab, style: string): object {
  let own = life();
  return {
    id: "kith:companion",
    description: "Begin, folded code, and saving before a submission, for the pages of a Kith course.",
    autoStart: true,
    requires: [lab.INotebookTracker],
    optional: [lab.ILabShell, lab.IMainMenu, lab.ICommandPalette],
    activate(app: App, tracker: Tracker, shell: Shell | null, menus: MainMenu | null = null, palette: Palette | null = null) {
      own = life(); // each activation has its own
      const { signal } = own;
      const say = speaker(lab.option("kithLanguage"));
      const pages = new Set<Page>();
      const sheet = h("style", style);
      document.head.append(sheet);

      const follow = async (panel: Panel): Promise<void> => {
        await panel.context.ready;
        if (signal.aborted || panel.isDisposed || !courseName(panel)) return;
        const opened = page(lab, panel, say);
        signal.addEventListener("abort", offerMyWork(lab, app, panel, say));
        signal.addEventListener("abort", openBeside(app, panel));
        pages.add(opened);
        listen(panel.disposed, () => pages.delete(opened), signal);
      };
      listen(tracker.widgetAdded, (_tracker, panel) => void follow(panel), signal);
      tracker.forEach((panel) => void follow(panel));
      watchAssignments(lab, app, pages, say, signal);
      offerDesk(lab, app, menus, palette, say, signal);
      if (shell) makeRoom(app, tracker, shell, signal);

      own.own({
        element: sheet,
        dispose() {
          for (const opened of pages) opened.dispose();
          pages.clear();
          sheet.remove();
        },
      });
    },
    deactivate: () => own.dispose(),
  };
}

/** Folds the left side bar if the page that opens first is one of the course's, so that a small window has room for it. */
function makeRoom(app: App, tracker: Tracker, shell: Shell, signal: AbortSignal): void {
  let first = true;
  const look = async (panel: Panel): Promise<void> => {
    const mine = first;
    first = false;
    await Promise.all([app.restored, panel.context.ready, panel.revealed]);
    if (mine && !signal.aborted && !panel.isDisposed && courseName(panel) && panel.isVisible) shell.collapseLeft();
  };
  tracker.forEach((panel) => void look(panel));
  listen(tracker.widgetAdded, (_tracker, panel) => void look(panel), signal);
}
