import * as words from "../words";

/**
 * Does one thing at a time, however often it is asked to.
 *
 * What the kernel is being told must not change meanwhile, or words typed in between would go with its answer: every field
 * in `within` can be read and copied until then, not written, and menus and cards stay where they are. A choice can be begun anew:
 * it is kept, and goes with what is sent next. After a second of waiting the reader is told so.
 */
export function once(within: HTMLElement, tell: (sentence: string) => void = () => {}): (act: () => Promise<unknown>) => void {
  let busy = false;
  const set = (now: boolean): void => {
    busy = now;
    within.ariaBusy = String(now);
    for (const input of within.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) input.readOnly = now;
    for (const still of within.querySelectorAll<HTMLElement>("select, .k-moved")) still.inert = now;
  };
  return (act) => {
    if (busy) return;
    set(true);
    const slow = setTimeout(() => tell(words.sending), 1000);
    void act().finally(() => {
      clearTimeout(slow);
      set(false);
      tell("");
    });
  };
}
