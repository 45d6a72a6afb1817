// A small run for tests, written as `Trajectory.to_bytes` writes one.
import type { PlayerCard } from "../types";

export const PLAYER: PlayerCard = {
  prompt: "m", key: "test/player", title: "Who goes first?", intro: "", step: "Step", code: "def m():\n    return 4", first: 0,
  frames: { kind: "switch", on: "acts", off: "waits", coded: false },
  runs: [{ label: "one", layout: "ring" }, { label: "other", layout: "grid" }],
  curves: [{ label: "People who act", share: false, series: [["active", "acts"]] }],
};

interface Array {
  name: string;
  type: string;
  shape: number[];
  numbers: Uint8Array | Float64Array | Int32Array;
}

/** Bytes of a run with these arrays; without any, four people who act one after the other. */
export function bytesOf(arrays: Array[] = SMALL, outcome = "4 of 4 act in the end.", before = 0): DataView {
  const eights = (size: number): number => Math.ceil(size / 8) * 8;
  const listed = arrays.map(({ name, type, shape }, i) => ({
    name, type, shape, at: arrays.slice(0, i).reduce((at, { numbers }) => at + eights(numbers.byteLength), 0),
  }));
  const text = JSON.stringify({ model: "m", parameters: {}, outcome, seed: 0, arrays: listed });
  const header = text.padEnd(eights(new TextEncoder().encode(text).length + 4) - 4 - (new TextEncoder().encode(text).length - text.length));
  const start = 12 + new TextEncoder().encode(header).length;
  const size = start + arrays.reduce((sum, { numbers }) => sum + eights(numbers.byteLength), 0);
  const bytes = new Uint8Array(before + size);
  const write = (from: number, part: Uint8Array): void => bytes.set(part, before + from);
  write(0, new TextEncoder().encode("kith.t1\n"));
  new DataView(bytes.buffer).setUint32(before + 8, start - 12, true);
  write(12, new TextEncoder().encode(header));
  arrays.forEach(({ numbers }, i) => write(start + (listed[i]?.at ?? 0), new Uint8Array(numbers.buffer)));
  return new DataView(bytes.buffer, before);
}

const SMALL: Array[] = [
  { name: "active", type: "<f8", shape: [5], numbers: new Float64Array([0, 1, 2, 3, 4]) },
  { name: "", type: "|u1", shape: [5, 4], numbers: new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1]) },
  { name: "/", type: "<i4", shape: [3, 2], numbers: new Int32Array([0, 1, 1, 2, 2, 3]) },
];
