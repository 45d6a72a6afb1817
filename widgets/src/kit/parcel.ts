// What came for me, in order of need. What was opened stays.
import "./css/parcel.css";
import * as words from "../words";
import { h, on, uid } from "./h";
import { life, type Part } from "./life";

export interface Thing {
  id: string;
  label: string;
  /** Why it stands here: who waits for it, and until when. */
  need: string;
  minutes: number;
  opened: boolean;
  /** What is in it, made when it is opened for the first time. */
  make(): Part;
}

interface Options {
  things: readonly Thing[];
  /** Heard once a thing, when it is opened for the first time. */
  onopen(id: string): void;
}

/** "3 things for you, about 12 minutes": counts what was not opened yet. */
export function summary(things: readonly Pick<Thing, "opened" | "minutes">[]): string {
  const left = things.filter(({ opened }) => !opened);
  const minutes = left.reduce((sum, thing) => sum + thing.minutes, 0);
  return left.length ? `${words.things(left.length)}, ${words.minutes(minutes)}` : words.nothingLeft;
}

/** The parcel: a heading that says how much it is, and its things, each opening where it stands. */
export function parcel({ things, onopen }: Options): Part {
  const { own, signal, dispose } = life();
  const id = uid();
  const state = things.map((thing) => ({ ...thing }));
  const heading = h("h4.k-finding", { id, tabindex: -1 }, summary(state));

  const line = (thing: Thing): HTMLElement => {
    const inside = uid();
    const note = h("span");
    const press = h("button.k-thing-head", { type: "button", "aria-expanded": "false", "aria-controls": inside },
      h("span.k-label", { dir: "auto" }, thing.label),
      h("span.k-quiet", note, thing.need && h("span", { dir: "auto" }, thing.need)));
    const content = h("div.k-thing-inside", { id: inside, hidden: true });
    const tell = (): void => {
      note.textContent = thing.opened ? words.opened : words.minutes(thing.minutes);
      press.toggleAttribute("data-opened", thing.opened);
    };
    on(press, "click", () => {
      if (!content.childElementCount) content.append(own(thing.make()).element);
      content.hidden = !content.hidden;
      press.setAttribute("aria-expanded", String(!content.hidden));
      if (thing.opened) return;
      thing.opened = true;
      tell();
      heading.textContent = summary(state);
      onopen(thing.id);
    }, signal);
    tell();
    return h("li.k-thing", press, content);
  };
  return { element: h("section.k-parcel", { "aria-labelledby": id }, heading, h("ol", ...state.map(line))), dispose };
}
