// What is long for the reader of our sources and short for the learner's browser: names, spaces, directions.
import { readdir, readFile } from "node:fs/promises";
import { minify } from "terser";

const NAMES = /(?:--kith|\bk)-[a-z]+(?:-[a-z]+)*\b/g;

/** A count as letters and digits, a letter first: a, b ... z, a0, a1 ... */
function letters(n) {
  const first = String.fromCharCode(97 + (n % 26));
  return n < 26 ? first : first + (Math.floor(n / 26) - 1).toString(36);
}

/**
 * Short names for the classes and tokens of `folder`, the same in all bundles, since all style sheets meet on one page.
 * What is used most is shortest.
 */
export async function shortNames(folder, read = (text) => text) {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".css")).sort();
  const sheets = await Promise.all(files.map(async (name) => read(await readFile(folder + name, "utf8"))));
  const uses = new Map();
  for (const name of sheets.join("\n").match(NAMES)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const ranked = [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const short = new Map(ranked.map(([name], i) => [name, `${name.startsWith("--") ? "--" : ""}k${letters(i)}`]));
  return (text) => text.replace(NAMES, (one) => short.get(one) ?? one);
}

/** Takes out the tokens that nothing uses, here or in the other style sheets that stand beside it. */
function usedTokens(css, others) {
  const used = (name) => [css, ...others].some((one) => one.includes(`var(${name})`));
  return css.replace(/(--kith-[a-z-]+): ?([^;{}]+;?)/g, (_all, name, value) => (used(name) ? `${name}:${value}` : ""));
}

// No language of a course is written in columns: along a block is down the page, and shorter to say.
const DOWN = [
  [/\b(min-|max-)?inline-size:/g, "$1width:"],
  [/\b(min-|max-)?block-size:/g, "$1height:"],
  [/\b(margin|padding|border)-block-start\b/g, "$1-top"],
  [/\b(margin|padding|border)-block-end\b/g, "$1-bottom"],
  [/\binset-block-start:/g, "top:"],
  [/\binset-block-end:/g, "bottom:"],
];

/** The blocks of a style sheet and its bare declarations, each as one text. */
function pieces(css) {
  const found = [];
  let [from, depth] = [0, 0];
  for (let at = 0; at < css.length; at++) {
    if (css[at] === "{") depth++;
    if (css[at] === "}") depth--;
    if (depth || !"};".includes(css[at])) continue;
    found.push(css.slice(from, at + 1));
    from = at + 1;
  }
  return from < css.length ? [...found, `${css.slice(from)};`] : found;
}

/**
 * One block for all blocks that have the same head and belong together, where the last of them stood.
 *
 * Each part ends its own sheet with what holds on narrow screens, in print and so on; here the head is said once.
 */
function together(css, belong) {
  const found = new Map();
  for (const piece of pieces(css)) {
    const head = piece.slice(0, piece.indexOf("{") + 1);
    const key = belong.test(head) ? head : piece;
    const inside = (found.get(key) ?? "") + (key === head ? pieces(piece.slice(head.length, -1)).join("") : piece);
    found.delete(key);
    found.set(key, inside);
  }
  return [...found].map(([key, inside]) => (belong.test(key) && key.endsWith("{") ? `${key}${inside}}` : inside)).join("");
}

/** A style sheet of esbuild's with the tokens that are used, without repeated heads and the spaces that esbuild leaves. */
export function shortStyle(css, others = []) {
  const down = DOWN.reduce((text, [long, short]) => text.replace(long, short), usedTokens(css, others));
  const dense = down
    .replace(/(--[a-z-]+|@media[^{;]*|@container[^{;]*|[(,]\w[\w-]*): /g, "$1:")
    .replaceAll(", ", ",")
    .replaceAll(" * ", "*")
    .replace(/([:(,])0\./g, "$1.")
    .trimEnd();
  return pieces(together(dense, /^\.kith\{$/))
    .map((piece) => (piece.startsWith(".kith{") ? `.kith{${together(piece.slice(6, -1), /^@/)}}` : piece))
    .join("")
    .replaceAll(";}", "}");
}

/** A script of esbuild's in fewer bytes. `unsafe` trusts that String, Number and the like are the browser's own. */
export async function shortScript(js) {
  const { code } = await minify(js, {
    module: true,
    ecma: 2020,
    compress: { passes: 4, keep_fargs: false, unsafe: true, unsafe_arrows: true, unsafe_methods: true },
  });
  return code;
}
