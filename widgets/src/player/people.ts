// People as dots, with the ties between them. Who does something is a full dot, who does not an open one; an amount is a
// dot's size. Only dots that changed are drawn anew.
import { h } from "../kit/h";
import { BEGAN, ON, SIZES, STOPPED } from "./codes";
import { fillOf } from "./colours";
import type { Drawing } from "./grid";
import { standing, type Place, type Standing } from "./places";
import type { Codes, Run } from "./run";

/** A stamp's side: large enough to be made smaller, never larger. */
const STAMP = 64;

type Paint = (context: CanvasRenderingContext2D, code: number) => void;

const canvas = (width: number, height: number): HTMLCanvasElement => h("canvas", { width, height });

function disc(context: CanvasRenderingContext2D, part: number, fill: string): void {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(STAMP / 2, STAMP / 2, (STAMP / 2) * part, 0, 2 * Math.PI);
  context.fill();
}

/** Full, or open; what changed just now has a ring around it, or a gap of the other kind in it. */
const switched = ([off, began, stopped, on]: readonly string[], ground: string, edge: string): Paint => (context, code) => {
  disc(context, 1, ground);
  if (code === BEGAN) disc(context, 0.98, began ?? "");
  if (code === BEGAN) disc(context, 0.8, ground);
  disc(context, code === BEGAN ? 0.62 : 0.8, code === ON || code === BEGAN ? (on ?? "") : edge);
  if (code === ON || code === BEGAN) return;
  disc(context, 0.62, code === STOPPED ? (stopped ?? "") : (off ?? ""));
};

const sized = ([, , , on]: readonly string[], ground: string, edge: string): Paint => (context, code) => {
  disc(context, 1, ground);
  disc(context, 0.14, edge);
  if (code) disc(context, 0.14 + 0.74 * Math.sqrt(code / SIZES), on ?? "");
};

/** All ties at once, below the dots. */
function tied(context: CanvasRenderingContext2D, { places }: Standing, ties: ArrayLike<number>, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha = ties.length > 2400 ? 0.3 : 0.5;
  context.beginPath();
  for (let i = 0; i + 1 < ties.length; i += 2) {
    const [one, other] = [places[ties[i] as number], places[ties[i + 1] as number]];
    if (!one || !other) continue;
    context.moveTo(one.x, one.y);
    context.lineTo(other.x, other.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** The drawing of a run's frames as people. */
export function people(run: Run, kind: "switch" | "levels", room: number): Drawing {
  const stand = standing(run);
  const element = canvas(stand.width, stand.height);
  element.className = "k-people";
  element.style.maxWidth = `${Math.min(stand.width, room)}px`;
  const context = element.getContext("2d", { alpha: false });
  const looks = kind === "switch" ? 4 : SIZES + 1;
  const stamps = canvas(STAMP * looks, STAMP);
  // What is drawn now, place by place; nothing at first, and after the colours changed.
  let drawn = new Int16Array(run.places).fill(-1);
  let ground = "";
  let edge = "";
  const begin = (context: CanvasRenderingContext2D): void => {
    context.fillStyle = ground;
    context.fillRect(0, 0, stand.width, stand.height);
    tied(context, stand, run.ties, edge);
  };
  return {
    element,
    draw(codes: Codes) {
      if (!context) return;
      if (drawn[0] === -1) begin(context);
      for (let i = 0; i < codes.length; i++) {
        const code = codes[i] as number;
        if (drawn[i] === code) continue;
        drawn[i] = code;
        const { x, y, r } = stand.places[i] as Place;
        context.drawImage(stamps, code * STAMP, 0, STAMP, STAMP, x - r, y - r, 2 * r, 2 * r);
      }
    },
    recolour(swatches) {
      const fills = swatches.map(fillOf);
      const style = getComputedStyle(element);
      [ground, edge] = [style.backgroundColor, style.color];
      const colours = fills.length === 2 ? [fills[0], "", "", fills[1]].map(String) : fills;
      const paint = (kind === "switch" ? switched : sized)(colours, ground, edge);
      const stamp = stamps.getContext("2d");
      for (let code = 0; stamp && code < looks; code++) {
        stamp.setTransform(1, 0, 0, 1, code * STAMP, 0);
        stamp.clearRect(0, 0, STAMP, STAMP);
        paint(stamp, code);
      }
      drawn = new Int16Array(run.places).fill(-1);
    },
  };
}
