// The answers in marking order: which is open, how far each is, how much is left.
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { menu, toggle } from "./parts";
import type { DeskState, Row } from "./types";

export const SHOWN = ["all", "open", "skipped", "revised", "replies", "care"] as const;
export type Shown = (typeof SHOWN)[number];

/** Whether a row belongs to what is shown, and to what was typed. */
export function fits(row: Row, shown: Shown, typed: string, title: string): boolean {
  const kind = {
    all: true,
    open: row.status !== "marked",
    skipped: row.skipped && row.status !== "marked",
    revised: row.revised,
    replies: row.replies > 0,
    care: row.care,
  }[shown];
  const text = `${row.who} ${title}`.toLocaleLowerCase();
  return kind && typed.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** What is to be known of a row besides its name, in words. */
export function notes(row: Row): string[] {
  return [
    words.status[row.status],
    row.skipped && row.status !== "marked" ? words.skipped : "",
    row.late ? words.late : "",
    row.revised ? words.revised : "",
    row.replies ? words.repliesWaiting(row.replies) : "",
    row.care ? words.careSet : "",
    row.held ? words.heldBy(row.held) : "",
  ].filter(Boolean);
}

/** The row before the open one in the queue, or after it. */
export function neighbour(state: DeskState, by: 1 | -1): Row | null {
  const at = state.queue.findIndex(({ answer }) => answer === state.open?.answer);
  return at < 0 ? null : (state.queue[at + by] ?? null);
}

const titleOf = (state: DeskState, prompt: string): string => state.prompts.find(({ id }) => id === prompt)?.title ?? prompt;

export interface Queue extends Part {
  draw(state: DeskState, minutes: number | null): void;
}

/** The queue with what restricts it. */
export function queue(bench: Bench): Queue {
  const { own, signal, dispose } = life();
  const id = uid();
  const count = h("p.desk-count");
  const bar = h("progress.desk-progress", { max: 1, value: 0, "aria-label": words.progress });
  const left = h("p.k-quiet");
  const list = h("ol.desk-rows");
  const none = h("p.k-quiet");
  const filter = h("input.k-input", { type: "search", id: uid(), autocomplete: "off", spellcheck: "false" });
  let shown: Shown = "all";
  const view = (change: object): void => void bench.act({ do: "view", ...change });

  const by = own(menu(words.order, (value) => view({ by: value as DeskState["by"], ...(value === "prompt" ? { learner: null } : {}) })));
  const prompt = own(menu(words.question, (value) => view({ prompt: value || null })));
  const learner = own(menu(words.learner, (value) => view({ learner: value || null })));
  const kinds = own(menu(words.show, (value) => {
    shown = value as Shown;
    redraw();
  }));
  const names = own(toggle(words.namesShown, (now) => view({ names: now })));
  const mine = own(toggle(words.onlyMine, (now) => view({ mine: now })));
  on(filter, "input", () => redraw(), signal);
  on(list, "click", ({ target }) => {
    const answer = (target as Element).closest<HTMLElement>(".desk-row")?.dataset["answer"];
    if (answer) void bench.act({ do: "open", answer });
  }, signal);

  const made = new Map<string, { key: string; element: HTMLElement }>();
  let last: DeskState | null = null;
  let place = "";

  function rowOf(state: DeskState, row: Row): HTMLElement {
    const current = state.open?.answer === row.answer;
    const [status = "", ...more] = notes(row);
    const one = h("button.desk-row", { type: "button", "data-answer": row.answer, "data-status": row.status, "aria-current": current ? "true" : null },
      h("span.desk-dot", { "aria-hidden": "true" }),
      h("span.desk-who", { dir: "auto" }, row.who),
      h("span.desk-status", status),
      more.length ? h("span.desk-notes", more.join(", ")) : null,
    );
    return h("li", one);
  }
  function rows(state: DeskState): HTMLElement[] {
    const found: HTMLElement[] = [];
    let group = "";
    for (const row of state.queue) {
      const title = titleOf(state, row.prompt);
      if (!fits(row, shown, filter.value.trim(), title)) continue;
      const now = state.by === "prompt" ? title : row.who;
      if (now !== group) found.push(h("li.desk-group", { dir: "auto" }, now));
      group = now;
      const said = state.by === "prompt" ? row : { ...row, who: title };
      const key = JSON.stringify([said, state.open?.answer === row.answer]);
      const old = made.get(row.answer);
      if (old?.key !== key) made.set(row.answer, { key, element: rowOf(state, said) });
      found.push((made.get(row.answer) as { element: HTMLElement }).element);
    }
    return found;
  }
  function redraw(): void {
    if (!last) return;
    const state = last;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["answer"];
    const top = list.scrollTop;
    list.replaceChildren(...rows(state));
    list.scrollTop = top;
    if (focused && !list.contains(document.activeElement)) list.querySelector<HTMLElement>(`[data-answer="${CSS.escape(focused)}"]`)?.focus();
    none.hidden = list.childElementCount > 0;
    none.textContent = state.queue.length ? words.noneFits : words.noAnswers;
  }
  /** Brings the open row into sight without moving the page. */
  function follow(): void {
    const current = list.querySelector<HTMLElement>("[aria-current]");
    if (!current || list.scrollHeight <= list.clientHeight) return;
    const [top, bottom] = [current.offsetTop - list.offsetTop, current.offsetTop - list.offsetTop + current.offsetHeight];
    if (top < list.scrollTop + 40) list.scrollTop = top - 40;
    else if (bottom > list.scrollTop + list.clientHeight - 60) list.scrollTop = bottom - list.clientHeight + 60;
  }
  const narrow = h("details.desk-narrow", h("summary", words.orderAndFilter),
    h("div.desk-filters", by.element, prompt.element, learner.element, kinds.element,
      h("div.desk-menu", h("label.k-quiet", { for: filter.id }, words.find), filter), names.element, mine.element),
  );
  const element = h("nav.desk-queue", { "aria-labelledby": id },
    h("div.desk-head", h("h2", { id }, words.answers), count, bar, left), narrow, none, list);
  return {
    element,
    draw(state, minutes) {
      const marked = state.queue.filter(({ status }) => status === "marked").length;
      // A row that was skipped stands at the end, and goes back to its place once it is marked.
      const here = `${state.open?.answer} ${state.queue.findIndex(({ answer }) => answer === state.open?.answer)}`;
      const moved = here !== place;
      [last, place] = [state, here];
      count.textContent = words.marked(marked, state.queue.length);
      bar.max = state.queue.length || 1;
      bar.value = marked;
      left.textContent = minutes === null ? "" : words.timeLeft(minutes);
      by.show([["prompt", words.byPrompt], ["learner", words.byLearner]], state.by);
      prompt.show([["", words.allQuestions], ...state.prompts.map(({ id: one, title }): [string, string] => [one, title])], state.prompt ?? "");
      const known = (state.learners ?? []).map(({ id: one, name }): [string, string] => [one, name]);
      if (state.learner && !known.some(([one]) => one === state.learner)) known.push([state.learner, words.thisLearner]);
      learner.show([["", words.allLearners], ...known], state.learner ?? "");
      learner.element.hidden = !known.length;
      kinds.show(SHOWN.map((one) => [one, words.shown[one]]), shown);
      names.set(state.names);
      mine.set(state.mine);
      mine.element.hidden = state.markers.length < 2;
      redraw();
      if (moved) follow();
    },
    dispose,
  };
}
