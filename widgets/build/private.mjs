// Names of properties that a bundle may shorten: only our own parts know them, never a card, a message or the browser.
export const PRIVATE =
  "act band begin card chosen differs dispose draw earlier element empty fate guess handle handles hold invite labelledby lacks lasted lasting late leave linking live make named offer onedit onleave onplace ontrouble own patience placed refresh running saying seconds settle speak speaks spread store tag thumb timer touched trouble wait within".split(
    " ",
  );

/** What they are shortened to, the same in all bundles: what is shared and what is not hand each other such objects. */
export const SHORT = Object.fromEntries(PRIVATE.map((name, i) => [name, `$${i.toString(36)}`]));
