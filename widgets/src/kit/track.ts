// A line on which marks are placed, by pointer, touch and keys. A mark that was never touched has no thumb anywhere.
import * as words from "../words";
import { h, on } from "./h";
import { life, type Part } from "./life";
import { x } from "./plot";
import { moved, valueAt, type Scale } from "./scale";

export interface Handle {
  id: string;
  /** Said by a screen reader as the slider's name. */
  name: string;
  /** Written at the thumb; nothing when the line has one mark only. */
  label: string;
}

interface Options {
  scale: Scale;
  handles: Handle[];
  /** The value in words, for the screen reader and at the thumb. */
  say(value: number): string;
  /** The sentence on a line whose next mark is not placed. */
  invite(handle: Handle): string;
  onplace(id: string, value: number | null): void;
}

export interface Track extends Part {
  set(id: string, value: number | null): void;
  get(id: string): number | null;
  /** Draws a band of this half-width around each placed mark. */
  spread(width: number | null): void;
  focus(id: string): void;
}

interface Thumb {
  handle: Handle;
  value: number | null;
  element: HTMLElement;
  tag: HTMLElement;
  band: HTMLElement;
}

/** The line with its marks; `onplace` hears each move the reader makes. */
export function track({ scale, handles, say, invite, onplace }: Options): Track {
  const { signal, dispose } = life();
  const hint = h("p.k-track-hint", { "aria-hidden": "true" });
  const rail = h("div.k-rail");
  const element = h("div.k-track", rail, hint);
  let width: number | null = null;

  const thumbs: Thumb[] = handles.map((handle, index) => {
    const tag = h("span", { class: index % 2 ? "k-tag k-below" : "k-tag", "aria-hidden": "true" });
    const thumb = h("div.k-thumb", { role: "slider",
      tabindex: 0,
      "aria-label": handle.name,
      "aria-valuemin": scale.min,
      "aria-valuemax": scale.max,
    });
    const band = h("span.k-band");
    rail.prepend(band); // below every thumb, whichever mark it belongs to
    rail.append(thumb);
    element.append(tag);
    return { handle, value: null, element: thumb, tag, band };
  });

  const draw = (thumb: Thumb): void => {
    const { value } = thumb;
    const placed = value !== null;
    const at = x(scale, value ?? scale.min);
    thumb.element.toggleAttribute("data-placed", placed);
    thumb.element.style.setProperty("--at", at);
    // A slider must name a number; the words beside it are what is read out.
    thumb.element.ariaValueNow = String(value ?? scale.min);
    thumb.element.ariaValueText = placed ? say(value) : words.notPlaced;
    thumb.tag.hidden = !placed || !thumb.handle.label;
    thumb.tag.style.setProperty("--at", at);
    thumb.tag.textContent = placed ? `${thumb.handle.label}: ${say(value)}` : "";
    thumb.band.hidden = !placed || width === null;
    if (placed && width !== null) {
      thumb.band.style.setProperty("--from", x(scale, value - width));
      thumb.band.style.setProperty("--to", x(scale, value + width));
    }
    const next = thumbs.findIndex((one) => one.value === null);
    hint.textContent = thumbs[next] ? invite(thumbs[next].handle) : "";
    // The invitation stands where the mark's own label will be.
    hint.classList.toggle("k-under-line", next % 2 === 1);
  };

  const put = (thumb: Thumb, value: number | null): void => {
    if (thumb.value === value) return;
    thumb.value = value;
    draw(thumb);
    onplace(thumb.handle.id, value);
  };

  // Pointer: a bare line takes the next mark that is not placed, a full one moves the nearest.
  let held: { thumb: Thumb; from: number | null } | null = null;
  const under = (event: PointerEvent): number => {
    const box = rail.getBoundingClientRect();
    return valueAt(scale, Math.min(1, Math.max(0, (event.clientX - box.left) / (box.width || 1))));
  };
  const chosen = (event: PointerEvent): Thumb | undefined => {
    const own = thumbs.find((one) => one.value !== null && event.target === one.element);
    if (own) return own;
    const value = under(event);
    const distance = (one: Thumb): number => Math.abs((one.value ?? Infinity) - value);
    return thumbs.find((one) => one.value === null) ?? [...thumbs].sort((a, b) => distance(a) - distance(b))[0];
  };
  on(element, "pointerdown", (event) => {
    const thumb = event.button === 0 ? chosen(event) : undefined;
    if (!thumb) return;
    event.preventDefault();
    held = { thumb, from: thumb.value };
    element.setPointerCapture(event.pointerId);
    thumb.element.focus({ preventScroll: true });
    if (event.target !== thumb.element || thumb.value === null) put(thumb, under(event));
  }, signal);
  on(element, "pointermove", (event) => held && put(held.thumb, under(event)), signal);
  on(element, "pointerup", () => (held = null), signal);
  // The browser took the gesture for scrolling: nothing was meant, so nothing moves.
  on(element, "pointercancel", () => {
    if (held) put(held.thumb, held.from);
    held = null;
  }, signal);

  for (const thumb of thumbs) {
    on(thumb.element, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const value = moved(scale, thumb.value, event.key);
      if (value === null) return;
      event.preventDefault();
      put(thumb, value);
    }, signal);
    draw(thumb);
  }

  const find = (id: string): Thumb | undefined => thumbs.find((one) => one.handle.id === id);
  return {
    element,
    set(id, value) {
      const thumb = find(id);
      if (!thumb || thumb.value === value) return;
      thumb.value = value;
      draw(thumb);
    },
    get: (id) => find(id)?.value ?? null,
    spread(half) {
      width = half;
      thumbs.forEach(draw);
    },
    focus: (id) => find(id)?.element.focus(),
    dispose,
  };
}
