// The part of a Jupyter widget model that a widget may use, with no Jupyter behind it.
import type { Model } from "../wire";

type Listener = (...values: unknown[]) => void;

export interface LocalModel extends Model {
  set(name: string, value: unknown): void;
  save_changes(): void;
  /** Has the widget hear a message, as from a kernel. */
  deliver(content: unknown): void;
}

/** A model with these traits; `send` takes what the widget sends, and may throw as a closed line does. */
export function localModel(traits: Record<string, unknown>, send: (content: unknown) => void): LocalModel {
  const listeners = new Map<string, Listener[]>();
  const heard = (event: string): Listener[] => listeners.get(event) ?? [];
  const fire = (event: string, ...values: unknown[]): void => heard(event).forEach((listener) => listener(...values));
  return {
    get: (name) => traits[name],
    set(name, value) {
      if (traits[name] === value) return;
      traits[name] = value;
      fire(`change:${name}`);
    },
    save_changes() {},
    on: (event, listener) => void listeners.set(event, [...heard(event), listener as Listener]),
    off: (event, listener) => void listeners.set(event, heard(event).filter((one) => one !== listener)),
    send,
    deliver: (content) => fire("msg:custom", content, []),
  };
}
