// My answers held against what was so: at each level of sureness a row of marks, the filled ones for what was so.
import { figure } from "../format";
import type { ChoiceField, Scene, TallyScene } from "../types";
import * as words from "../words";
import { details } from "./figure";
import { h, uid } from "./h";
import { still, type Part } from "./life";
import { spoken } from "./scene";
import { answerAt, type Mine } from "./told";

interface Held {
  sure: number;
  so: boolean;
}

/** What I answered, claim by claim; null where I looked. */
export const held = ({ of }: TallyScene, mine: Mine): (Held | null)[] =>
  of.map(({ step, choice, sure, right }) => {
    const [chosen, level] = [answerAt(mine, step, choice), answerAt(mine, step, sure)];
    return typeof level === "number" ? { sure: level, so: chosen === right } : null;
  });

const given = (all: (Held | null)[]): Held[] => all.filter((one) => one !== null);

/** All of it in one sentence. */
export function average(scene: TallyScene, mine: Mine): string {
  const mineAll = given(held(scene, mine));
  if (!mineAll.length) return scene.without;
  const sure = Math.round(mineAll.reduce((sum, one) => sum + one.sure, 0) / mineAll.length);
  return words.sureAndSo(mineAll.filter(({ so }) => so).length, mineAll.length, words.amount(figure(sure), scene.unit));
}

/** How I chose at a step, in the words of its option. */
function chosen({ passed }: Mine, step: string, id: string): string {
  const one = passed?.find((step_) => step_.id === step);
  const field = one?.fields.find((field_): field_ is ChoiceField => field_.id === id && field_.kind === "choice");
  return field?.options.find((option) => option.id === one?.answers?.[id])?.label ?? "";
}

function levels({ levels: all, unit }: TallyScene, mineAll: Held[]): HTMLElement {
  const rows = all.flatMap((level) => {
    const here = mineAll.filter(({ sure }) => sure === level).sort((a, b) => Number(b.so) - Number(a.so));
    const so = here.filter((one) => one.so).length;
    const marks = here.map((one) => h("span", { class: one.so ? "k-so" : "k-not-so" }));
    return here.length
      ? [h("tr", h("th", { scope: "row" }, words.amount(figure(level), unit)), h("td", h("span.k-sos", { "aria-hidden": "true" }, ...marks), words.ofAll(so, here.length)))]
      : [];
  });
  return h("table.k-table.k-levels-so",
    h("thead", h("tr", h("th", { scope: "col" }, words.yourSureness), h("th", { scope: "col" }, words.whatWasSo))),
    h("tbody", ...rows),
  );
}

function claims(scene: TallyScene, mine: Mine, all: (Held | null)[]): HTMLElement {
  return h("ol.k-so-list", ...scene.rows.map(({ label, came, how }, i) => {
    const own = scene.of[i];
    const [said, sure] = [own ? chosen(mine, own.step, own.choice) : "", all[i]?.sure];
    return h("li",
      h("p.k-label", label),
      h("p.k-voice-published", came),
      said && sure !== undefined ? h("p.k-voice-you", words.yourAnswer(said, words.amount(figure(sure), scene.unit))) : null,
      how ? h("p.k-quiet", how) : null,
    );
  }));
}

/** The counts, then each claim with what was so and where that is known from. */
export function tally(scene: TallyScene, mine: Mine): Part {
  if (!scene.rows.length) return still(h("p.k-quoted", average(scene, mine)));
  const id = uid();
  const all = held(scene, mine);
  const mineAll = given(all);
  return still(
    h("section.k-scene", { "aria-labelledby": id },
      h("h4.k-finding", { id, tabindex: -1 }, scene.title),
      h("p.k-sentence", mineAll.length ? `${scene.sentence} ${average(scene, mine)}` : scene.without),
      mineAll.length ? levels(scene, mineAll) : null,
      details(words.eachClaim, claims(scene, mine, all)),
    ),
  );
}

/** A scene of an activity in words, for who does not see it. */
export function told(scene: Scene, mine: Mine): string {
  if (scene.kind === "tally") return [scene.title, average(scene, mine)].filter(Boolean).join(". ");
  if (scene.kind === "pair") return scene.parts.map(({ label }) => label).join(", ");
  return "label" in scene ? scene.label : spoken(scene, mine);
}
