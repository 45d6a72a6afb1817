// The board of what got in learners' way: one line for everybody on each, and how far it is with it.
import { button } from "../kit/button";
import { dialog } from "../kit/dialog";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { refusals } from "./parts";
import type { Sheet } from "./sheets";
import type { Obstacle } from "./types";

interface Place extends Part {
  focus(): void;
}

/** One place: what is there, and a form of two fields. Enter in the line sends it. */
function place(bench: Bench, { where, title, people, new: waiting, state, line }: Obstacle): Place {
  const { own, signal, dispose } = life();
  const [far, said] = [uid(), uid()];
  const fault = refusals();
  const chosen = h("select.desk-select", { id: far }, ...bench.card.states.map(({ id, label }) => h("option", { value: id }, label)));
  chosen.value = state;
  const box = h("input.k-input", { id: said, maxlength: 500, autocomplete: "off" });
  const send = async (): Promise<void> => {
    const reply = await bench.act({ do: "move", where, state: chosen.value, line: box.value });
    fault.show(reply);
    if (reply.ok) bench.say(words.movedOn);
    else box.focus();
  };
  const go = own(button(words.moveOn, "primary", () => void send()));
  on(box, "keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    void send();
  }, signal);
  const news = waiting ? `${people}; ${words.obstaclesNew(waiting)}` : people;
  return {
    element: h("li", { role: "group", "aria-label": title },
      h("p", { dir: "auto" }, h("b", title), ` (${news})`),
      line ? h("p.k-quiet", { dir: "auto" }, words.saidLast(line)) : null,
      h("div.desk-menu", h("label.k-quiet", { for: far }, words.howFar), chosen),
      h("div.desk-menu", h("label.k-quiet", { for: said }, words.obstacleLine), box),
      fault.element, h("div.k-doors", go.element)),
    focus: () => box.focus(),
    dispose,
  };
}

/** The board, asked for anew each time it opens. */
export function obstacleSheet(bench: Bench): Sheet {
  const { own, dispose } = life();
  const list = h("ul.desk-concerns.desk-obstacles");
  const none = h("p", { hidden: true }, words.noObstacles);
  const fault = refusals();
  const made = own(dialog(words.obstacles, h("p.k-paragraph", words.obstaclesWhy), fault.element, none, list));
  let key = "";
  let places: Place[] = [];
  return {
    ...made,
    open() {
      made.open();
      void bench.act({ do: "obstacles" }).then((reply) => {
        fault.show(reply);
        places[0]?.focus();
      });
    },
    draw({ obstacles }) {
      const now = JSON.stringify(obstacles);
      if (now === key) return;
      key = now;
      const held = list.contains(document.activeElement);
      for (const one of places) one.dispose();
      places = (obstacles ?? []).map((one) => place(bench, one));
      list.replaceChildren(...places.map(({ element }) => element));
      none.hidden = obstacles?.length !== 0;
      if (held) places[0]?.focus();
    },
    dispose() {
      for (const one of places) one.dispose();
      dispose();
    },
  };
}
