/** A piece of the page: an element, and how to let go of it. */
export interface Part {
  readonly element: HTMLElement;
  dispose(): void;
}

export interface Life {
  /** Listeners attached with this signal go when the part goes. */
  readonly signal: AbortSignal;
  /** Lets go of `part` together with this one, and hands it back. */
  own<P extends Part>(part: P): P;
  dispose(): void;
}

/** The lifetime of a part: its listeners and the parts inside it end together. */
export function life(): Life {
  const controller = new AbortController();
  const owned: Part[] = [];
  return {
    signal: controller.signal,
    own(part) {
      owned.push(part);
      return part;
    },
    dispose() {
      controller.abort();
      for (const part of owned) part.dispose();
    },
  };
}

/** A part without listeners of its own. */
export const still = (element: HTMLElement): Part => ({ element, dispose() {} });
