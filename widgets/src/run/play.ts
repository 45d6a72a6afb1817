// What a model did, once it was guessed: played step by step, or told where nothing goes so.
import { codeShown } from "../kit/code";
import { h, uid } from "../kit/h";
import { life, still, type Part } from "../kit/life";
import { told, type Mine } from "../kit/told";
import { playing } from "../player/playing";
import { readRun } from "../player/run";
import type { PlayScene } from "../types";
import * as words from "../words";

const bytes = (base64: string): DataView => new DataView(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)).buffer);

/** What a model did; of runs that are played, how they ended is said once that was seen. */
export function playScene(scene: PlayScene, mine: Mine): Part {
  const { player, ended, code } = scene;
  const title = h("h4.k-finding", { tabindex: -1 }, scene.title);
  const said = told(scene, mine);
  if (player) {
    const { own, dispose } = life();
    const heard = h("div.k-unseen", { role: "status" });
    const runs = player.runs.map((about, i) => readRun(bytes(scene.runs[i] ?? ""), about));
    const shown = own(playing(player, runs, { head: title, title, more: said, say: (sentence) => void (heard.textContent = sentence) }));
    shown.show();
    return { element: h("div.k-scene", shown.element, heard), dispose };
  }
  title.id = uid();
  return still(
    h("section.k-scene", { "aria-labelledby": title.id },
      title,
      h("p.k-quiet", words.simulatedRun),
      ...[...ended, ...said].map((sentence) => h("p.k-came", sentence)),
      h("div.k-behind", codeShown(code)),
    ),
  );
}
