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
import { shuffling } from "./shuffling";
import type { Mine } from "./told";

const TOP = 40;
const HEIGHT = 130;
const GROUND = TOP + HEIGHT;
/** Fewer shuffles than this in a bar don't reach the top. */
const LOW = 8;

function hatch(id: string): SVGElement {
  return s(
    "pattern",
    { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("line.k-hatch", { x1: 0, x2: 0, y1: 0, y2: 5 }),
  );
}

/** The histogram; bars as far out as the observed value, or further, have a firm edge. */
export function shuffle(scene: ShuffleScene, mine: Mine): Part {
  const { axis, bins, observed, dealing } = scene;
  const pattern = uid();
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const shape = (count: number, top: number): { y: number; height: number } => ({ y: GROUND - (count / top) * HEIGHT, height: (count / top) * HEIGHT });
  const bars = bins.map((bin) => {
    const middle = (bin.from + bin.to) / 2;
    const width = (fraction(axis, bin.to) - fraction(axis, bin.from)) * 100;
    const bar = s("rect", {
      class: `k-bar${Math.abs(middle) >= Math.abs(observed) ? " k-beyond" : ""}`,
      x: x(axis, bin.from),
      width: `${width.toFixed(2)}%`,
      ...shape(bin.count, most),
      fill: `url(#${pattern})`,
    });
    return bin.count ? bar : null;
  });
  const dealt = dealing && shuffling(dealing, bins.length, (counts) => {
    // The first deals are bars to be seen, too: what was most so far is as high as what is most in the end.
    const top = Math.min(most, Math.max(LOW, ...counts));
    counts.forEach((count, i) => {
      const { y, height } = shape(count, top);
      bars[i]?.setAttribute("y", String(y));
      bars[i]?.setAttribute("height", String(height));
    });
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
  const drawn = framed(scene, mine, [...(dealt ? [dealt.element] : []), h("p.k-row-label", words.simulated), picture, ruler(axis, null, axis.label), share]);
  return { element: drawn.element, dispose: () => dealt?.dispose() };
}
