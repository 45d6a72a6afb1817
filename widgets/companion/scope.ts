// JupyterLab's own modules, taken from the scope that all its extensions share.
import type { Lab } from "./lab";

interface Offer {
  get(): Promise<() => Record<string, unknown>>;
  loaded?: 1 | boolean;
  from?: string;
}

export type Scope = Record<string, Record<string, Offer> | undefined>;

/** The module called `name`, as the page itself uses it: one that is loaded already, or else the newest. */
async function module(scope: Scope, name: string): Promise<Record<string, unknown>> {
  const offers = Object.entries(scope[name] ?? {}).sort(([a], [b]) => b.localeCompare(a, "en", { numeric: true }));
  const best = offers.find(([, offer]) => offer.loaded) ?? offers[0];
  if (!best) throw new Error(`Kith's companion needs ${name}, which this JupyterLab does not share.`);
  return (await best[1].get())();
}

/** What the companion needs of the page, checked by name only: it is JavaScript that we did not compile. */
export async function labOf(scope: Scope): Promise<Lab> {
  const names = ["notebook", "application", "apputils", "cells", "coreutils", "services", "ui-components", "mainmenu"];
  const [notebook, application, apputils, cells, coreutils, services, components, menus, widgets] = await Promise.all(
    [...names.map((name) => `@jupyterlab/${name}`), "@lumino/widgets"].map((name) => module(scope, name)),
  );
  const { execute } = cells?.["CodeCell"] as { execute: Lab["execute"] };
  const { PageConfig } = coreutils as unknown as { PageConfig: { getOption: Lab["option"] } };
  const { ServerConnection } = services as unknown as { ServerConnection: { makeRequest: Lab["request"] } };
  return {
    Widget: widgets?.["Widget"] as Lab["Widget"],
    ToolbarButton: components?.["ToolbarButton"] as Lab["ToolbarButton"],
    INotebookTracker: notebook?.["INotebookTracker"] as object,
    ILabShell: application?.["ILabShell"] as object,
    IMainMenu: menus?.["IMainMenu"] as object,
    ICommandPalette: apputils?.["ICommandPalette"] as object,
    Menu: widgets?.["Menu"] as Lab["Menu"],
    Notification: apputils?.["Notification"] as Lab["Notification"],
    showDialog: (options) => (apputils?.["showDialog"] as Lab["showDialog"])(options),
    Dialog: apputils?.["Dialog"] as Lab["Dialog"],
    execute: (cell, session) => execute(cell, session),
    option: (name) => PageConfig.getOption(name),
    request: (url, init, settings) => ServerConnection.makeRequest(url, init, settings),
  };
}
