// One run of a model, read where its bytes lie: `Trajectory.to_bytes` (kith_exercises) says how they lie there.
import type { PlayerCard } from "../types";

/** Small numbers that say how each place of a frame is drawn. */
export type Codes = Uint8Array;

export interface Run {
  readonly label: string;
  readonly outcome: string;
  readonly layout: PlayerCard["runs"][number]["layout"];
  /** The number of the last step, from 0. */
  readonly last: number;
  readonly series: ReadonlyMap<string, ArrayLike<number>>;
  /** Pairs of people, one after the other; empty where nobody is tied. */
  readonly ties: ArrayLike<number>;
  /** How many places a frame has, and how many of them stand in a row of a grid. */
  readonly places: number;
  readonly columns: number;
  /** The greatest number in any frame. */
  readonly most: number;
  /** The numbers of one frame. */
  frame(step: number): ArrayLike<number>;
}

type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
interface Header {
  outcome: string;
  arrays: { name: string; type: string; shape: number[]; at: number }[];
}
interface Lying {
  numbers: Numbers;
  shape: number[];
}

const KIND = "kith.t1\n";
const TYPES: Record<string, new (buffer: ArrayBuffer, from: number, count: number) => Numbers> = {
  "|u1": Uint8Array, "|i1": Int8Array, "<u2": Uint16Array, "<i2": Int16Array, "<u4": Uint32Array, "<i4": Int32Array, "<f4": Float32Array, "<f8": Float64Array,
};

/** Header and arrays; throws where the bytes are no whole run. */
function unpacked(bytes: DataView): { header: Header; arrays: Map<string, Lying> } {
  // Arrays lie at multiples of eight. A message may begin anywhere in its buffer: then the bytes are copied once.
  const { byteOffset, byteLength } = bytes;
  const aligned = byteOffset % 8 === 0;
  const buffer = (aligned ? bytes.buffer : bytes.buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer;
  const start = aligned ? byteOffset : 0;
  const text = (from: number, count: number): string => new TextDecoder().decode(new Uint8Array(buffer, start + from, count));
  if (text(0, KIND.length) !== KIND) throw new Error("these bytes are no run");
  const end = KIND.length + 4 + bytes.getUint32(KIND.length, true);
  const header = JSON.parse(text(KIND.length + 4, end - KIND.length - 4)) as Header;
  const arrays = new Map<string, Lying>();
  for (const { name, type, shape, at } of header.arrays) {
    const Type = TYPES[type];
    if (!Type) throw new Error(`no browser reads numbers of type ${type}`);
    arrays.set(name, { shape, numbers: new Type(buffer, start + end + at, shape.reduce((all, one) => all * one, 1)) });
  }
  return { header, arrays };
}

function greatest(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, numbers[i] as number);
  return most;
}

/** The run that a trajectory's bytes hold. */
export function readRun(bytes: DataView, { label, layout }: PlayerCard["runs"][number]): Run {
  const { header, arrays } = unpacked(bytes);
  const [frames, ties] = [arrays.get(""), arrays.get("/")];
  arrays.delete("");
  arrays.delete("/");
  const [length = 0, ...shape] = frames?.shape ?? [];
  const places = shape.reduce((all, one) => all * one, 1);
  const longest = Math.max(length, ...[...arrays.values()].map(({ numbers }) => numbers.length));
  return {
    label,
    layout,
    outcome: header.outcome,
    last: Math.max(0, longest - 1),
    series: new Map([...arrays].map(([name, { numbers }]) => [name, numbers])),
    ties: ties?.numbers ?? [],
    places: frames ? places : 0,
    columns: shape.length === 2 ? (shape[1] ?? 1) : Math.ceil(Math.sqrt(places)),
    most: greatest(frames?.numbers ?? []),
    frame(step) {
      const at = Math.min(Math.max(step, 0), length - 1);
      return frames ? frames.numbers.subarray(at * places, (at + 1) * places) : [];
    },
  };
}
