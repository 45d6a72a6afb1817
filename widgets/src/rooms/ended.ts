// What a room comes to that I put together: each asks once enough others did, until nobody more does.
import { codeShown } from "../kit/code";
import { h, uid } from "../kit/h";
import { still, type Part } from "../kit/life";
import { answerAt, type Mine } from "../kit/told";
import type { CrowdScene } from "../types";
import * as words from "../words";

/** How many ask after each round, by the rule of M. Granovetter (1978), American Journal of Sociology 83, 1420-1443. */
export function rounds(crowd: Readonly<Record<string, number>>): number[] {
  const all = Object.entries(crowd).map(([at, people]): [number, number] => [Number(at), people]);
  const found: number[] = [];
  for (;;) {
    const before = found.at(-1) ?? 0;
    const now = all.reduce((sum, [at, people]) => sum + (at <= before ? people : 0), 0);
    if (found.length && now === before) return found;
    found.push(now);
  }
}

/** The room and the guess, as they stand in my answers; null where I looked. */
function made({ of, expected }: CrowdScene, mine: Mine): { people: number; asking: number[]; guess: unknown } | null {
  const crowd = answerAt(mine, ...of);
  if (typeof crowd !== "object" || crowd === null) return null;
  const given = crowd as Record<string, number>;
  return { people: Object.values(given).reduce((sum, one) => sum + one, 0), asking: rounds(given), guess: answerAt(mine, ...expected) };
}

/** What it comes to in words: a finding, and a sentence on my guess. */
export function endSaid(scene: CrowdScene, mine: Mine): [string, string] {
  const room = made(scene, mine);
  if (!room) return [words.crowdUnmade, ""];
  const end = room.asking.at(-1) ?? 0;
  return [words.crowdEnd(end, room.people), typeof room.guess === "number" ? words.crowdGuess(room.guess, end) : ""];
}

/** Round by round, and where it ends. */
export function crowdScene(scene: CrowdScene, mine: Mine): Part {
  const id = uid();
  const room = made(scene, mine);
  const [end, guessed] = endSaid(scene, mine);
  const bars = (room?.asking ?? []).map((asking, i) => {
    const bar = h("li", words.crowdRound(i + 1, words.figure(asking)));
    bar.style.setProperty("--part", String(asking / (room?.people || 1)));
    return bar;
  });
  return still(
    h("section.k-scene", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, end),
      guessed ? h("p.k-sentence", guessed) : null,
      bars.length ? h("ol.k-asking", ...bars) : null,
      h("div.k-behind", codeShown(scene.code)),
    ),
  );
}
