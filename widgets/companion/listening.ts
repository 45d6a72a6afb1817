// Listening to Lumino's signals for as long as something lives.
import type { Signal } from "./lab";

/** Calls `slot` on each signal until `signal` aborts. */
export function listen<Sender, Args>(source: Signal<Sender, Args>, slot: (sender: Sender, args: Args) => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  source.connect(slot);
  signal.addEventListener("abort", () => source.disconnect(slot), { once: true });
}
