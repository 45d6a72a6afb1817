// The player: what a model did, step by step. It has all it needs when it begins, and asks no kernel for anything.
import "./kit/css/code.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/line.css";
import "./kit/css/plot.css";
import "./kit/css/running.css";
import "./player/chart.css";
import "./player/player.css";
import { h } from "./kit/h";
import { playing } from "./player/playing";
import { readRun, type Run } from "./player/run";
import type { PlayerCard } from "./types";
import { mount, type Stage } from "./widget";
import type { Model } from "./wire";
import * as words from "./words";

/** The runs that came with the widget; none where they can't be read. */
function received(card: PlayerCard, bytes: unknown): Run[] {
  try {
    return card.runs.map((about, i) => readRun((bytes as DataView[])[i] as DataView, about));
  } catch (error) {
    console.error(error);
    return [];
  }
}

function begin({ card, body, life, live }: Stage<PlayerCard>, model: Model): { draw(): void } {
  const runs = received(card, model.get("runs"));
  const title = h("h3.k-title", card.title);
  const head = h("header.k-head", title, card.intro ? h("p.k-paragraph", card.intro) : null);
  if (!runs.length) {
    body.append(head, h("p.k-paragraph", words.runUnreadable));
    return { draw() {} };
  }
  const shown = life.own(playing(card, runs, { head, title, say: live.say, heard: body }));
  body.append(shown.element);
  return { draw: shown.show };
}

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount<PlayerCard, object>(context, (stage) => begin(stage, context.model)),
};
