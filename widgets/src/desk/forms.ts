// The dialogs of the desk in which something is told to it: a care flag, who marks, a round of collecting or grading.
import { button } from "../kit/button";
import { dialog } from "../kit/dialog";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { textBox } from "../kit/text";
import * as words from "../words/desk";
import type { Bench } from "./bench";
import { refusals } from "./parts";
import type { Sheet } from "./sheets";
import type { DeskState, Job, Step } from "./types";

/** The care flag of the open answer, with a private note. It has nothing to do with marks. */
export function careSheet(bench: Bench): Sheet {
  const { own, dispose } = life();
  const box = own(textBox({ label: words.careNote, target: null, reach: null, rows: 3, onedit() {} }));
  const fault = refusals();
  let about = "";
  const set = async (on_: boolean): Promise<void> => {
    const reply = await bench.act({ do: "care", answer: about, on: on_, note: on_ ? box.get() : "" });
    fault.show(reply);
    if (!reply.ok) return;
    bench.say(on_ ? words.careIsSet : words.careIsGone);
    made.close();
  };
  const put = own(button(words.setCare, "primary", () => void set(true)));
  const drop = own(button(words.dropCare, "outlined", () => void set(false)));
  const steps = h("a", { href: "guide#care", target: "_blank" }, words.careSteps);
  const made = own(dialog(words.care, h("p.k-paragraph", words.careWhy, " ", steps), box.element, fault.element, h("div.k-doors", put.element, drop.element)));
  return {
    ...made,
    open() {
      const { open } = bench.state();
      if (!open) return;
      if (about !== open.answer) {
        box.set(open.care.note);
        fault.show({ ok: true });
      }
      about = open.answer;
      drop.element.hidden = !open.care.on;
      made.open();
      box.focus();
    },
    draw() {},
    dispose,
  };
}

export interface Sharing extends Sheet {
  /** Opens to be told who marks here. */
  ask(): void;
}

/** Who is at this desk, and who shares the work. */
export function sharingSheet(bench: Bench): Sharing {
  const { own, signal, dispose } = life();
  const [me, all, told] = [uid(), uid(), uid()];
  const name = h("input.k-input", { id: me, autocomplete: "name", maxlength: 100 });
  const names = h("textarea.k-input", { id: all, rows: 4, "aria-describedby": told });
  const said = h("p.k-quiet", { role: "status" });
  let touched = false;
  on(names, "input", () => (touched = true), signal);
  const askName = (): void => {
    said.textContent = words.nameFirst;
    name.focus();
    name.select();
  };
  let asked = false;
  const save = async (): Promise<void> => {
    const { marker, markers } = bench.state();
    const wanted = names.value.split("\n").map((one) => one.trim()).filter(Boolean);
    // Once asked, even the account's name is one that was given.
    const given = bench.named() || asked || name.value.trim() !== marker;
    asked ||= Boolean(wanted.length);
    if (wanted.length && !given) return askName();
    const replies = [];
    if (name.value.trim() !== marker || (asked && !bench.named())) replies.push(await bench.act({ do: "marker", name: name.value.trim() }));
    if (JSON.stringify(wanted) !== JSON.stringify(markers)) replies.push(await bench.act({ do: "share", markers: wanted }));
    const refused = replies.find((one) => !one.ok);
    said.textContent = refused && !refused.ok ? refused.why : words.savedNow;
    touched = Boolean(refused);
  };
  const go = own(button(words.save, "primary", () => void save()));
  const made = own(dialog(words.sharing, h("p.k-paragraph", words.sharingWhy),
    h("div.desk-menu", h("label.k-label", { for: me }, words.yourName), name),
    h("div.desk-menu", h("label.k-label", { for: all }, words.markers), names, h("span.k-quiet", { id: told }, words.onePerLine)),
    said, h("div.k-doors", go.element)));
  return {
    ...made,
    open() {
      said.textContent = "";
      made.open();
    },
    ask() {
      asked = true;
      made.open();
      askName();
    },
    draw({ marker, markers }) {
      // What is being typed is nobody else's to change.
      if (document.activeElement !== name && name.value.trim() === (name.dataset["was"] ?? "")) name.value = marker;
      if (!touched && document.activeElement !== names) names.value = markers.join("\n");
      name.dataset["was"] = marker;
    },
    dispose,
  };
}

const STEPS: Step[] = ["collect", "grade", "feedback"];

interface JobRow extends Part {
  draw(job: Job | undefined, busy: boolean): void;
}

function jobRow(step: Step, press: () => void): JobRow {
  const { own, dispose } = life();
  const go = own(button(words.steps[step], "outlined", press));
  const bar = h("progress.desk-progress", { "aria-label": words.steps[step], hidden: true });
  const said = h("p", { role: "status" });
  return {
    element: h("li.desk-job", go.element, h("p.k-quiet", words.stepWhy[step]), bar, said),
    draw(job, busy) {
      go.hold(busy);
      bar.hidden = !job?.running;
      if (job?.total) {
        bar.max = job.total;
        bar.value = job.done;
      } else bar.removeAttribute("value");
      const sentence = job?.running ? [job.total ? words.doneOf(job.done, job.total) : words.running, job.sentence].filter(Boolean).join(" ") : (job?.sentence ?? "");
      if (said.textContent !== sentence) said.textContent = sentence;
      said.className = job?.ok === false ? "k-notice k-error" : "k-quiet";
    },
    dispose,
  };
}

/** Collect, grade, give feedback: each by a button, with its progress. What goes out to people asks once more. */
export function roundsSheet(bench: Bench): Sheet {
  const { own, dispose } = life();
  const busy = (): boolean => bench.state().jobs.some(({ running }) => running);
  const run = (step: Step): void => {
    if (busy()) return bench.say(words.oneAtATime);
    if (step === "feedback") return ask();
    start(step);
  };
  const fault = refusals();
  const start = (step: Step): void => void bench.act({ do: "run", step }).then(fault.show);
  const rows = STEPS.map((step) => own(jobRow(step, () => run(step))));
  const question = h("p", { tabindex: -1 });
  const yes = own(button(words.giveNow, "primary", () => {
    sure.hidden = true;
    start("feedback");
    rows[2]?.element.querySelector("button")?.focus();
  }));
  const no = own(button(words.notYet, "outlined", () => {
    sure.hidden = true;
    rows[2]?.element.querySelector("button")?.focus();
  }));
  const sure = h("div.k-offer", { hidden: true }, question, h("div.k-doors", yes.element, no.element));
  const made = own(dialog(words.rounds, h("ol.desk-sheet", ...rows.map(({ element }) => element)), fault.element, sure));
  /** Levels that were on their way when it asked count as soon as they are there. */
  const count = (): void => {
    const { complete, learners } = bench.state().counts;
    const sentence = words.giveAsks(complete, learners);
    if (!sure.hidden && question.textContent !== sentence) question.textContent = sentence;
  };
  const ask = (): void => {
    sure.hidden = false;
    count();
    question.focus();
  };
  return {
    ...made,
    draw(state: DeskState) {
      count();
      rows.forEach((row, i) => row.draw(state.jobs.find(({ step }) => step === STEPS[i]), state.jobs.some(({ running }) => running)));
    },
    dispose,
  };
}
