// What JupyterLab loads: a container under the extension's name, as module federation wants it, without a bundler for it.
import style from "kith-companion-style";
import { plugin } from "./plugin";
import { labOf, type Scope } from "./scope";

interface Container {
  init(scope: Scope): void;
  get(module: string): Promise<() => object>;
}

declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, Container>;
  }
}

let shared: Scope = {};

// Whichever extension comes first makes the list of containers.
(window._JUPYTERLAB ??= {})["kith"] = {
  init(scope) {
    shared = scope;
  },
  async get() {
    const made = { __esModule: true, default: plugin(await labOf(shared), style) };
    return () => made;
  },
};
