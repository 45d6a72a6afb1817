// A list that one puts in order: by dragging, by two arrows on each line, or by the arrow keys on them.
import "./css/ordered.css";
import type { Named } from "../types";
import * as words from "../words";
import { button } from "./button";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";
import { scrolling, type Scrolling } from "./scrolling";
import { sign } from "./sign";

interface Options {
  label: string;
  items: readonly Named[];
  /** Has a screen reader say where a line is now. */
  say(sentence: string): void;
  onorder(ids: string[]): void;
}

export interface Ordered extends Part {
  /** The order, once the reader made it or said that it is theirs. */
  get(): string[] | null;
  set(ids: readonly string[]): void;
  focus(): void;
}

/** Six dots, by which a thing is taken hold of. */
export const GRIP = "M5.5 4v.01M10.5 4v.01M5.5 8v.01M10.5 8v.01M5.5 12v.01M10.5 12v.01";
const ARROWS = { up: "M8 12.5v-9M4.5 7 8 3.5 11.5 7", down: "M8 3.5v9M4.5 9 8 12.5 11.5 9" };

/** `list` with the thing at `from` taken to `to`; a place beyond the ends is the end. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_one, i) => i !== from);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), ...list.slice(from, from + 1), ...rest.slice(at)];
}

/** Where `key` takes the line at `at` of `count`, or null when the key is not for it. */
export function placeAfter(key: string, at: number, count: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}

/** The list. However it stands at first, that is nobody's order yet. */
export function ordered({ label, items, say, onorder }: Options): Ordered {
  const { signal, own, dispose } = life();
  const [title, state] = [uid(), uid()];
  let mine = false;

  const lines = items.map(({ id, label: text }) => {
    const arrow = (way: "up" | "down"): HTMLElement => {
      const element = h("button.k-arrow", { type: "button", "aria-label": (way === "up" ? words.up : words.down)(text) }, sign(ARROWS[way]));
      on(element, "click", () => take(id, place(id) + (way === "up" ? -1 : 1)), signal);
      return element;
    };
    const [up, down] = [arrow("up"), arrow("down")];
    const element = h("li.k-orderly", h("span.k-grip", sign(GRIP)), h("span.k-orderly-text", { dir: "auto" }, text), up, down);
    return { id, text, element, up, down };
  });
  let order = lines;
  const list = h("ol.k-ordered", { "aria-labelledby": title, "aria-describedby": state }, ...lines.map(({ element }) => element));
  const hint = h("span");
  const keep = own(button(words.keepOrder, "plain", () => {
    settle();
    arrows(0)?.focus();
  }));
  const element = h("div.k-field", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, label),
    list,
    h("p.k-quiet.k-order-state", { id: state }, hint, " ", keep.element),
  );

  const place = (id: string): number => order.findIndex((line) => line.id === id);
  const arrows = (at: number): HTMLElement | undefined => order[at]?.[at ? "up" : "down"];
  const draw = (): void => {
    order.forEach(({ up, down }, i) => {
      up.ariaDisabled = String(i === 0);
      down.ariaDisabled = String(i === order.length - 1);
    });
    element.toggleAttribute("data-mine", mine);
    hint.textContent = mine ? words.ordered : words.notOrdered;
    keep.element.hidden = mine;
  };
  const settle = (): void => {
    mine = true;
    draw();
    onorder(order.map(({ id }) => id));
  };
  const arrange = (next: typeof lines): void => {
    order = next;
    // The line that moves stays in the page while the others step aside, so that it keeps the focus and the pointer.
    const still = document.activeElement?.closest("li") ?? held?.line.element;
    const at = order.findIndex((line) => line.element === still);
    if (at < 0) list.replaceChildren(...order.map((line) => line.element));
    else {
      for (const line of order.slice(0, at)) still?.before(line.element);
      for (const line of order.slice(at + 1).reverse()) still?.after(line.element);
    }
    draw();
  };
  const take = (id: string, to: number): void => {
    const from = place(id);
    const line = order[from];
    const at = Math.max(0, Math.min(order.length - 1, to));
    if (!line || at === from) return;
    arrange(movedTo(order, from, at));
    settle();
    say(words.movedTo(line.text, at + 1, order.length));
  };

  for (const { id, element: line, up, down } of lines)
    on(line, "keydown", (event) => {
      if ((event.target !== up && event.target !== down) || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = placeAfter(event.key, place(id), order.length);
      if (to === null) return;
      event.preventDefault();
      take(id, to);
    }, signal);

  // Dragging: the line follows the pointer place by place; what is said and kept is where it was let go.
  let held: { line: (typeof lines)[number]; from: typeof lines; y: number; page: Scrolling } | null = null;
  const end = (kept: boolean): void => {
    const drag = held;
    if (!drag) return;
    drag.line.element.removeAttribute("data-held");
    drag.page.end();
    if (kept && order.some((line, i) => line !== drag.from[i])) {
      settle();
      say(words.movedTo(drag.line.text, order.indexOf(drag.line) + 1, order.length));
    } else arrange(drag.from);
    held = null;
  };
  const follow = (): void => {
    if (!held) return;
    const { line, y } = held;
    const from = order.indexOf(line);
    // A neighbour gives way once the pointer has passed its middle: then no line flickers between two places.
    const middle = (i: number): number => {
      const box = order[i]?.element.getBoundingClientRect();
      return box ? box.top + box.height / 2 : NaN;
    };
    if (y < middle(from - 1)) arrange(movedTo(order, from, from - 1));
    else if (y > middle(from + 1)) arrange(movedTo(order, from, from + 1));
  };
  on(list, "pointerdown", (event) => {
    const on = event.target as Element;
    const line = order.find((one) => one.element.contains(on));
    if (!line || event.button !== 0 || on.closest("button") || (event.pointerType === "touch" && !on.closest(".k-grip"))) return;
    event.preventDefault();
    held = { line, from: order, y: event.clientY, page: scrolling(list, follow) };
    line.element.setAttribute("data-held", "");
    list.setPointerCapture(event.pointerId);
  }, signal);
  on(list, "pointermove", (event) => {
    if (!held) return;
    held.y = event.clientY;
    held.page.at(event.clientY);
    follow();
  }, signal);
  on(list, "pointerup", () => end(true), signal);
  on(list, "pointercancel", () => end(false), signal);
  // A drag takes no focus, so the key that ends it is heard wherever that is.
  on(window, "keydown", (event) => event.key === "Escape" && end(false), signal);
  signal.addEventListener("abort", () => held?.page.end());

  draw();
  return {
    element,
    get: () => (mine ? order.map(({ id }) => id) : null),
    set(ids) {
      const known = ids.flatMap((id) => lines.filter((line) => line.id === id));
      // A kept order of other things than these is none.
      if (new Set(known).size !== lines.length || known.length !== lines.length) return;
      mine = true;
      arrange(known);
    },
    focus: () => arrows(0)?.focus(),
    dispose,
  };
}
