// The way to one's own work: a button beside the page, which opens all of it as one page to read, save or print.
import type { App, Lab, Panel, Widget } from "./lab";
import type { Say } from "./words";

/** Puts the button into the toolbar of `panel`; returns how to take it away. */
export function offerMyWork(lab: Lab, app: App, panel: Panel, say: Say): () => void {
  const address = `${app.serviceManager.serverSettings.baseUrl}kith/mine`;
  const button = new lab.ToolbarButton({
    className: "kith-my-work",
    label: say("myWork"),
    tooltip: say("myWorkWhy"),
    onClick: () => void window.open(address, "_blank", "noopener"),
  });
  button.node.lang = say.language;
  button.node.dir = say.direction;
  panel.toolbar.insertItem(100, "kith-my-work", button as Widget);
  return () => {
    if (!button.isDisposed) button.dispose();
  };
}
