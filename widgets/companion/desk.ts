// The way to the marking desk, for whoever teaches here: a menu entry that opens it in a tab of its own.
import type { App, Lab, MainMenu, Palette } from "./lab";
import type { Say } from "./words";

const COMMAND = "kith:desk";

/** Offers the desk until `signal` aborts; a server where nobody teaches offers none. */
export function offerDesk(lab: Lab, app: App, menus: MainMenu | null, palette: Palette | null, say: Say, signal: AbortSignal): void {
  if (lab.option("kithTeaches") !== "true") return;
  const address = `${app.serviceManager.serverSettings.baseUrl}kith/desk`;
  const gone = [app.commands.addCommand(COMMAND, { label: say("desk"), caption: say("deskWhy"), execute: () => void window.open(address, "_blank", "noopener") })];
  if (menus) {
    const menu = new lab.Menu({ commands: app.commands });
    menu.title.label = "Kith";
    menu.addItem({ command: COMMAND });
    menus.addMenu(menu, true, { rank: 900 });
    gone.push(menu);
  }
  if (palette) gone.push(palette.addItem({ command: COMMAND, category: "Kith" }));
  signal.addEventListener("abort", () => gone.reverse().forEach((one) => one.dispose()));
}
