// Builds the companion into a folder that JupyterLab reads as one of its data folders: a description and one script.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { replace } from "./replace.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SOURCE = here("../companion/");
const OUT = here("../kith_widgets/labextension/labextensions/kith");
const SCRIPT = "static/kith.js";

/** The colours of both themes as rules, from the one place where they stand. */
async function colours() {
  const tokens = JSON.parse(await readFile(here("../kith_widgets/tokens.json"), "utf8"));
  const rule = (selector, theme) =>
    `${selector}{${Object.entries(theme).map(([name, value]) => `--kith-${name}:${value};`).join("")}}`;
  const used = ["paper", "line", "edge", "ink", "quiet", "error"];
  const of = (theme) => Object.fromEntries(used.filter((name) => theme[name]).map((name) => [name, theme[name]]));
  const forced = `@media (forced-colors: active){${rule(".kith-bar.kith-bar", of(tokens.forced))}}`;
  return [rule(".kith-bar", of(tokens.light)), rule('[data-jp-theme-light="false"] .kith-bar', of(tokens.dark)), forced].join("\n");
}

const style = {
  name: "style",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^kith-companion-style$/ }, () => ({ path: "companion.css", namespace: "style" }));
    onLoad({ filter: /.*/, namespace: "style" }, async () => {
      const sheet = `${await colours()}\n${await readFile(`${SOURCE}companion.css`, "utf8")}`;
      const { code } = await (await import("esbuild")).transform(sheet, { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

/** Writes the companion; returns its size in bytes. */
export async function buildCompanion() {
  const { outputFiles } = await build({
    entryPoints: [`${SOURCE}index.ts`],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    charset: "utf8",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    legalComments: "none",
    logLevel: "warning",
    plugins: [style],
  });
  const { version, license } = JSON.parse(await readFile(here("../package.json"), "utf8"));
  const description = "Begin, folded code, and saving before a submission, for the pages of a Kith course.";
  const jupyterlab = { extension: true, outputDir: ".", _build: { load: SCRIPT, extension: "./extension" } };
  const about = `${JSON.stringify({ name: "kith", version, description, license, jupyterlab }, null, 2)}\n`;
  const script = outputFiles[0].contents;
  await replace(OUT, new Map([[SCRIPT, script], ["package.json", about]]));
  return script.byteLength;
}
