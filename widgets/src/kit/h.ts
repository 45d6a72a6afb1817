// The one helper that makes elements. Children are text or nodes, never markup: what people wrote stays what they wrote.

type Attributes = Record<string, string | number | boolean | null | undefined>;
type Child = Node | string | null | undefined | false;
type Spec<Tags> = (keyof Tags & string) | `${keyof Tags & string}.${string}`;
type TagOf<S, Tags> = S extends `${infer Tag}.${string}` ? Tag & keyof Tags : S & keyof Tags;

const SVG = "http://www.w3.org/2000/svg";

function make(create: (tag: string) => Element, spec: string, rest: (Attributes | Child)[]): Element {
  const [tag = "", ...classes] = spec.split(".");
  const element = create(tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const item of rest) {
    if (item instanceof Node || typeof item === "string") element.append(item);
    else if (item)
      for (const [name, value] of Object.entries(item))
        if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  return element;
}

/** An HTML element from "tag.class.class", attributes and children. */
export const h = <S extends Spec<HTMLElementTagNameMap>>(spec: S, ...rest: (Attributes | Child)[]): HTMLElementTagNameMap[TagOf<S, HTMLElementTagNameMap>] =>
  make((tag) => document.createElement(tag), spec, rest) as HTMLElementTagNameMap[TagOf<S, HTMLElementTagNameMap>];

/** An SVG element from "tag.class.class", attributes and children. */
export const s = <S extends Spec<SVGElementTagNameMap>>(spec: S, ...rest: (Attributes | Child)[]): SVGElementTagNameMap[TagOf<S, SVGElementTagNameMap>] =>
  make((tag) => document.createElementNS(SVG, tag), spec, rest) as SVGElementTagNameMap[TagOf<S, SVGElementTagNameMap>];

// A page may hold several copies of this script, of another kernel's Kith or language, so a plain counter would repeat ids.
const copy = Math.random().toString(36).slice(2, 8);
let count = 0;

/** An element id that no other Kith widget on the page uses. */
export const uid = (): string => `kith-${copy}-${++count}`;

type Events = HTMLElementEventMap & { pagehide: PageTransitionEvent };

/** Listens until `signal` aborts. */
export function on<K extends keyof Events>(
  element: HTMLElement | Window,
  type: K,
  listener: (event: Events[K]) => void,
  signal: AbortSignal,
): void {
  element.addEventListener(type, listener as (event: Event) => void, { signal });
}
