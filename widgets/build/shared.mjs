// What widgets have in common is one script and one style sheet, which a page loads once; a bundle holds the rest.
import { createHash } from "node:crypto";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));
const NAME = "kith-shared";
// A module that so many widgets need is shared. Words are not: each bundle carries those that it says.
const MANY = 4;
const OWN = ["words/index"];

const path = (module) => `${SOURCE}${module}.ts`;
const module = (path) => relative(SOURCE, path).replaceAll("\\", "/").replace(/\.ts$/, "");

/** What the modules that many of these entries need export, each under a short name: {module: {export: short}}. */
export async function sharing(entries, options) {
  const uses = new Map();
  for (const entry of entries) {
    const { metafile } = await build({ ...options, entryPoints: [path(entry)], metafile: true });
    for (const { inputs } of Object.values(metafile.outputs))
      for (const [input, { bytesInOutput }] of Object.entries(inputs)) if (bytesInOutput && input.endsWith(".ts")) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  const many = [...uses].filter(([, count]) => count >= MANY).map(([input]) => module(resolve(input))).filter((name) => !OWN.includes(name)).sort();
  const shared = {};
  let count = 0;
  for (const name of many) {
    const { metafile } = await build({ ...options, entryPoints: [path(name)], metafile: true });
    const [{ exports }] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint);
    shared[name] = Object.fromEntries(exports.sort().map((one) => [one, `k${(count++).toString(36)}`]));
  }
  return shared;
}

const exporting = (names, from) =>
  `export { ${Object.entries(names).map(([name, short]) => (from === NAME ? `${short} as ${name}` : `${name} as ${short}`)).join(", ")} } from ${JSON.stringify(from)};`;

/** Has a bundle take what is shared from outside. */
export const without = (shared) => ({
  name: "without",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, importer }) => {
      const found = module(resolve(dirname(importer), path));
      return found in shared ? { path: found, namespace: NAME, sideEffects: false } : undefined;
    });
    onResolve({ filter: new RegExp(`^${NAME}$`) }, ({ path }) => ({ path, external: true, sideEffects: false }));
    onLoad({ filter: /.*/, namespace: NAME }, ({ path }) => ({ contents: exporting(shared[path], NAME), loader: "js" }));
  },
});

/** The source of the shared script: what bundles take from it, and no more. */
export const sharedSource = (shared, taken) =>
  Object.entries(shared)
    .map(([name, names]) => [path(name), Object.fromEntries(Object.entries(names).filter(([, short]) => taken.has(short)))])
    .map(([from, names]) => (Object.keys(names).length ? exporting(names, from) : `import ${JSON.stringify(from)};`))
    .join("\n");

const IMPORTS = new RegExp(`import\\s*{([^}]*)}\\s*from\\s*"${NAME}";?`, "g");
const DEFAULT = /export\s*{\s*([\w$]+) as default\s*};?\s*$/;

/** A bundle's script as a function of what is shared, and the short names that it takes. */
export function asFunction(js) {
  const taken = [...js.matchAll(IMPORTS)].flatMap(([, names]) => names.split(",").filter((one) => one.trim()));
  const names = taken.map((one) => one.trim().replace(" as ", ":"));
  const body = js.replace(IMPORTS, "").replace(DEFAULT, "return $1;");
  if (/^\s*(import|export)\b/m.test(body)) throw new Error("shared.mjs: a bundle imports or exports what it should not");
  return { make: `({${names.join(",")}})=>{${body}}`, taken: taken.map((one) => one.trim().split(" as ")[0]) };
}

/** A name for this very text, by which a page knows that it has it. */
export const nameOf = (text) => `kith-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;

/**
 * The module of a widget. It makes the widget out of what is shared, which the first one on a page gets from the
 * widget's model; another Kith on the same page has another name. What is shared comes last among style sheets, as in
 * one that was bundled whole. Who has it at hand (`host.ts`) calls `make`.
 */
export const widgetModule = (make, name) => `
export const make = ${make};
const load = async (model) => {
  try {
    const shared = await model.widget_manager.get_model(model.get("shared").slice("IPY_MODEL_".length));
    const style = document.createElement("style");
    style.textContent = shared.get("style");
    const address = URL.createObjectURL(new Blob([shared.get("script")], { type: "text/javascript" }));
    const parts = await import(address);
    URL.revokeObjectURL(address);
    return { parts, style };
  } catch (error) {
    delete globalThis["${name}"];
    throw error;
  }
};
export default {
  async render(context) {
    const { parts, style } = await (globalThis["${name}"] ??= load(context.model));
    document.head.append(style);
    return make(parts).render(context);
  },
};`;
