// Names of properties that a bundle may shorten: only our own parts know them, never a card, a message or the browser.
export const PRIVATE =
  "act band card differs dispose draw earlier element empty guess handle handles hold invite labelledby lacks lasting late leave live make named onedit onleave onplace ontrouble own patience placed refresh saying settle spread store tag thumb timer touched trouble wait within".split(
    " ",
  );
