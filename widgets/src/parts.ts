// The sheet of parts: every part in every state that matters, to be looked at and tested. It asks nobody and keeps nothing.
import "./kit/css/feedback.css";
import "./kit/css/voices.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/interval.css";
import "./kit/css/line.css";
import "./kit/css/pictures.css";
import "./kit/css/plot.css";
import "./kit/css/parts.css";
import "./kit/css/position.css";
import "./kit/css/reflection.css";
import { h } from "./kit/h";
import { still, type Part } from "./kit/life";
import { SPECIMENS, type Bench } from "./parts/specimens";
import { mount } from "./widget";

interface PartsCard {
  key: string;
  title: string;
  /** "part" or "part/state"; all of them where this is empty. */
  show: string[];
}

/** The specimens that a card asks for, as [part, state] in the order of the sheet. */
export function chosen(show: readonly string[]): [string, string][] {
  const all = Object.entries(SPECIMENS).flatMap(([part, states]) => Object.keys(states).map((state): [string, string] => [part, state]));
  return show.length ? all.filter(([part, state]) => show.includes(part) || show.includes(`${part}/${state}`)) : all;
}

function specimen(part: string, state: string, bench: Bench): Part {
  const made = SPECIMENS[part]?.[state]?.(bench) ?? h("p");
  const one = made instanceof HTMLElement ? still(made) : made;
  return {
    element: h("section.k-specimen", { "data-specimen": `${part}/${state}`, "aria-label": `${part}, ${state}` },
      h("p.k-quiet", `${part}: ${state}`), one.element),
    dispose: one.dispose,
  };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) =>
    mount<PartsCard, object>(context, ({ card, body, life, live }) => {
      body.append(h("h3.k-title", card.title));
      for (const [part, state] of chosen(card.show)) body.append(life.own(specimen(part, state, { say: live.say })).element);
      return { draw() {} };
    }),
};
