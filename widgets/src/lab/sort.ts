// Cards that are put into named groups: by dragging, by the menu on each of them, or by the arrow keys on that menu.
import type { FieldMaker } from "../kit/field";
import { h, on, uid } from "../kit/h";
import { life } from "../kit/life";
import { GRIP } from "../kit/ordered";
import { scrolling, type Scrolling } from "../kit/scrolling";
import { sign } from "../kit/sign";
import { field as fieldOf } from "../store";
import type { Answer, Named, SortAnswer, SortField } from "../types";
import * as words from "../words";

/** A group, or the heap of what is not sorted yet. */
interface Lane extends Named {
  element: HTMLElement;
  list: HTMLElement;
  /** Shows how many cards lie here. */
  tell(): void;
}
interface Slip extends Named {
  element: HTMLElement;
  /** Its value says where the card lies; nowhere yet is "". */
  menu: HTMLSelectElement;
  reason: HTMLElement;
  because: HTMLTextAreaElement;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What cards are sorted by, above its groups. */
const claim = (said: string): HTMLElement | null =>
  said ? h("div.k-claimed", h("p.k-quiet", words.theClaim), h("p.k-claim-words", { dir: "auto" }, said)) : null;

/** Three groups stand side by side, others two by two, so that none is left over at the end. */
const lanes = (groups: readonly Named[], ...all: HTMLElement[]): HTMLElement =>
  h("div", { class: `k-lanes${groups.length % 3 ? "" : " k-thirds"}` }, ...all);

function lane({ id, label }: Named): Lane {
  const [name, list, count, nothing] = [uid(), h("ul.k-slips"), h("span.k-quiet"), h("p.k-quiet", id ? words.emptyLane : words.allSorted)];
  return {
    id,
    label,
    list,
    element: h("div", { class: id ? "k-lane" : "k-lane k-heap", role: "group", "aria-labelledby": name },
      h("p.k-lane-name", h("span", { id: name, dir: "auto" }, label), count),
      list,
      nothing,
    ),
    tell() {
      const n = list.childElementCount;
      list.hidden = !n;
      nothing.hidden = n > 0;
      count.textContent = n ? words.figure(n) : "";
    },
  };
}

function slip({ id, label }: Named, all: readonly Lane[]): Slip {
  const [name, why] = [uid(), uid()];
  const menu = h("select.k-put", { "aria-label": words.whereTo(label) }, ...all.map((one) => h("option", { value: one.id }, one.label)));
  const because = h("textarea.k-input.k-words", { rows: 1, maxlength: 200, dir: "auto", "aria-labelledby": `${why} ${name}` });
  const reason = h("div.k-reason", h("span.k-quiet", { id: why }, words.sortBecause), h("div.k-grows", because));
  const element = h("li.k-slip", h("span.k-grip", sign(GRIP)), h("p", { id: name, dir: "auto" }, label), menu, reason);
  return { id, label, element, menu, reason, because };
}

/** A reason is one line that is broken where it is long; a twin in the same grid cell gives its height. */
const grow = ({ because }: Slip): void => {
  if (because.parentElement) because.parentElement.dataset["twin"] = because.value;
};

const holds = (element: Element, { clientX, clientY }: PointerEvent): boolean => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
};

/** A question that is answered by giving each card a group; none has one before. */
export const sortField: FieldMaker<SortField> = (field, { earlier, changed, say }) => {
  const { signal, dispose } = life();
  const title = uid();
  const [heap, ...groups] = [{ id: "", label: words.unsorted }, ...field.groups].map(lane) as [Lane, ...Lane[]];
  const all = [heap, ...groups];
  const slips = field.items.map((item) => slip(item, all));
  const element = h("div.k-field.k-moved", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, field.label),
    claim(field.claim),
    heap.element,
    lanes(groups, ...groups.map((one) => one.element)),
  );

  const laneOf = ({ menu }: Slip): Lane => all.find(({ id }) => id === menu.value) ?? heap;
  const unsorted = (): Slip[] => slips.filter(({ menu }) => !menu.value);
  const lay = (one: Slip): void => {
    laneOf(one).list.append(one.element);
    one.reason.hidden = !field.because.includes(one.menu.value);
  };
  const tell = (): void => all.forEach((one) => one.tell());
  const moved = (one: Slip): void => {
    lay(one);
    tell();
    changed();
    const left = unsorted().length;
    say(`${words.liesIn(one.label, laneOf(one).label)} ${left ? words.unsortedLeft(left) : words.allSorted}`);
  };

  for (const one of slips) {
    one.menu.value = text(fieldOf(fieldOf(earlier, "groups"), one.id));
    if (!groups.includes(laneOf(one))) one.menu.value = "";
    one.because.value = text(fieldOf(fieldOf(earlier, "because"), one.id));
    grow(one);
    lay(one);
    on(one.menu, "change", () => {
      // Whoever goes by keys goes along with the card; under a pointer the page stays where it is.
      const along = one.menu.matches(":focus-visible");
      moved(one);
      one.menu.focus({ preventScroll: !along });
    }, signal);
    on(one.because, "keydown", (event) => event.key === "Enter" && event.preventDefault(), signal);
    on(one.because, "input", () => {
      grow(one);
      changed();
    }, signal);
  }
  tell();

  // Dragging: the card follows the pointer, and lies where it is let go.
  let held: { one: Slip; x: number; y: number; now: PointerEvent; page: Scrolling } | null = null;
  const over = (at: Lane | undefined): void => all.forEach((one) => one.element.toggleAttribute("data-over", one === at));
  const end = (to?: Lane): void => {
    if (!held) return;
    const { one, page } = held;
    held = null;
    page.end();
    over(undefined);
    one.element.removeAttribute("data-held");
    one.element.style.transform = "";
    if (!to || to === laneOf(one)) return;
    one.menu.value = to.id;
    moved(one);
  };
  const follow = (): void => {
    if (!held) return;
    const { one, x, y, now, page } = held;
    one.element.style.transform = `translate(${now.clientX - x}px, ${now.clientY - y + page.by}px)`;
    over(all.find((lane) => holds(lane.element, now)));
  };
  on(element, "pointerdown", (event) => {
    const on = event.target as Element;
    const one = slips.find((each) => each.element.contains(on));
    if (!one || event.button !== 0 || on.closest("select, textarea") || (event.pointerType === "touch" && !on.closest(".k-grip"))) return;
    event.preventDefault();
    held = { one, x: event.clientX, y: event.clientY, now: event, page: scrolling(element, follow) };
    one.element.setAttribute("data-held", "");
    element.setPointerCapture(event.pointerId);
  }, signal);
  on(element, "pointermove", (event) => {
    if (!held) return;
    held.now = event;
    held.page.at(event.clientY);
    follow();
  }, signal);
  on(element, "pointerup", (event) => end(all.find((one) => holds(one.element, event))), signal);
  on(element, "pointercancel", () => end(), signal);
  on(window, "keydown", (event) => event.key === "Escape" && end(), signal);
  signal.addEventListener("abort", () => held?.page.end());

  const given = (reasoned: (one: Slip) => boolean): SortAnswer => ({
    groups: Object.fromEntries(slips.flatMap(({ id, menu }) => (menu.value ? [[id, menu.value]] : []))),
    because: Object.fromEntries(slips.flatMap((one) => (one.because.value && reasoned(one) ? [[one.id, one.because.value]] : []))),
  });
  return {
    element,
    read() {
      const [first, ...more] = unsorted();
      if (first) return { lacks: [{ sentence: words.sortNeeds(more.length + 1, field.label), focus: () => first.menu.focus() }] };
      return { answer: given(({ menu }) => field.because.includes(menu.value)) };
    },
    // A reason stays with its card while that lies in a group that takes none.
    touched: () => given(() => true),
    dispose,
  };
};

/** Cards as they were sorted, to be read. */
export function sortSaid(field: SortField, answer: Answer): HTMLElement {
  const { groups, because } = answer as SortAnswer;
  const filled = field.groups.flatMap(({ id, label }) => {
    const mine = field.items.filter((item) => groups[item.id] === id);
    return mine.length ? [{ label, mine }] : [];
  });
  return h("div.k-moved",
    claim(field.claim),
    lanes(field.groups, ...filled.map(({ label, mine }) =>
      h("div.k-lane", h("p.k-lane-name", { dir: "auto" }, label), h("ul.k-slips", ...mine.map((item) =>
        h("li.k-slip", h("p", { dir: "auto" }, item.label), because[item.id] ? h("p.k-why-so", { dir: "auto" }, words.sortReason(because[item.id] ?? "")) : null))),
      ))),
  );
}
