// Kith's code is out of the way until it is asked for: no dots, no numbers, no cell buttons.
import type { Cell, Lab, Panel, Widget } from "./lab";
import { kithCells } from "./cells";
import type { Say } from "./words";

const SHOWN = "kith-mod-code";
const MARKS = ["kith-cell", "kith-task", "kith-stale"];

export interface Folding {
  /** Marks the cells anew, after some came, went or changed, and folds those that are new. */
  apply(): void;
  dispose(): void;
}

/** Folds the code of Kith's cells in `panel`, and puts the switch for it into the toolbar. */
export function folding(lab: Lab, panel: Panel, say: Say): Folding {
  let shown = false;
  const before = new Map<Cell, boolean>(); // which cells we have folded, and how we found them
  const label = say("showCode");
  const button = new lab.ToolbarButton({
    className: "kith-code-switch",
    label,
    tooltip: say("showCodeWhy"),
    onClick() {
      shown = !shown;
      button.pressed = shown;
      panel[shown ? "addClass" : "removeClass"](SHOWN);
      for (const cell of ours()) fold(cell);
      apply();
    },
  });
  button.node.lang = say.language;
  button.node.dir = say.direction;
  panel.addClass("kith-page");
  panel.toolbar.insertItem(100, "kith-code", button as Widget);

  const ours = (): Set<Cell> => new Set(kithCells(panel).filter(({ form }) => form !== "changed").map(({ cell }) => cell));

  function fold(cell: Cell): void {
    if (!before.has(cell)) before.set(cell, cell.inputHidden);
    if (cell.inputHidden === shown) cell.inputHidden = !shown;
  }

  function apply(): void {
    const mine = ours();
    for (const cell of panel.content.widgets) {
      cell.node.classList.toggle("kith-cell", mine.has(cell));
      // A criterion's own cell is for marking; the card has told the learner what it says.
      cell.node.classList.toggle("kith-task", (cell.model.getMetadata("nbgrader") as { task?: unknown } | undefined)?.task === true);
      if (mine.has(cell) && !before.has(cell)) fold(cell); // one that somebody opened since stays open
    }
  }
  return {
    apply,
    dispose() {
      if (!panel.isDisposed) {
        for (const cell of panel.content.widgets) cell.node.classList.remove(...MARKS);
        for (const [cell, hidden] of before) if (!cell.isDisposed && cell.inputHidden !== hidden) cell.inputHidden = hidden;
        panel.removeClass("kith-page");
        panel.removeClass(SHOWN);
      }
      before.clear();
      if (!button.isDisposed) button.dispose();
    },
  };
}
