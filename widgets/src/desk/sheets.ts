// The dialogs of the desk that only list things: all keys, what needs attention, how well two readings agree.
import { h, on } from "../kit/h";
import { dialog, type Dialog } from "../kit/dialog";
import { dataTable } from "../kit/table";
import { life } from "../kit/life";
import { figure } from "../format";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { refusals, toggle } from "./parts";
import type { DeskState } from "./types";

export interface Sheet extends Dialog {
  draw(state: DeskState): void;
}

const KEYS: [string[], keyof typeof words.keys][] = [
  [["1", "9"], "level"], [["0"], "clear"], [["j", "k"], "criterion"], [["n", "→"], "next"], [["p", "←"], "previous"], [["s"], "skip"],
  [["u"], "undo"], [["c"], "comment"], [["g"], "suggest"], [["q"], "quote"], [["b"], "bank"], [["f"], "care"], [["o"], "obstacles"], [["?"], "keys"], [["Esc"], "leave"],
];

/** All keys, and the switch that turns them off. */
export function keySheet(on_: boolean, flip: (on: boolean) => void): Dialog {
  const { own, dispose } = life();
  const able = own(toggle(words.keysOn, flip));
  able.set(on_);
  const rows = KEYS.map(([keys, what]) => h("tr", h("th", { scope: "row" }, ...keys.flatMap((key, i) => [i ? " " : "", h("kbd.desk-key", key)])), h("td", words.keys[what])));
  const made = own(dialog(words.allKeys,
    h("table.desk-keys", h("thead.k-unseen", h("tr", h("th", { scope: "col" }, words.key), h("th", { scope: "col" }, words.whatItDoes))), h("tbody", ...rows)),
    h("p.k-quiet", words.keysNote), able.element));
  return { ...made, dispose };
}

const KINDS = ["failed", "refused", "ungraded", "care", "reply", "revised", "late", "snag"] as const;

/** What needs somebody's attention, each with a way to the answer. */
export function attentionSheet(bench: Bench): Sheet {
  const { own, signal, dispose } = life();
  const list = h("div.desk-sheet");
  const made = own(dialog(words.attention, list));
  let key = "";
  on(list, "click", ({ target }) => {
    const answer = (target as Element).closest<HTMLElement>("[data-answer]")?.dataset["answer"];
    if (!answer) return;
    made.close();
    void bench.act({ do: "open", answer });
  }, signal);
  return {
    ...made,
    draw({ attention }) {
      const now = JSON.stringify(attention);
      if (now === key) return;
      key = now;
      const groups = KINDS.flatMap((kind) => {
        const found = attention.filter((one) => one.kind === kind);
        return found.length
          ? [h("h5.k-label", words.kinds[kind]),
             h("ul.desk-concerns", ...found.map(({ who, sentence, answer }) =>
               h("li", h("span", { dir: "auto" }, h("b", who), " ", sentence),
                 answer ? h("button.k-button.k-plain", { type: "button", "data-answer": answer, "aria-label": words.openThis(who) }, words.open) : null)))]
          : [];
      });
      list.replaceChildren(...(groups.length ? groups : [h("p", words.nothingWaits)]));
    },
    dispose,
  };
}

/** The blind second reading of a sample, and how far the two agree. `ask` asks for a name where none was given. */
export function secondSheet(bench: Bench, ask: () => void): Sheet {
  const { own, dispose } = life();
  const fault = refusals();
  const able = own(toggle(words.secondOn, (now) => {
    if (!now || bench.named()) return void bench.act({ do: "view", second: now }).then(fault.show);
    able.set(false);
    made.close();
    ask();
  }));
  const found = h("div.desk-sheet");
  const made = own(dialog(words.second, h("p.k-paragraph", words.secondWhy), able.element, fault.element, found));
  let key = "";
  return {
    ...made,
    draw({ second, agreement }) {
      able.set(second);
      const now = JSON.stringify(agreement);
      if (now === key) return;
      key = now;
      const rows = (agreement ?? []).map(({ title, n, kappa }) => [title, n, kappa === null ? words.cantTell : figure(Math.round(kappa * 100) / 100)]);
      found.replaceChildren(...(agreement?.length
        ? [dataTable({ head: [words.criterion, words.readTwice, words.kappa], rows }, words.agreement),
           ...agreement.map(({ title, sentence }) => h("p.k-paragraph", h("b", `${title}: `), sentence))]
        : [h("p.k-quiet", words.noAgreement)]));
    },
    dispose,
  };
}
