// One page of the course in JupyterLab: a bar while its cards are not there, and nothing else in the way.
import { life } from "../src/kit/life";
import { bar } from "./bar";
import { begin, listed } from "./begin";
import { aliveIn, courseName, errorOf, kithCells, viewsOf, wasRun, type KithCell } from "./cells";
import { folding } from "./folding";
import type { Kernel, Lab, Panel } from "./lab";
import { listen } from "./listening";
import { saveInTurn } from "./saving";
import type { Say } from "./words";

const PATIENCE = 1500; // ms in which a living kernel usually answers a page that was opened again

export interface Page {
  readonly panel: Panel;
  /** The module that it belongs to. */
  readonly module: string;
  /** Offers to draw the cards again, since `sentence`. */
  renew(sentence: string): void;
  dispose(): void;
}

const SILENT = /^(unknown|starting|restarting|autorestarting|terminating)$/;

/** A timer by its number, which is what a browser's timers are. */
const later = (act: () => void, ms: number): number => window.setTimeout(act, ms);

/** Follows a notebook of the course, from when it is there until it is closed. */
export function page(lab: Lab, panel: Panel, say: Say): Page {
  const own = life();
  const head = bar(lab, panel, say, () => void run());
  const code = folding(lab, panel, say);
  const session = panel.sessionContext;
  saveInTurn(panel.context);
  let alive: ReadonlySet<string> | undefined; // unknown until the kernel has said so
  let running = false;
  let newer = ""; // why living cards should be drawn again
  let fault = "";
  let asked = 0;
  let again = 0;
  let patient = true;
  const patience = later(() => {
    patient = false;
    draw();
  }, PATIENCE);

  const living = ({ cell }: KithCell): boolean => wasRun(cell) && !errorOf(cell) && viewsOf(cell).every((id) => alive?.has(id));
  const shows = (): KithCell[] => kithCells(panel).filter(({ form }) => form === "show");

  function draw(): void {
    if (own.signal.aborted || panel.isDisposed) return;
    code.apply();
    const cards = shows();
    for (const card of cards) card.cell.node.classList.toggle("kith-stale", !running && viewsOf(card.cell).some((id) => !alive?.has(id)));
    if (running) return;
    const before = cards.some(({ cell }) => viewsOf(cell).length);
    // Cards that were drawn before come back by themselves if their kernel still lives, which takes it a moment to say.
    if (before && alive === undefined && patient && !fault) return head.hide();
    if (!cards.length || (cards.every(living) && !newer && !fault)) return head.hide();
    head.offer(say(before ? "goOn" : "begin"), newer || say(!before ? "beginWhy" : alive ? "goOnWhy" : "waitingWhy"));
    if (fault) head.say(fault, "trouble");
  }

  /** Asks the kernel which cards it still holds; the newest question counts, and one without an answer is asked again. */
  async function ask(): Promise<void> {
    const turn = ++asked;
    clearTimeout(again);
    const kernel: Kernel | null = session.session?.kernel ?? null;
    if (!kernel && patient && !session.isReady) return draw();
    if (!kernel || kernel.status === "dead") alive = new Set();
    else if (SILENT.test(kernel.status)) return draw();
    else {
      const found = await aliveIn(kernel).catch(() => undefined);
      if (turn !== asked) return;
      if (found) alive = found;
      else again = later(() => void ask(), 1000);
    }
    draw();
  }

  async function run(): Promise<void> {
    if (running) return;
    const cells = kithCells(panel);
    const first = !cells.some(({ cell }) => viewsOf(cell).length);
    const place = first ? () => goToFirst(panel, cells) : keepPlace(panel);
    const changed = cells.filter(({ form }) => form === "changed");
    running = true;
    alive = undefined;
    fault = newer = "";
    head.busy(true);
    draw();
    const outcome = await begin(lab, panel, cells.filter(({ form }) => form !== "changed"), say, (sentence) => head.say(sentence));
    running = false;
    head.busy(false);
    if (changed.length) outcome.faults.push(say("changed", { n: changed.length, names: listed(changed, say) }));
    fault = outcome.faults.join(" ");
    await ask();
    place();
    // Without its outputs on the disk, a page that is reloaded would look as if it had never begun.
    if (outcome.drawn.length) void panel.context.save().catch(() => undefined);
    if (!fault) finish(outcome.drawn, place);
  }

  function finish(drawn: readonly KithCell[], place: () => void): void {
    const n = drawn.filter(({ cell }) => viewsOf(cell).length).length;
    lab.Notification.emit(say("ready", { n }), "success", { autoClose: 4000 });
    // Until its cards are drawn again a page is short, and a place far down is not there.
    void focusFirst(drawn).then(place);
  }

  listen(session.kernelChanged, forget, own.signal);
  listen(session.statusChanged, (_session, status) => status === "idle" && alive === undefined && void ask(), own.signal);
  listen(session.statusChanged, (_session, status) => /restarting|dead|terminating/.test(status) && forget(), own.signal);
  listen(panel.content.modelContentChanged, soon, own.signal);
  listen(panel.disposed, dispose, own.signal);

  function forget(): void {
    if (running) return;
    alive = undefined;
    void ask();
  }
  let [known, waiting] = ["", 0];
  function soon(): void {
    clearTimeout(waiting);
    waiting = later(() => {
      const now = shows().flatMap(({ cell }) => viewsOf(cell)).join();
      if (running || now === known) return draw();
      known = now;
      void ask();
    }, 100);
  }
  function dispose(): void {
    for (const timer of [waiting, again, patience]) clearTimeout(timer);
    own.dispose();
    code.dispose();
    head.dispose();
  }
  draw();
  void ask();
  return {
    panel,
    module: courseName(panel)?.split("/")[0] ?? "",
    renew(sentence) {
      newer = sentence;
      draw();
    },
    dispose,
  };
}

/** Remembers where a page stands; what is returned brings it back there. */
function keepPlace(panel: Panel): () => void {
  const scroller = panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;
  const place = scroller.scrollTop;
  return () => {
    scroller.scrollTop = place;
  };
}

/** Brings the first question in sight, with the heading that it stands under; what comes before was there to be read. */
function goToFirst(panel: Panel, cells: readonly KithCell[]): void {
  const first = cells.find(({ form }) => form === "show")?.cell;
  if (!first) return;
  const before = panel.content.widgets[panel.content.widgets.indexOf(first) - 1]?.node;
  const headings = before?.querySelectorAll("h1, h2, h3") ?? [];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (headings[headings.length - 1] ?? first.node).scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

/** Puts the focus on the first card without moving the page: the next Tab leads into its first question. */
async function focusFirst(drawn: readonly KithCell[]): Promise<void> {
  for (let patience = 0; patience < 40; patience++) {
    const card = drawn.map(({ cell }) => cell.node.querySelector<HTMLElement>(".kith article")).find(Boolean);
    if (card) {
      card.tabIndex = -1;
      card.focus({ preventScroll: true });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
