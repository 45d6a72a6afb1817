// The picture by hand: a concept is moved, or joined to another, by the pointer or by keys. A press does what a drag does.
import { on, s } from "../kit/h";
import type { Place } from "../types";
import { within } from "./layout";

interface Options {
  /** Where a concept lies now. */
  at(id: string): Place;
  move(id: string, to: Place): void;
  join(from: string, to: string): void;
  /** The concept that was pressed, and waits for another or for a free place. */
  chosen(id: string | null): void;
}

/** A key takes a concept so many hundredths on. */
const STEP = 3;
const WAYS: Record<string, Place> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
/** A hand that presses is never quite still. */
const STILL = 5;

/** Listens in `field`, the element of a picture, until `signal` aborts; gives back what chooses a concept. */
export function moving(field: HTMLElement, { at, move, join, chosen }: Options, signal: AbortSignal): (id: string | null) => void {
  let picked: string | null = null;
  let held: { id: string; x: number; y: number; from: Place; linking: boolean; moved: boolean } | null = null;
  const thread = s("line.k-thread");
  const nodes = (): HTMLElement[] => [...field.querySelectorAll<HTMLElement>(".k-node")];
  const idOf = (node: Element | null | undefined): string | undefined => node?.closest<HTMLElement>(".k-node")?.dataset["id"];
  /** A point of the page in hundredths of the field. */
  const share = ({ clientX, clientY }: MouseEvent): Place => {
    const { left, top, width, height } = field.getBoundingClientRect();
    return [((clientX - left) / width) * 100, ((clientY - top) / height) * 100];
  };
  /** The concept under the pointer, whichever element has caught it. */
  const under = ({ clientX, clientY }: MouseEvent): string | undefined =>
    idOf(nodes().find((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
    }));
  const choose = (id: string | null): void => {
    picked = id;
    for (const node of nodes()) node.ariaPressed = String(idOf(node) === id);
    chosen(id);
  };
  const end = (to?: string): void => {
    const one = held;
    held = null;
    thread.remove();
    for (const node of nodes()) node.removeAttribute("data-held");
    if (one?.linking && to && to !== one.id) join(one.id, to);
  };

  let dragged = false;
  on(field, "pointerdown", (event) => {
    const on = event.target as Element;
    const id = idOf(on);
    if (!id || event.button) return;
    dragged = false;
    held = { id, x: event.clientX, y: event.clientY, from: at(id), linking: on.matches(".k-dot"), moved: false };
    on.setPointerCapture(event.pointerId);
  }, signal);
  on(field, "pointermove", (event) => {
    if (!held || (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < STILL)) return;
    const { id, from, linking, x, y } = held;
    held.moved = dragged = true;
    const [across, down] = share(event);
    for (const node of nodes()) node.toggleAttribute("data-held", idOf(node) === id || (linking && idOf(node) === under(event)));
    if (linking) {
      for (const [name, value] of Object.entries({ x1: from[0], y1: from[1], x2: across, y2: down })) thread.setAttribute(name, `${value}%`);
      field.querySelector("svg")?.append(thread);
      return;
    }
    const [left, top] = share({ clientX: x, clientY: y } as MouseEvent);
    move(id, within([from[0] + across - left, from[1] + down - top]));
  }, signal);
  on(field, "pointerup", (event) => end(held?.moved ? under(event) : ""), signal);
  on(field, "pointercancel", () => end(), signal);
  on(field, "click", (event) => {
    const id = idOf(event.target as Element);
    const from = picked;
    // What ends a drag is no press; a key has no place.
    if (dragged && event.detail) dragged = false;
    else if (!id) {
      if (from !== null) move(from, within(share(event)));
    } else if (from === null || from === id) choose(from === id ? null : id);
    else {
      choose(null);
      join(from, id);
    }
  }, signal);
  on(field, "keydown", (event) => {
    const id = idOf(event.target as Element);
    const way = WAYS[event.key];
    if (event.key === "Escape") {
      if (held && !held.linking) move(held.id, held.from);
      end();
      choose(null);
    }
    if (!id || !way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [across, down] = at(id);
    move(id, within([across + way[0], down + way[1]]));
  }, signal);
  return choose;
}
