// My paragraph, then the facilitator's words indented under it, each criterion's level on a labelled line.
import { clock, figure } from "../format";
import type { Criterion, Feedback } from "../types";
import * as words from "../words";
import { h, uid } from "./h";
import type { Part } from "./life";
import { quote } from "./quote";
import { thread, type ReplyField } from "./thread";

type Mark = Feedback["criteria"][number];
type Level = Criterion["levels"][number];

/** Where a mark stands among the levels, in steps from the first; between two when its points lie between theirs. */
export function place(levels: readonly Level[], points: number): number {
  const above = levels.findIndex((level) => level.points >= points);
  if (above < 0) return levels.length - 1;
  const high = levels[above];
  const low = levels[above - 1];
  if (!high || !low || high.points === points) return above;
  return above - 1 + (points - low.points) / (high.points - low.points);
}

function levelName(mark: Mark, levels: readonly Level[]): string {
  if (mark.points === null) return words.noLevel;
  if (mark.level) return mark.level;
  const at = place(levels, mark.points);
  const [low, high] = [levels[Math.floor(at)], levels[Math.ceil(at)]];
  return low && high ? (low === high ? low.label : words.between(low.label, high.label)) : "";
}

function line(mark: Mark, levels: readonly Level[]): HTMLElement | null {
  if (mark.points === null || levels.length < 2) return null;
  const at = place(levels, mark.points);
  return h("div.k-levels", { "aria-hidden": "true", style: `--levels:${levels.length};--at:${at}` },
    h("span.k-levels-mark"),
    ...levels.map((level, i) => h("span", { class: i === at ? "k-level k-here" : "k-level" }, level.label)),
  );
}

function criterion(mark: Mark, known: Criterion | undefined): HTMLElement {
  const levels = known?.levels ?? [];
  const points = mark.points === null ? "" : words.points(figure(mark.points), figure(mark.max_points));
  return h("div.k-criterion",
    h("h5.k-label", mark.title),
    line(mark, levels),
    h("p.k-quiet", [levelName(mark, levels), points].filter(Boolean).join(", ")),
    mark.comment ? quote(mark.comment, "partner") : null,
  );
}

/** Feedback beside the very words it is about, and a field to answer it where a caller gives one. */
export function feedbackBlock(feedback: Feedback, criteria: readonly Criterion[], reply?: ReplyField): Part {
  const id = uid();
  const said = feedback.criteria.map((mark) => criterion(mark, criteria.find((one) => one.id === mark.id)));
  const talk = thread({ mine: feedback.on, changed: feedback.changed, said, reply });
  const element = h("section.k-feedback", { "aria-labelledby": id },
    h("h4.k-finding", { id, tabindex: -1 }, words.feedback),
    h("p.k-quiet", words.feedbackAt(clock(feedback.at))),
    h("p.k-label", words.feedbackOn),
    talk.element,
  );
  return { element, dispose: talk.dispose };
}
