// The marking desk as one page: queue, answer, levels; by keys or by hand.
import { clock } from "../format";
import { button } from "../kit/button";
import { h } from "../kit/h";
import { life } from "../kit/life";
import { live } from "../kit/live";
import { followTheme } from "../kit/theme";
import { notice } from "../kit/trouble";
import * as words from "../words/desk";
import type { Trouble } from "../wire";
import { answerPart, type AnswerPart } from "./answer";
import type { Bench } from "./bench";
import { careSheet, roundsSheet, sharingSheet } from "./forms";
import { meaning, placeOf, type Command } from "./keys";
import { line } from "./line";
import { markingPart, type MarkingPart } from "./marking";
import { pace } from "./pace";
import { keyed } from "./parts";
import { obstacleSheet } from "./obstacles";
import { neighbour, queue } from "./queue";
import { session, type Session } from "./session";
import { attentionSheet, keySheet, secondSheet } from "./sheets";
import type { Tab } from "./tab";
import { running, top } from "./top";
import type { DeskAction, DeskCard, DeskState } from "./types";

export interface Data {
  card: DeskCard;
  state: DeskState;
  base: string;
}

interface Opened {
  key: string;
  answer: string;
  version: string;
  reading: AnswerPart;
  marking: MarkingPart;
  dispose(): void;
}

const MEANT = ["level", "comment", "care", "phrase", "forget", "skip", "undo", "share", "run", "move"];
const WRITES = ["comment", "suggest", "quote", "bank", "phrase"];
const JOB = 1000; // ms between two looks at what runs
const CALM = 15_000; // ms between two looks otherwise: others may mark too

/** Puts the desk into `root`; returns what takes it out again. */
export function desk(root: HTMLElement, { card, state: first, base }: Data, kept: Tab): () => void {
  const { own, signal, dispose } = life();
  const speed = pace();
  const said = live();
  const [calm, fault] = [notice("calm"), notice("error")];
  const post = line({ base, session: kept.session, greet, refusal: words.notAnswered });
  const early: Command[] = [];
  let opened: Opened | null = null;
  let [ready, begun] = [false, false];
  let keysOn = kept.keysOn();

  let met = false;
  const sitting: Session = session({
    model: post,
    first,
    before: kept.waiting(),
    keep: kept.keep,
    draw: () => ready && draw(),
    refused,
    ontrouble,
  });
  const bench: Bench = {
    card,
    state: sitting.state,
    named: () => Boolean(kept.marker()) || sitting.state().marker !== card.marker,
    act,
    command,
    say: said.say,
    fault(sentence) {
      fault.show(sentence);
      said.say(sentence);
    },
  };

  const care = own(careSheet(bench));
  const [attention, second, sharing, rounds] = [own(attentionSheet(bench)), own(secondSheet(bench, () => sharing.ask())), own(sharingSheet(bench)), own(roundsSheet(bench))];
  const obstacles = own(obstacleSheet(bench));
  const keys = own(keySheet(keysOn, (now) => {
    keysOn = now;
    kept.keepKeys(now);
    surface.toggleAttribute("data-no-keys", !now);
  }));
  const head = own(top(bench, { attention: attention.open, obstacles: obstacles.open, rounds: rounds.open, sharing: sharing.open, second: second.open, keys: keys.open }));
  const list = own(queue(bench));
  const reading = h("div.desk-reading", { id: "desk-answer", tabindex: -1 });
  const criteria = h("div");
  const scroll = h("div.desk-scroll", criteria);
  const sign = h("span.k-saved");
  const done = h("p.desk-done", { hidden: true }, words.allMarked);
  const revised = h("p.desk-done", { hidden: true }, words.revisedNote);
  const press = (label: string, key: string, look: "primary" | "outlined", what: Command["do"]) =>
    own(keyed(label, key, look, () => command({ do: what } as Command))).element;
  const flag = press(words.careButton, "f", "outlined", "care");
  const undo = press(words.undo, "u", "outlined", "undo");
  const bar = h("div.desk-bar", { role: "group", "aria-label": words.actions },
    press(words.next, "n", "primary", "next"), press(words.previous, "p", "outlined", "previous"), press(words.skip, "s", "outlined", "skip"), undo, flag);
  const side = h("section.desk-marking", { "aria-labelledby": "desk-levels" },
    h("div.desk-head", h("h2", { id: "desk-levels" }, words.levels), sign), done, revised, scroll, bar);
  const begin = own(button(words.rounds, "primary", rounds.open));
  const empty = h("section.desk-empty", { hidden: true }, h("h2", words.nothingHere), h("p.k-paragraph", words.nothingHereYet), h("div.k-doors", begin.element));
  const main = h("main.desk-main", reading, side, empty);
  const surface = h("div.kith.desk", { lang: words.language, dir: words.direction },
    h("a.desk-skip", { href: "#desk-answer" }, words.skipTo), head.element,
    h("div.desk-notices", calm.element, fault.element),
    h("div.desk-columns", list.element, main),
    said.element, ...[care, attention, second, sharing, rounds, obstacles, keys].map(({ element }) => element));
  surface.toggleAttribute("data-no-keys", !keysOn);

  /** Says to a server that does not know this tab, or was started anew, how things stood here. */
  function greet(): string[] {
    const name = kept.marker();
    const actions: DeskAction[] = [{ do: "look" }];
    if (name) actions.push({ do: "marker", name });
    // A page that has only now come goes on where its tab stood.
    actions.push(...(met ? stand() : kept.stood()));
    return actions.map((one) => JSON.stringify(one));
  }

  /** What brings a page to where this one stands. */
  function stand(): DeskAction[] {
    const { module, by, prompt, learner, names, mine, second: again, open } = bench.state();
    const view: DeskAction[] = [{ do: "module", module }, { do: "view", by, prompt, learner, names, mine, second: again }];
    return open ? [...view, { do: "open", answer: open.answer }] : view;
  }

  function ontrouble(trouble: Trouble): void {
    const why = post.silence() === "login" ? words.login : post.why() || words.gone;
    const sentence = trouble === "none" ? "" : trouble === "busy" && post.silence() === "none" ? words.slow : why;
    calm.show(sentence);
    if (sentence) said.say(sentence);
  }

  async function act(action: DeskAction): ReturnType<Session["act"]> {
    if (action.do !== "look") fault.show("");
    // A comment that is still being typed goes before whatever takes it off the page.
    if (["view", "module", "open", "next", "skip", "undo"].includes(action.do)) opened?.marking.flush();
    const { module, second: again } = bench.state();
    const reply = await sitting.act(MEANT.includes(action.do) ? { ...action, module, second: again } : action);
    met ||= reply.ok;
    if (reply.ok && action.do === "marker") kept.keepMarker(action.name);
    if (reply.ok && ["look", "module", "view"].includes(action.do)) await openFirst(reply.state);
    if (!sitting.moving()) for (const one of early.splice(0)) command(one);
    return reply;
  }

  /** Opens an answer where none is: what is not marked first, else the first of the queue. */
  async function openFirst({ open, queue }: DeskState): Promise<void> {
    const [row] = queue;
    // Whoever has chosen one meanwhile keeps it.
    if (open || !row || sitting.moving()) return;
    const reply = await sitting.act(queue.some(({ status }) => status !== "marked") ? { do: "next" } : { do: "open", answer: row.answer });
    if (reply.ok && !reply.state.open) await sitting.act({ do: "open", answer: row.answer });
  }

  /** Comes back to what was refused, with the sentence. */
  function refused(action: DeskAction, why: string): void {
    bench.fault(why);
    if (!("answer" in action) || action.do === "open") return;
    const criterion = "criterion" in action ? action.criterion : null;
    const back = (): void => {
      if (criterion) opened?.marking.go(criterion);
      bench.fault(why);
    };
    void returned(action).then((reply) => reply.ok && back());
  }

  /** Goes to the answer of an action, and sees how it stands now. */
  async function returned({ module, second: again, ...action }: DeskAction & { answer: string }): ReturnType<Session["act"]> {
    const state = bench.state();
    if (state.open?.answer === action.answer && !sitting.moving()) return sitting.act({ do: "look" });
    if (module !== undefined && module !== state.module) await sitting.act({ do: "module", module });
    if (again !== undefined && again !== bench.state().second) await sitting.act({ do: "view", second: again });
    return sitting.act({ do: "open", answer: action.answer });
  }

  function command(what: Command): void {
    // What is pressed while another answer is on its way is meant for that one.
    if (sitting.moving() && what.do !== "keys") return void early.push(what);
    const { open, second: again } = bench.state();
    if (again && WRITES.includes(what.do)) return said.say(words.levelsOnly);
    const at = opened?.marking.current();
    switch (what.do) {
      case "next":
        return void next();
      case "previous": {
        const row = neighbour(bench.state(), -1);
        return row ? void act({ do: "open", answer: row.answer }) : said.say(words.isFirst);
      }
      case "skip":
        return open ? void act({ do: "skip", answer: open.answer }) : undefined;
      case "undo":
        return bench.state().undo ? void takeBack() : said.say(words.nothingToUndo);
      case "care":
        return open ? care.open() : undefined;
      case "obstacles":
        return obstacles.open();
      case "keys":
        return keys.open();
      case "level":
        return opened?.marking.level(what.at);
      case "clear":
        return opened?.marking.clear();
      case "criterion":
        return opened?.marking.step(what.by);
      case "comment":
        return at?.comment.focus();
      case "suggest":
        return at?.comment.suggest();
      case "quote":
        return at?.leaning.isOpen() ? at.leaning.close() : at?.leaning.open();
      case "bank":
        return at?.bank.isOpen() ? at.bank.close() : at?.bank.open();
      case "phrase":
        return at?.list()?.take(what.at);
    }
  }

  async function next(): Promise<void> {
    const before = bench.state().open?.answer;
    const reply = await act({ do: "next" });
    if (reply.ok && reply.state.open?.answer === before && !reply.state.queue.some(({ status }) => status !== "marked")) said.say(words.allMarked);
  }

  async function takeBack(): Promise<void> {
    const what = bench.state().undo ?? "";
    const reply = await act({ do: "undo" });
    if (reply.ok) said.say(words.undone(what));
  }

  function openAnswer(state: DeskState): void {
    const { open } = state;
    const id = open
      ? JSON.stringify([state.module, open.answer, open.text, open.version, open.learner, state.second, open.criteria.map(({ id: one }) => one)])
      : "";
    if (opened?.key === id) return;
    if (open && opened?.answer === open.answer && opened.version !== open.version) bench.fault(words.wordsChanged);
    opened?.dispose();
    opened = null;
    reading.replaceChildren();
    criteria.replaceChildren();
    if (!open) return;
    const shown = answerPart(bench, open, state.prompts.find(({ id: one }) => one === open.prompt));
    const marked = markingPart(bench, open);
    opened = { key: id, answer: open.answer, version: open.version, reading: shown, marking: marked, dispose: () => (shown.dispose(), marked.dispose()) };
    reading.append(shown.element);
    criteria.append(marked.element);
    reading.scrollTop = scroll.scrollTop = 0;
    speed.opened(performance.now());
    // A dialog keeps the focus; a page that has only now come leaves it where it is.
    if (begun && !surface.querySelector("dialog[open]")) shown.focus();
    begun = true;
  }

  let before: DeskState | null = null;
  function draw(): void {
    const state = bench.state();
    if (met && !sitting.moving()) kept.keepStand(stand());
    const complete = (one: DeskState | null): boolean =>
      Boolean(one?.open && one.open.criteria.length && one.open.criteria.every(({ points }) => points !== null));
    if (before?.open?.answer === state.open?.answer && !complete(before) && complete(state)) speed.done(performance.now());
    before = state;
    openAnswer(state);
    if (state.open) {
      opened?.reading.draw(state.open);
      opened?.marking.draw(state.open, state.bank);
    }
    const left = state.queue.filter(({ status }) => status !== "marked").length;
    list.draw(state, speed.minutes(left));
    for (const one of [head, attention, second, sharing, rounds, care, obstacles]) one.draw(state);
    const at = sitting.savedAt();
    sign.textContent = sitting.waiting() && calm.element.hidden === false ? words.waiting(sitting.waiting()) : at ? words.savedAt(clock(at)) : "";
    done.hidden = left > 0 || !state.queue.length;
    revised.hidden = !state.queue.some(({ answer, revised: moved }) => moved && answer === state.open?.answer);
    surface.toggleAttribute("data-waiting", sitting.waiting() > 0);
    undo.title = undo.ariaDescription = state.undo ?? "";
    undo.ariaDisabled = state.undo ? null : "true";
    flag.toggleAttribute("data-on", Boolean(state.open?.care.on));
    flag.ariaPressed = String(Boolean(state.open?.care.on));
    side.hidden = reading.hidden = !state.open;
    empty.hidden = Boolean(state.open);
    const title = card.modules.find(({ id }) => id === state.module)?.title ?? card.title;
    document.title = [running(state), words.titleOf(title, words.desk)].filter(Boolean).join(" · ");
  }

  // On the page as a whole: keys also count where nothing has the focus.
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.key === "Escape" && placeOf(target) === "field" && !target.closest("dialog, .desk-bank")) {
      const within = opened?.marking.current();
      if (within?.element.contains(target)) within.focus();
      else (target as HTMLElement).blur();
      return;
    }
    if (!keysOn || target.closest("dialog") || event.defaultPrevented) return;
    const what = meaning(event, placeOf(target), Boolean(opened?.marking.current()?.list()));
    if (!what) return;
    event.preventDefault();
    // A key that is held down says a thing once.
    if (!event.repeat) command(what);
  }, { signal });
  window.addEventListener("online", post.wake, { signal });
  window.addEventListener("beforeunload", (event) => {
    opened?.marking.flush();
    if (sitting.waiting()) event.preventDefault();
  }, { signal });

  let looked = performance.now();
  const timer = setInterval(() => {
    if (post.silence() !== "none") post.wake();
    const patience = bench.state().jobs.some((job) => job.running) ? JOB : CALM;
    if (document.visibilityState !== "visible" || sitting.waiting() || performance.now() - looked < patience) return;
    looked = performance.now();
    void act({ do: "look" });
  }, JOB);
  signal.addEventListener("abort", () => clearInterval(timer));

  followTheme(surface, signal);
  root.replaceChildren(surface);
  draw();
  ready = true;
  void act({ do: "look" }).then((reply) => {
    // An address may name a module; the tab may stand in another one.
    if (reply.ok && reply.state.module !== first.module && new URLSearchParams(location.search).has("module"))
      void act({ do: "module", module: first.module });
  });
  return () => {
    opened?.dispose();
    sitting.dispose();
    post.dispose();
    dispose();
    surface.remove();
  };
}
