// Builds each widget into kith_widgets/static/: one self-contained script per language, and one style sheet.
// A bundle that is too big, or that names an address, fails the build: learners work offline.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildCompanion } from "./build/companion.mjs";
import { PRIVATE } from "./build/private.mjs";
import { replace } from "./build/replace.mjs";
import { shortNames, shortScript, shortStyle } from "./build/short.mjs";
import { tokens, withTokens } from "./build/tokens.mjs";

const WIDGETS = ["fold", "inbox", "lab", "leaves", "map", "network", "player", "reflection", "rooms", "stand"];
// The page around widgets without a kernel, the sheet of all parts, and the marking desk: their size is told, and has no limit.
const HOST = "host";
const SHEET = "parts";
const DESK = "desk";
const LIMIT = 40 * 1024;
const NAMESPACES = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("./kith_widgets/static");
const styles = here("./src/kit/css/");
const words = here("./kith_widgets/words/");

/** The addresses in a text that are not XML namespaces. */
const addresses = (text) =>
  [...text.matchAll(/https?:\/\/[^\s"'`)<>\\]*/g)].map((m) => m[0]).filter((url) => !NAMESPACES.includes(url));

/** The script and the style sheet of a widget that speaks one language. */
async function bundle(name, language, short) {
  const { outputFiles } = await build({
    entryPoints: { [name]: here(`./src/${name}.ts`) },
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    charset: "utf8",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    // The host reads what Python wrote into its page, by names that must stay.
    ...(WIDGETS.includes(name) ? { mangleProps: new RegExp(`^(${PRIVATE.join("|")})$`) } : {}),
    legalComments: "none",
    logLevel: "warning",
    plugins: [tokens],
    alias: { "kith-words": `${words}${language}.json` },
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  return { js: short(await shortScript(text(".js"))), css: short(shortStyle(text(".css"))) };
}

/** Builds a widget in every language and adds its files to `files`; returns what is wrong with it. */
async function widget(name, languages, short, files) {
  const faults = [];
  let [script, style] = [0, 0];
  for (const language of languages) {
    const { js, css } = await bundle(name, language, short);
    files.set(`${language}/${name}.js`, js).set(`${name}.css`, css);
    script = Math.max(script, Buffer.byteLength(js));
    style = Buffer.byteLength(css);
    const found = addresses(js + css);
    if (found.length) faults.push(`${language}/${name} names ${found.join(", ")}: a widget asks no network; remove it`);
  }
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
  console.log(`${name}: ${kilobytes(script + style)} KB (script ${kilobytes(script)}, style ${kilobytes(style)})`);
  const big = `${name} is ${script + style} bytes in its longest language; the limit is ${LIMIT}: move code out or shorten it`;
  return script + style > LIMIT && WIDGETS.includes(name) ? [...faults, big] : faults;
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
for (const name of [...WIDGETS, HOST, SHEET, DESK]) faults.push(...(await widget(name, languages, short, files)));
await replace(out, files);
console.log(`companion: ${((await buildCompanion()) / 1024).toFixed(1)} KB`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
