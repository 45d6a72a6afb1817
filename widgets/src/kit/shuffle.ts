// What chance alone gives: a histogram of shuffles, hatched because it is simulated, with what was observed beside it.
import { figure, inHundred } from "../format";
import type { ShuffleScene } from "../types";
import * as words from "../words";
import { framed } from "./figure";
import { h, s, uid } from "./h";
import type { Part } from "./life";
import { baseline, caption, diamond, plot, x } from "./plot";
import { ruler } from "./ruler";
import { fraction } from "./scale";
import type { Mine } from "./told";

const TOP = 40;
const HEIGHT = 130;
const GROUND = TOP + HEIGHT;

function hatch(id: string): SVGElement {
  return s(
    "pattern",
    { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("line.k-hatch", { x1: 0, x2: 0, y1: 0, y2: 5 }),
  );
}

/** The histogram; bars as far out as the observed value, or further, have a firm edge. */
export function shuffle(scene: ShuffleScene, mine: Mine): Part {
  const { axis, bins, observed } = scene;
  const pattern = uid();
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const bars = bins.map((bin) => {
    const height = (bin.count / most) * HEIGHT;
    const middle = (bin.from + bin.to) / 2;
    const width = (fraction(axis, bin.to) - fraction(axis, bin.from)) * 100;
    const bar = s("rect", {
      class: `k-bar${Math.abs(middle) >= Math.abs(observed) ? " k-beyond" : ""}`,
      x: x(axis, bin.from),
      width: `${width.toFixed(2)}%`,
      y: GROUND - height,
      height,
      fill: `url(#${pattern})`,
    });
    return bin.count ? bar : null;
  });
  const picture = plot(
    GROUND + 14,
    `${words.shuffles(total)}; ${words.observed} ${figure(observed)}; ${words.share(inHundred(scene.share))}`,
    s("defs", hatch(pattern)),
    ...bars,
    baseline(GROUND),
    s("line.k-mean", { x1: x(axis, observed), x2: x(axis, observed), y1: TOP - 16, y2: GROUND }),
    diamond(axis, observed, GROUND, 8),
    caption(axis, observed, TOP - 22, `${words.observed} ${figure(observed)}`, "k-published"),
  );
  const share = h("p.k-share",
    h("span.k-voice-published", words.share(inHundred(scene.share))),
    mine.guess === null ? null : h("span.k-voice-you", words.guessed(inHundred(mine.guess / 100))),
  );
  return framed(scene, mine, [h("p.k-row-label", words.simulated), picture, ruler(axis, null, axis.label), share]);
}
