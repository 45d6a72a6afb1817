// The cells of a page as Kith sees them: which are its own, and which of their cards are alive.
import { formOf, promptOf, type Form } from "./forms";
import type { Cell, Kernel, Panel } from "./lab";

const VIEW = "application/vnd.jupyter.widget-view+json";

export interface KithCell {
  readonly cell: Cell;
  readonly form: Exclude<Form, "other">;
  /** What sentences call it: its prompt, or what the build named it. */
  readonly name: string;
}

/** The name of the notebook in the course, or nothing for a notebook that is not Kith's. */
export function courseName(panel: Panel): string | undefined {
  const kith = panel.model?.getMetadata("kith") as { notebook?: unknown } | undefined;
  return typeof kith?.notebook === "string" ? kith.notebook : undefined;
}

/** Kith's cells in their order. */
export const kithCells = (panel: Panel): KithCell[] => panel.content.widgets.flatMap((cell) => kithCell(cell) ?? []);

function kithCell(cell: Cell): KithCell | undefined {
  if (cell.model.type !== "code") return undefined;
  const source = cell.model.sharedModel.getSource();
  const tags = cell.model.getMetadata("tags");
  const form = formOf(source, Array.isArray(tags) && tags.includes("kith"));
  if (form === "other") return undefined;
  const keys = cell.model.getMetadata("nbgrader") as { grade_id?: unknown } | undefined;
  return { cell, form, name: promptOf(source) ?? String(keys?.grade_id ?? cell.model.id) };
}

const outputsOf = ({ model }: Cell): Record<string, unknown>[] => {
  const { outputs } = model;
  return outputs ? Array.from({ length: outputs.length }, (_, i) => outputs.get(i).toJSON()) : [];
};

/** The models that a cell's output shows. */
export const viewsOf = (cell: Cell): string[] =>
  outputsOf(cell).flatMap((output) => {
    const view = (output["data"] as Record<string, { model_id?: unknown }> | undefined)?.[VIEW];
    return typeof view?.model_id === "string" ? [view.model_id] : [];
  });

export const wasRun = (cell: Cell): boolean => outputsOf(cell).length > 0;

/** The error that a cell ended with: its name and its words. */
export function errorOf(cell: Cell): { name: string; words: string } | undefined {
  const error = outputsOf(cell).find((output) => output["output_type"] === "error");
  return error && { name: String(error["ename"]), words: String(error["evalue"]) };
}

/** The widget models that a kernel holds. Asks the kernel, so it waits while that is busy. */
export async function aliveIn(kernel: Kernel): Promise<ReadonlySet<string>> {
  const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
  return new Set(Object.keys(content.comms ?? {}));
}
