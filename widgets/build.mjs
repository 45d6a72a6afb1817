// Builds each widget into kith_widgets/static/: one script per language and one style sheet, and what they share in another.
// A bundle that is too big, or that names an address, fails the build: learners work offline.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildCompanion } from "./build/companion.mjs";
import { PRIVATE, SHORT } from "./build/private.mjs";
import { replace } from "./build/replace.mjs";
import { asFunction, nameOf, sharedSource, sharing, widgetModule, without } from "./build/shared.mjs";
import { shortNames, shortScript, shortStyle } from "./build/short.mjs";
import { tokens, withTokens } from "./build/tokens.mjs";

const WIDGETS = ["fold", "inbox", "lab", "leaves", "map", "network", "player", "reflection", "rooms", "run", "stand"];
// The page around widgets without a kernel, a whole site of these, the sheet of all parts, and the marking desk: their size is told,
// and has no limit.
const HOST = "host";
const SHEET = "parts";
const DESK = "desk";
const SITE = "site";
const SHARED = "shared";
const LIMIT = 40 * 1024;
const NAMESPACES = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("./kith_widgets/static");
const styles = here("./src/kit/css/");
const words = here("./kith_widgets/words/");

/** The addresses in a text that are not XML namespaces. */
const addresses = (text) =>
  [...text.matchAll(/https?:\/\/[^\s"'`)<>\\]*/g)].map((m) => m[0]).filter((url) => !NAMESPACES.includes(url));

/** How all of our scripts are bundled, in one language. */
const options = (language, widget) => ({
  outdir: out,
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  charset: "utf8",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  // The host reads what Python wrote into its page, by names that must stay.
  ...(widget ? { mangleProps: new RegExp(`^(${PRIVATE.join("|")})$`), mangleCache: SHORT } : {}),
  legalComments: "none",
  logLevel: "warning",
  plugins: [tokens],
  alias: { "kith-words": `${words}${language}.json` },
});

const text = ({ outputFiles }, ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";

/** A page or the sheet of parts: all that it needs in one script and one style sheet. */
async function whole(name, language, short) {
  const built = await build({ ...options(language, false), entryPoints: { [name]: here(`./src/${name}.ts`) } });
  return { name, js: short(await shortScript(text(built, ".js"))), css: short(shortStyle(text(built, ".css"))) };
}

/** All widgets in one language, and what they share, which each of them names. */
async function family(language, shared, short) {
  const bundled = await Promise.all(
    WIDGETS.map(async (name) => {
      const own = options(language, true);
      const built = await build({ ...own, entryPoints: { [name]: here(`./src/${name}.ts`) }, plugins: [without(shared), tokens] });
      return { name, css: text(built, ".css"), ...asFunction(text(built, ".js")) };
    }),
  );
  const contents = sharedSource(shared, new Set(bundled.flatMap(({ taken }) => taken)));
  const built = await build({ ...options(language, true), stdin: { contents, resolveDir: here("./src"), sourcefile: "shared.js" } });
  const js = short(await shortScript(text(built, ".js")));
  const css = short(shortStyle(text(built, ".css"), bundled.map((one) => one.css)));
  const name = nameOf(js + css);
  const widgets = bundled.map(async ({ name: widget, css, make }) => ({
    name: widget,
    css: short(shortStyle(css)),
    js: short(await shortScript(widgetModule(make, name))),
  }));
  return [{ name: SHARED, js, css }, ...(await Promise.all(widgets))];
}

/** Adds one script, as it is in each language, to `files`; returns what is wrong with it. */
function told(name, built, files) {
  const faults = [];
  for (const { language, js, css } of built) {
    files.set(`${language}/${name}.js`, js).set(`${name}.css`, css);
    const found = addresses(js + css);
    if (found.length) faults.push(`${language}/${name} names ${found.join(", ")}: a widget asks no network; remove it`);
  }
  const size = (one) => Math.max(...built.map((found) => Buffer.byteLength(found[one])));
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
  const [script, style] = [size("js"), size("css")];
  const packed = Math.max(...built.map(({ js, css }) => gzipSync(js + css).byteLength));
  console.log(`${name}: ${kilobytes(script + style)} KB (script ${kilobytes(script)}, style ${kilobytes(style)}; packed ${kilobytes(packed)})`);
  const big = `${name} is ${script + style} bytes in its longest language; the limit is ${LIMIT}: move code out or shorten it`;
  return script + style > LIMIT && [SHARED, ...WIDGETS].includes(name) ? [...faults, big] : faults;
}

// What travels in a card or a message must keep its name, and so must a word.
const types = ["types.ts", ...(await readdir(here("./src/types"))).map((name) => `types/${name}`)];
const travelling = (await Promise.all(types.map((name) => readFile(here(`./src/${name}`), "utf8")))).join("\n").match(/\b\w+(?=\??:)/g);
const said = Object.keys(JSON.parse(await readFile(`${words}en.json`, "utf8")));
const both = [...travelling, ...said].filter((name) => PRIVATE.includes(name));
if (both.length) throw new Error(`build.mjs: ${both.join(", ")} cannot be private, types.ts or the words name it`);

const languages = (await readdir(words)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
const short = await shortNames(styles, withTokens);
const files = new Map();
const faults = [];
const shared = await sharing(WIDGETS, options(languages[0], true));
const built = [];
for (const language of languages) {
  const all = [...(await family(language, shared, short)), ...(await Promise.all([HOST, SHEET, DESK, SITE].map((name) => whole(name, language, short))))];
  built.push(...all.map((one) => ({ language, ...one })));
}
for (const name of new Set(built.map(({ name }) => name))) faults.push(...told(name, built.filter((one) => one.name === name), files));
await replace(out, files);
console.log(`companion: ${((await buildCompanion()) / 1024).toFixed(1)} KB`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
