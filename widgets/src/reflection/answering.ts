// What I answer to feedback: a word on each suggestion, and a reply to each criterion.
import { clock } from "../format";
import { button } from "../kit/button";
import { choice } from "../kit/choice";
import { h } from "../kit/h";
import { life, type Part } from "../kit/life";
import { once } from "../kit/once";
import { quote } from "../kit/quote";
import { sections } from "../kit/sections";
import { textBox } from "../kit/text";
import { replying } from "../kit/thread";
import type { ReflectionStage } from "../reflection";
import { field, type Store } from "../store";
import type { Mark, Suggestion, Verdict } from "../types";
import * as words from "../words";
import { asked, begun, drawer as drawerOf, unfolding, type Following } from "./unfolding";

const VERDICTS: [Verdict, string][] = [["adopted", words.adopted], ["adapted", words.adapted], ["declined", words.declined]];
const named = (verdict: Verdict): string => VERDICTS.find(([one]) => one === verdict)?.[1] ?? "";

/** My word on one suggestion; the reason is asked for once there is something to give a reason for. */
function judging(stage: ReflectionStage, criterion: string, drawer: Store, { id, text, answer }: Suggestion, focus: string): Part {
  const { own, dispose } = life();
  const kept = drawer.get();
  const why = h("p.k-quiet.k-why");
  const edited = (): void => {
    why.textContent = "";
    box.element.hidden = verdict.get() === null;
    drawer.set({ verdict: verdict.get(), because: box.get() });
  };
  const verdict = own(choice(words.whatCameOfIt, VERDICTS.map(([one, label]) => ({ id: one, label })), "k-inline", edited));
  const box = own(textBox({ label: words.because, target: null, reach: null, rows: 1, onedit: edited }));
  verdict.set(String(field(kept, "verdict") ?? answer?.verdict ?? "") || null);
  box.set(String(field(kept, "because") ?? answer?.because ?? ""));
  box.element.hidden = verdict.get() === null;
  const go = own(
    button(words.keepVerdict, "outlined", () => {
      const chosen = verdict.get() as Verdict | null;
      const sent = { verdict: chosen, because: box.get() };
      // What was chosen while this was on its way stays begun.
      if (chosen) return alone(async () => (await asked(stage, { do: "suggestion", criterion, suggestion: id, ...sent }, focus)).ok && begun(drawer, sent));
      why.textContent = words.notYet(words.verdictNeeds);
      stage.live.say(why.textContent);
      verdict.focus();
    }),
  );
  const element = h("div.k-writing", { role: "group", "aria-label": text }, verdict.element, box.element, h("div.k-doors", go.element), why);
  const alone = once(element, (told) => (why.textContent = told));
  return { element, dispose };
}

function suggested(stage: ReflectionStage, criterion: string, issued: string, suggestion: Suggestion, focus: string): Part {
  const { own, dispose } = life();
  const { answer, id, text } = suggestion;
  const drawer = drawerOf(stage, `suggestion:${issued}:${criterion}:${id}`);
  const open = !answer || begun(drawer, answer) !== null;
  const place = h("div.k-leant", { tabindex: -1, "data-focus": focus });
  const form = (): HTMLElement => own(judging(stage, criterion, drawer, suggestion, focus)).element;
  if (open) place.append(form());
  else if (answer) {
    const again = own(button(words.changeVerdict, "plain", () => {
      const made = form();
      place.replaceChildren(made);
      made.querySelector<HTMLElement>("input:checked")?.focus();
    }));
    const back = own(button(words.takeBack, "plain", () => void asked(stage, { do: "suggestion", criterion, suggestion: id, verdict: null, because: "" }, focus)));
    place.append(
      h("p", h("strong", named(answer.verdict)), " ", h("span.k-quiet", words.keptAt(clock(answer.at)))),
      ...(answer.because ? [quote(answer.because)] : []),
      h("div.k-doors", again.element, back.element),
    );
  }
  return { element: h("li", h("blockquote.k-quote.k-by-partner.k-suggestion", { dir: "auto" }, text), place), dispose };
}

/** The suggestions of one criterion, each with what I did with it; an answer to one leaves the others as they are. */
export function suggestions(stage: ReflectionStage, index: number, issued: string): Following<Mark> {
  const list = h("ul.k-suggestions");
  const column = sections(list);
  return {
    element: h("div.k-leant", h("p.k-quiet", words.suggestions), list),
    follow: (mark) =>
      void column.show(mark.suggestions.map((one, i) => ({ name: one.id, key: JSON.stringify(one), make: () => suggested(stage, mark.id, issued, one, `suggestion-${index}-${i}`) }))),
    dispose: column.dispose,
  };
}

/** What became of my reply to the feedback before this one. */
const previous = ({ text, at, read }: NonNullable<Mark["previous"]>): HTMLElement =>
  h("div.k-leant", h("p.k-quiet", (read ? words.replyRead : words.replyUnread)(clock(at))), quote(text));

/** My reply to one criterion: what is kept, and the field for it. */
export function replyTo(stage: ReflectionStage, mark: Mark, index: number, issued: string): Part {
  const { own, dispose } = life();
  const focus = `reply-${index}`;
  const kept = drawerOf(stage, `reply:${issued}:${mark.id}`);
  const element = h("div.k-leant");
  if (mark.previous) element.append(previous(mark.previous));
  if (mark.reply) element.append(h("p.k-quiet", { tabindex: -1, "data-focus": focus }, words.replyKept(clock(mark.reply.at))), quote(mark.reply.text));
  const open = begun(kept, mark.reply?.text) !== null;
  const fold = own(unfolding(mark.reply ? words.changeReply : words.reply, open, () => fill()));
  const fill = (): void => {
    if (fold.inside.childElementCount) return;
    const form = own(
      replying({
        reach: stage.card.reach,
        text: mark.reply?.text ?? "",
        kept,
        say: stage.live.say,
        send: (text) => asked(stage, { do: "reply", criterion: mark.id, text }, focus),
      }),
    );
    fold.inside.append(form.element);
  };
  if (open) fill();
  element.append(fold.element);
  if (mark.reply) element.append(own(button(words.takeBack, "plain", () => void asked(stage, { do: "reply", criterion: mark.id, text: "" }, focus))).element);
  else fold.element.querySelector("summary")?.setAttribute("data-focus", focus);
  return { element, dispose };
}
