// What scrolls while something is dragged: by itself near an edge, and by a wheel meanwhile.

/** So near an edge, in pixels, the page begins to move; at the edge by so many a frame. */
const NEAR = 56;
const FASTEST = 14;

export interface Scrolling {
  /** Told where the pointer is now. */
  at(y: number): void;
  /** By how much it has scrolled since it began. */
  readonly by: number;
  end(): void;
}

/** The nearest thing around `element` that can be scrolled up and down. */
function scroller(element: Element): Element {
  for (let box = element.parentElement; box; box = box.parentElement)
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  return document.scrollingElement ?? document.documentElement;
}

/** By how much to scroll in a frame with the pointer at `y` between `top` and `bottom`: more, the nearer to an edge. */
export function pull(y: number, top: number, bottom: number): number {
  const [above, below] = [top + NEAR - y, y - (bottom - NEAR)];
  const far = Math.max(above, below);
  return far <= 0 ? 0 : Math.sign(above > below ? -1 : 1) * Math.ceil(Math.min(1, far / NEAR) * FASTEST);
}

/** Begins with a drag; `moved` is called whenever what is dragged lies elsewhere on the page without the pointer's doing. */
export function scrolling(dragged: Element, moved: () => void): Scrolling {
  const box = scroller(dragged);
  const whole = box === document.scrollingElement;
  const start = box.scrollTop;
  let [frame, speed] = [0, 0];
  const tick = (): void => {
    box.scrollTop += speed;
    frame = speed ? requestAnimationFrame(tick) : 0;
  };
  const over = new AbortController();
  window.addEventListener("scroll", moved, { capture: true, passive: true, signal: over.signal });
  return {
    at(y) {
      const { top, bottom } = whole ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect();
      speed = pull(y, Math.max(0, top), Math.min(innerHeight, bottom));
      if (speed && !frame) frame = requestAnimationFrame(tick);
    },
    get by() {
      return box.scrollTop - start;
    },
    end() {
      speed = 0;
      cancelAnimationFrame(frame);
      over.abort();
    },
  };
}
