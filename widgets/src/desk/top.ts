// The head of the desk: what is marked here, and the ways to all that is not marking.
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { keyed, menu } from "./parts";
import type { DeskState } from "./types";

interface Doors {
  attention(): void;
  obstacles(): void;
  rounds(): void;
  sharing(): void;
  second(): void;
  keys(): void;
}

export interface Top extends Part {
  draw(state: DeskState): void;
}

/** What is running, in a few words; nothing where nothing is. */
export function running({ jobs }: DeskState): string {
  const job = jobs.find((one) => one.running);
  if (!job) return "";
  return job.total ? words.stepOf(words.steps[job.step], job.done, job.total) : words.stepRuns(words.steps[job.step]);
}

/** The head. */
export function top(bench: Bench, doors: Doors): Top {
  const { own, dispose } = life();
  const { card } = bench;
  const modules = own(menu(words.module, (module) => void bench.act({ do: "module", module })));
  const attention = own(button("", "plain", doors.attention));
  const obstacles = own(keyed(words.obstacles, "o", "plain", doors.obstacles));
  const rounds = own(button(words.rounds, "plain", doors.rounds));
  const sharing = own(button("", "plain", doors.sharing));
  const second = own(button(words.second, "plain", doors.second));
  const cohort = h("a.k-button.k-plain", { href: "cohort", target: "_blank" }, words.cohortDesk);
  const keys = own(keyed(words.allKeys, "?", "plain", doors.keys));
  const text = (element: HTMLElement, now: string): void => void (element.textContent !== now && (element.textContent = now));
  return {
    element: h("header.desk-top",
      h("div.desk-name", h("h1", words.desk), h("p.k-quiet", { dir: "auto" }, card.course)),
      modules.element,
      h("div.desk-doors", attention.element, obstacles.element, rounds.element, sharing.element, second.element, keys.element, cohort,
        h("a.k-button.k-plain", { href: "guide", target: "_blank" }, words.guide))),
    draw(state) {
      modules.show(card.modules.map(({ id, title }) => [id, title]), state.module);
      cohort.setAttribute("href", `cohort?module=${encodeURIComponent(state.module)}`);
      text(attention.element, state.attention.length ? words.attentionCount(state.attention.length) : words.attention);
      text(rounds.element, running(state) || words.rounds);
      text(sharing.element, state.marker ? words.markedBy(state.marker) : words.sharing);
      text(second.element, state.second ? words.secondRuns : words.second);
      second.element.toggleAttribute("data-on", state.second);
    },
    dispose,
  };
}
