import { h } from "../kit/h";

/** What a card is about, and what one should know before its first question. */
export const head = ({ title, intro }: { title: string; intro: string[] }): HTMLElement =>
  h("header.k-head",
    h("h3.k-title", title),
    ...intro.map((text) => h("p.k-paragraph", text)),
  );
