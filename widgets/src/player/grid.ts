// A square of cells without gaps: one pixel a cell, enlarged by the browser.
import { h } from "../kit/h";
import { SIZES } from "./codes";
import { between, fillOf, pixel } from "./colours";
import type { Codes, Run } from "./run";

export interface Drawing {
  readonly element: HTMLCanvasElement;
  /** Draws these looks. */
  draw(codes: Codes): void;
  /** Reads the colours anew from the key, in the order of the looks. */
  recolour(swatches: readonly Element[]): void;
}

/** The drawing of a run's frames as a grid. Where there is room, cells are whole pixels wide, so that all are alike. */
export function grid({ places, columns }: Run, room: number): Drawing {
  const rows = Math.ceil(places / columns);
  const element = h("canvas.k-cells", { width: columns, height: rows });
  element.style.maxWidth = `${Math.max(1, Math.floor(room / columns)) * columns}px`;
  const context = element.getContext("2d", { alpha: false });
  const image = context?.createImageData(columns, rows);
  const pixels = image && new Uint32Array(image.data.buffer);
  let palette = new Uint32Array(SIZES + 1);
  return {
    element,
    draw(codes) {
      if (!context || !image || !pixels) return;
      for (let i = 0; i < codes.length; i++) pixels[i] = palette[codes[i] as number] as number;
      context.putImageData(image, 0, 0);
    },
    recolour(swatches) {
      const known = swatches.map((one) => pixel(fillOf(one)));
      palette = Uint32Array.from({ length: SIZES + 1 }, (_none, i) =>
        known.length === 2 ? between(known[0] as number, known[1] as number, i / SIZES) : (known[i] ?? 0),
      );
    },
  };
}
