// One device marks who speaks: a key and a button for each seat, a clock that somebody starts, a wrong key taken back.
import { button } from "../kit/button";
import type { FieldMaker } from "../kit/field";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";
import { answerAt, type Mine } from "../kit/told";
import { field } from "../store";
import type { Answer, TurnsAnswer, TurnsField, TurnsScene } from "../types";
import * as words from "../words";
import { talk, type Turn } from "./talk";

const FEWEST = 3;
const MOST = 6;

const isTurn = (one: unknown): one is Turn =>
  Array.isArray(one) && one.length === 2 && one.every((part) => Number.isFinite(part) && part >= 0);

/** Minutes and seconds, as a clock shows them. */
const clock = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** Marks who speaks; how long each seat did stands nowhere until each can see their own, alone. */
export const turnsField: FieldMaker<TurnsField> = ({ label, seats: usual }, { earlier, changed, say }) => {
  const { own, signal, dispose } = life();
  const title = uid();
  const before = field(earlier, "turns");
  const kept = Array.isArray(before) ? before.filter(isTurn) : [];
  const spoken = talk(kept, () => performance.now());
  const many = h("select.k-input", ...Array.from({ length: MOST - FEWEST + 1 }, (_, i) => h("option", { value: i + FEWEST }, words.figure(i + FEWEST))));
  many.value = String(field(earlier, "seats") ?? usual);
  if (!many.value) many.value = String(usual);
  const seats = (): number => Number(many.value);

  const shown = h("p.k-clock", { role: "timer", "aria-label": words.clockRuns });
  const tell = (): void => {
    shown.textContent = clock(spoken.lasted());
  };
  const tick = (): void => {
    tell();
    changed();
  };
  let ticking: ReturnType<typeof setInterval> | undefined;
  const toggle = (): void => {
    if (spoken.running) spoken.pause();
    else spoken.start();
    clearInterval(ticking);
    if (spoken.running) ticking = setInterval(tick, 1000);
    say(spoken.running ? words.clockGoes : words.clockStands);
    touch();
  };
  const speak = (seat: number): void => {
    if (seat > seats()) return;
    if (!spoken.running) return say(words.clockStands);
    spoken.speak(seat);
    heard();
  };
  const undo = (): void => {
    if (spoken.undo()) heard();
  };
  const heard = (): void => {
    say(spoken.speaks ? words.seatSpeaks(spoken.speaks) : words.nobodySpeaks);
    touch();
  };

  const start = own(button("", "outlined", toggle));
  const back = own(button(words.undo, "outlined", undo));
  const keys = Array.from({ length: MOST }, (_, i) => own(button(words.seatOf(i + 1), "outlined", () => speak(i + 1))));
  const row = h("div.k-seats", ...keys.map(({ element }) => element));
  function draw(): void {
    start.element.textContent = spoken.running ? words.pause : words.clockStart;
    many.disabled = spoken.lasted() > 0 || spoken.running;
    back.hold(spoken.turns.length < 2);
    keys.forEach(({ element, hold }, i) => {
      element.hidden = i >= seats();
      element.ariaPressed = String(spoken.speaks === i + 1);
      hold(!spoken.running);
    });
    tell();
  }
  function touch(): void {
    draw();
    changed();
  }
  on(many, "change", touch, signal);

  const element = h("div.k-field.k-turns", { role: "group", "aria-labelledby": title },
    h("p.k-label", { id: title }, label),
    h("label", words.seatsHere, " ", many),
    h("div.k-doors", start.element, back.element, shown),
    row,
    h("p.k-quiet", words.turnKeys),
  );
  on(element, "keydown", (event) => {
    const { key } = event;
    if ((event.target as Element).tagName === "SELECT" || event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = /^[1-6]$/.test(key) ? () => speak(Number(key)) : key === "0" ? () => speak(spoken.speaks) : key === "Backspace" ? undo : key.toLowerCase() === "p" ? toggle : null;
    if (!deed || event.repeat) return;
    event.preventDefault();
    deed();
  }, signal);
  draw();
  return {
    element,
    read() {
      const answer = spoken.seconds(seats());
      return answer.some(Boolean) ? { answer } : { lacks: [{ sentence: words.turnsNeed, focus: () => start.element.focus() }] };
    },
    touched: () => ({ seats: seats(), turns: spoken.turns }),
    dispose() {
      clearInterval(ticking);
      dispose();
    },
  };
};

const sum = (seconds: readonly number[]): number => seconds.reduce((one, other) => one + other, 0);

/** That turns were marked, and for how long all spoke; of no seat. */
export const turnsSaid = (_field: TurnsField, answer: Answer): HTMLElement => h("p.k-said", words.spokeInAll(clock(sum(answer as TurnsAnswer) * 1000)));

/** What was marked of a seat, for whoever sits there and looks alone. */
export function turnsScene({ of, expected, seat: mineIs }: TurnsScene, mine: Mine): Part {
  const { own, dispose } = life();
  const seconds = (answerAt(mine, ...of) ?? []) as TurnsAnswer;
  const id = uid();
  const told = h("p.k-sentence", { "aria-live": "polite" });
  let open = 0;
  const keys = seconds.map((one, i) => {
    const seat = i + 1;
    const key = own(button(words.seatOf(seat), "outlined", () => {
      open = open === seat ? 0 : seat;
      keys.forEach(({ element }, at) => {
        element.ariaPressed = String(open === at + 1);
      });
      const share = Math.round((100 * one) / sum(seconds));
      const guessed = answerAt(mine, ...expected);
      const beside = seat === mineIs && typeof guessed === "number" ? words.shareGuessed(guessed) : words.shareBeside;
      told.textContent = open ? `${words.seatSpoke(share, seat, clock(one * 1000))} ${beside}` : "";
    }));
    key.element.ariaPressed = "false";
    return key;
  });
  const element = h("section.k-scene", { "aria-labelledby": id },
    h("h4.k-finding", { id, tabindex: -1 }, words.tapsTitle),
    h("p.k-sentence", words.tapsHow),
    h("div.k-seats", ...keys.map(({ element: one }) => one)),
    told,
  );
  return { element, dispose };
}
