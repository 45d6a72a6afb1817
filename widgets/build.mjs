// Builds one self-contained script and one style sheet per widget into kith_widgets/static/.
// A bundle that is too big, or that names an address, fails the build: learners work offline.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const WIDGETS = ["fold", "reflection"];
const LIMIT = 40 * 1024;
const NAMESPACES = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("./kith_widgets/static");
const styles = here("./src/kit/css/");
const NAMES = /(?:--kith|\bk)-[a-z]+(?:-[a-z]+)*\b/g;
// Names that only our own parts know, never a card, a message, the browser, or an `in`.
const PRIVATE = /^(element|dispose|own|raw|before|handle|handles|spread|hold|invite|refresh|saying|within|labelledby|differs|lasting|patience|onplace|ontrouble)$/;

/** Short names for classes and tokens, the same in all bundles, since all style sheets meet on one page. */
async function shortNames() {
  const sheets = await Promise.all((await readdir(styles)).map((name) => readFile(styles + name, "utf8")));
  const names = [...new Set(sheets.join("\n").match(NAMES))].sort();
  return new Map(names.map((name, i) => [name, `${name.startsWith("--") ? "--" : ""}k-${i.toString(36)}`]));
}

/** Takes out the tokens that nothing in the bundle uses, and the spaces that esbuild leaves in those that stay. */
function usedTokens(css) {
  const used = (name) => css.includes(`var(${name})`);
  return css.replace(/(--kith-[a-z-]+): ?([^;{}]+;?)/g, (_all, name, value) => (used(name) ? `${name}:${value.replaceAll(", ", ",")}` : ""));
}

/** The addresses in a text that are not XML namespaces. */
const addresses = (text) =>
  [...text.matchAll(/https?:\/\/[^\s"'`)<>\\]*/g)].map((m) => m[0]).filter((url) => !NAMESPACES.includes(url));

async function bundle(name, short) {
  const { outputFiles } = await build({
    entryPoints: { [name]: here(`./src/${name}.ts`) },
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    charset: "utf8",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    mangleProps: PRIVATE,
    legalComments: "none",
    logLevel: "warning",
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  const shorten = (whole) => whole.replace(NAMES, (one) => short.get(one) ?? one);
  const [js, css] = [shorten(text(".js")), shorten(usedTokens(text(".css")))];
  await Promise.all([writeFile(`${out}/${name}.js`, js), writeFile(`${out}/${name}.css`, css)]);
  const [script, style] = [js, css].map((part) => Buffer.byteLength(part));
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
  console.log(`${name}: ${kilobytes(script + style)} KB (script ${kilobytes(script)}, style ${kilobytes(style)})`);
  const found = addresses(js + css);
  return [
    ...(script + style > LIMIT ? [`${name} is ${script + style} bytes; the limit is ${LIMIT}: move code out or shorten it`] : []),
    ...(found.length ? [`${name} names ${found.join(", ")}: a widget asks no network; remove it`] : []),
  ];
}

// A name that travels in a card or a message must keep its name.
const travelling = (await readFile(here("./src/types.ts"), "utf8")).match(/\b\w+(?=\??:)/g);
const both = travelling.filter((name) => PRIVATE.test(name));
if (both.length) throw new Error(`build.mjs: ${both.join(", ")} cannot be private, types.ts sends it`);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const short = await shortNames();
const faults = [];
for (const name of WIDGETS) faults.push(...(await bundle(name, short)));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
