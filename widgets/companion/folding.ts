// Kith's code is out of the way until it is asked for: no dots, no numbers, no cell buttons.
import type { Lab, Panel, Widget } from "./lab";
import { kithCells } from "./cells";
import type { Say } from "./words";

const SHOWN = "kith-mod-code";

export interface Folding {
  /** Marks the cells anew, after some came, went or changed. */
  apply(): void;
  dispose(): void;
}

/** Folds the code of Kith's cells in `panel`, and puts the switch for it into the toolbar. */
export function folding(lab: Lab, panel: Panel, say: Say): Folding {
  let shown = false;
  const label = say("showCode");
  const button = new lab.ToolbarButton({
    className: "kith-code-switch",
    label,
    tooltip: say("showCodeWhy"),
    onClick() {
      shown = !shown;
      button.pressed = shown;
      apply();
    },
  });
  panel.addClass("kith-page");
  panel.toolbar.insertItem(100, "kith-code", button as Widget);

  function apply(): void {
    const ours = new Set(kithCells(panel).filter(({ form }) => form !== "changed").map(({ cell }) => cell));
    panel[shown ? "addClass" : "removeClass"](SHOWN);
    for (const cell of panel.content.widgets) {
      cell.node.classList.toggle("kith-cell", ours.has(cell));
      // A criterion's own cell is for marking; the card has told the learner what it says.
      cell.node.classList.toggle("kith-task", (cell.model.getMetadata("nbgrader") as { task?: unknown } | undefined)?.task === true);
      if (ours.has(cell) && cell.inputHidden === shown) cell.inputHidden = !shown;
    }
  }
  return {
    apply,
    dispose() {
      shown = true;
      if (!panel.isDisposed) {
        for (const cell of panel.content.widgets) cell.node.classList.remove("kith-cell", "kith-task");
        panel.removeClass("kith-page");
        panel.removeClass(SHOWN);
      }
      if (!button.isDisposed) button.dispose();
    },
  };
}
