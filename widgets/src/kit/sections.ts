import type { Part } from "./life";

export interface Section {
  readonly name: string;
  /** What the section shows, as text. While it stays the same, the section stays untouched, with all that was typed in it. */
  readonly key: string;
  make(): Part;
}

export interface Sections {
  /** Shows exactly these sections in this order; returns the elements that are new. */
  show(wanted: Section[]): HTMLElement[];
  dispose(): void;
}

/** A column of sections that redraws only what changed. */
export function sections(root: HTMLElement): Sections {
  const shown = new Map<string, { key: string; part: Part }>();
  const drop = (name: string): void => {
    const old = shown.get(name);
    old?.part.dispose();
    old?.part.element.remove();
    shown.delete(name);
  };
  return {
    show(wanted) {
      const fresh: HTMLElement[] = [];
      for (const name of [...shown.keys()]) if (!wanted.some((section) => section.name === name)) drop(name);
      let last: Element | null = null;
      for (const { name, key, make } of wanted) {
        if (shown.get(name)?.key !== key) {
          drop(name);
          const part = make();
          shown.set(name, { key, part });
          fresh.push(part.element);
          if (last) last.after(part.element);
          else root.prepend(part.element);
        }
        last = (shown.get(name) as { part: Part }).part.element;
      }
      return fresh;
    },
    dispose() {
      for (const name of [...shown.keys()]) drop(name);
    },
  };
}
