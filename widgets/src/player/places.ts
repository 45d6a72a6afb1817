// Where people stand in a drawing, by their numbers alone: the same people stand in the same place in each run.
import type { Run } from "./run";

export interface Place {
  x: number;
  y: number;
  /** How much room there is around it. */
  r: number;
}
export interface Standing {
  width: number;
  height: number;
  places: Place[];
}

const WIDTH = 800;
/** The angle by which each seed of a sunflower is turned against the one before (Vogel 1979). */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** How many ties each person has. */
export function degrees({ places, ties }: Pick<Run, "places" | "ties">): number[] {
  const count = new Array<number>(places).fill(0);
  for (let i = 0; i < ties.length; i++) count[ties[i] as number] = (count[ties[i] as number] ?? 0) + 1;
  return count;
}

/** In lines, as text is read. */
function rows(count: number): Standing {
  const columns = Math.min(count, Math.max(1, Math.ceil(Math.sqrt(count))));
  const room = Math.min(WIDTH / columns, 80);
  const place = (i: number): Place => ({ x: ((i % columns) + 0.5) * room, y: (Math.floor(i / columns) + 0.5) * room, r: room / 2 });
  return { width: columns * room, height: Math.ceil(count / columns) * room, places: Array.from({ length: count }, (_none, i) => place(i)) };
}

/** In a circle, the first at the top; where many would be too small to see, in a band of several circles. */
function ring(count: number): Standing {
  const radius = WIDTH / 2 - 24;
  const apart = (2 * Math.PI * radius) / count;
  const circles = Math.min(6, Math.ceil(20 / apart));
  const room = Math.min(40, apart * circles);
  const place = (i: number): Place => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    const far = radius - (i % circles) * room * 0.9;
    return { x: WIDTH / 2 + far * Math.cos(angle), y: WIDTH / 2 + far * Math.sin(angle), r: room * 0.45 };
  };
  return { width: WIDTH, height: WIDTH, places: Array.from({ length: count }, (_none, i) => place(i)) };
}

/** As the seeds of a sunflower: whoever has most ties in the middle, and larger. */
function hubs(run: Pick<Run, "places" | "ties">): Standing {
  const many = degrees(run);
  const order = many.map((_none, i) => i).sort((a, b) => (many[b] ?? 0) - (many[a] ?? 0) || a - b);
  const room = (WIDTH / 2 - 24) / Math.sqrt(run.places || 1);
  const places = new Array<Place>(run.places);
  const usual = (2 * run.ties.length) / 2 / (run.places || 1) || 1;
  order.forEach((person, rank) => {
    const [far, angle] = [room * Math.sqrt(rank + 0.5), rank * GOLDEN];
    const r = room * 0.6 * Math.min(1.6, Math.max(0.8, Math.sqrt((many[person] ?? 0) / usual)));
    places[person] = { x: WIDTH / 2 + far * Math.cos(angle), y: WIDTH / 2 + far * Math.sin(angle), r };
  });
  return { width: WIDTH, height: WIDTH, places };
}

/** Where the people of a run stand. */
export const standing = (run: Pick<Run, "places" | "ties" | "layout">): Standing =>
  run.layout === "ring" ? ring(run.places) : run.layout === "hubs" ? hubs(run) : rows(run.places);
