// Links of the cards to other pages of the course: they open beside this one, and the window is not loaded anew.
import type { App, Panel } from "./lab";

const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** The file that a link of a page leads to; null where it leads elsewhere, or asks for another window. */
export function pageOf(from: string, event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest(".kith a[href]") : null;
  const href = link?.getAttribute("href") ?? "";
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  if (!href.endsWith(".ipynb") || /^([a-z][a-z+.-]*:|\/)/i.test(href)) return null;
  return decodeURIComponent(new URL(href, `file:///${encoded(from)}`).pathname.slice(1));
}

/** Opens what links in a page lead to as JupyterLab opens files; returns how to stop. */
export function openBeside(app: App, panel: Panel): () => void {
  const follow = (event: MouseEvent): void => {
    const path = pageOf(panel.context.path, event);
    if (path === null) return;
    event.preventDefault();
    void app.commands.execute("docmanager:open", { path });
  };
  panel.node.addEventListener("click", follow);
  return () => panel.node.removeEventListener("click", follow);
}
