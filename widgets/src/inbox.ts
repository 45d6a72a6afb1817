// The inbox: what came for me, and where it is opened. It only reads; whatever came stays where its activity shows it.
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/inbox.css";
import { column } from "./flow/column";
import { head } from "./flow/head";
import { button } from "./kit/button";
import { details } from "./kit/figure";
import { h, uid } from "./kit/h";
import { life, still, type Part } from "./kit/life";
import { quote } from "./kit/quote";
import type { InboxCard, InboxNote, InboxState, InboxThing } from "./types";
import { mount, type Stage } from "./widget";
import * as words from "./words";

/** "3 things for you, about 12 minutes", of what is not done yet. */
function summary({ things }: InboxState): string {
  const left = things.filter(({ done }) => !done);
  const minutes = Math.ceil(left.reduce((sum, thing) => sum + thing.minutes, 0));
  if (left.length) return minutes ? `${words.things(left.length)}, ${words.minutes(minutes)}` : words.things(left.length);
  return things.length ? words.allDone : words.nothingCame;
}

/** The card with this title elsewhere on the page, if it was run. */
const cardOf = (title: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(".kith article.k-card")].find((card) => card.ariaLabel === title);

/** The way to where a thing is opened: a link to another page, or a button that brings its card into view. */
function way({ live }: Stage<InboxCard>, { label, page, href }: InboxThing): Part {
  if (!page) return still(h("p.k-quiet", words.pageNotHere));
  if (href) return still(h("a.k-button.k-plain", { href, dir: "auto" }, words.openPage(page)));
  const why = h("p.k-quiet");
  const press = button(words.showCard(label), "plain", () => {
    const card = cardOf(label);
    const heading = card?.querySelector<HTMLElement>(".k-title");
    why.textContent = card ? "" : words.cardNotRun;
    if (!heading) return live.say(words.cardNotRun);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "center" });
  });
  return { element: h("div", press.element, why), dispose: press.dispose };
}

function list(stage: Stage<InboxCard>, things: InboxThing[]): Part {
  const { own, dispose } = life();
  const line = (thing: InboxThing): HTMLElement =>
    h("li.k-came",
      h("p.k-label", { dir: "auto" }, thing.done && h("span.k-tick", { "aria-hidden": "true" }, "✓"), thing.label),
      h("p.k-quiet", h("span", { dir: "auto" }, thing.need), thing.done ? h("span", words.thingDone) : thing.minutes ? h("span", words.minutes(thing.minutes)) : null),
      own(way(stage, thing)).element,
    );
  return { element: h("ol.k-inbox", ...things.map(line)), dispose };
}

function shown(stage: Stage<InboxCard>, state: InboxState): Part {
  const { own, dispose } = life();
  const id = uid();
  const [left, done] = [state.things.filter((thing) => !thing.done), state.things.filter((thing) => thing.done)];
  const parts = [
    left.length ? own(list(stage, left)).element : null,
    done.length ? details(words.doneThings(done.length), own(list(stage, done)).element) : null,
  ];
  return { element: h("section.k-scene", { "aria-labelledby": id }, h("h4.k-finding", { id, tabindex: -1 }, summary(state)), ...parts), dispose };
}

/** What people left who were here before, folded away. */
function left({ left: notes }: InboxState): Part {
  const note = ({ label, who, words: pieces }: InboxNote): HTMLElement =>
    h("li.k-came",
      h("p.k-label", { dir: "auto" }, label),
      h("p.k-quiet", { dir: "auto" }, who),
      ...pieces.flatMap(([asked, text]) => [h("p.k-quiet", { dir: "auto" }, asked), quote(text, "partner")]),
    );
  return still(notes.length ? details(words.leftBefore(notes.length), h("ul.k-inbox", ...notes.map(note))) : h("div"));
}

function foot({ act, live }: Stage<InboxCard>, said: string[]): Part {
  const again = button(words.lookAgain, "outlined", () => {
    void act({ do: "again" }).then((answer) => answer.ok && live.say(words.lookedAgain));
  });
  return { element: h("div.k-foot", ...said.map((text) => h("p.k-quiet", { dir: "auto" }, text)), h("div.k-doors", again.element)), dispose: again.dispose };
}

const drawing = column<InboxCard, InboxState>({
  plan: (stage, state) => [
    { name: "head", key: "", make: () => still(head(stage.card)) },
    { name: "things", key: JSON.stringify(state.things), make: () => shown(stage, state) },
    { name: "left", key: JSON.stringify(state.left), make: () => left(state) },
    // Its button keeps the focus: it is made anew only where there is something else to say.
    { name: "foot", key: JSON.stringify(state.said), make: () => foot(stage, state.said) },
  ],
  news: (_card, _before, now) => summary(now),
});

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, drawing),
};
