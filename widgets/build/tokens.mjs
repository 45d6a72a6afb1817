// Colours stand once, in kith_widgets/tokens.json. A style sheet names where they go: `@tokens light-dark;` and the like.
import { readFile } from "node:fs/promises";

const { light, dark, stronger, forced } = JSON.parse(
  await readFile(new URL("../kith_widgets/tokens.json", import.meta.url), "utf8"),
);
const property = ([name, value]) => `--kith-${name}: ${value};`;
const both = ([name, value]) => [name, value === dark[name] ? value : `light-dark(${value}, ${dark[name]})`];
const GROUPS = {
  "light-dark": Object.entries(light).map(both).map(property),
  stronger: Object.entries(stronger).map(([name, other]) => property([name, `var(--kith-${other})`])),
  forced: Object.entries(forced).map(property),
};

/** A style sheet with the colours it asks for; a group that does not exist is an error. */
export const withTokens = (css) =>
  css.replace(/@tokens ([a-z-]+);/g, (_all, group) => {
    if (!GROUPS[group]) throw new Error(`There are no tokens "${group}"; there are ${Object.keys(GROUPS).join(", ")}.`);
    return GROUPS[group].join("\n  ");
  });

/** Puts the colours into each style sheet that esbuild reads. */
export const tokens = {
  name: "tokens",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: withTokens(await readFile(path, "utf8")), loader: "css" })),
};
