// The colours of a drawing are those of its key: the browser works them out, in every theme and contrast.
export type Pixel = number;

let probe: CanvasRenderingContext2D | null | undefined;

/** A computed colour as the four bytes of a pixel, whatever notation it is written in. */
export function pixel(colour: string): Pixel {
  probe ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!probe) return 0;
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}

/** A pixel part of the way from one to another. */
export function between(one: Pixel, other: Pixel, part: number): Pixel {
  let mixed = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const [from, to] = [(one >>> shift) & 255, (other >>> shift) & 255];
    mixed |= Math.round(from + (to - from) * part) << shift;
  }
  return mixed >>> 0;
}

/** What an element is painted with. */
export const fillOf = (element: Element): string => getComputedStyle(element).backgroundColor;
