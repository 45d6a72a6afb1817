// Light or dark, as the page around the widget is; contrast as the reader asks.

type Theme = "light" | "dark";

const DARK = "(prefers-color-scheme: dark)";
const MORE = "(prefers-contrast: more)";

/** How light a computed `rgb(...)` colour is, from 0 to 1, or null when it is none. */
export function luminance(colour: string): number | null {
  const parts = colour.match(/[\d.]+/g)?.map(Number);
  if (!colour.startsWith("rgb") || !parts || parts.length < 3 || parts[3] === 0) return null;
  const [r, g, b] = parts as [number, number, number];
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** The page's paper as a computed colour; transparent where the page names none. */
function pageColour(root: HTMLElement): string {
  root.style.color = "var(--jp-layout-color0, transparent)";
  const { color } = getComputedStyle(root);
  root.style.color = "";
  return color;
}

function currentTheme(root: HTMLElement): Theme {
  const declared = document.body.dataset["jpThemeLight"];
  if (declared) return declared === "false" ? "dark" : "light";
  const light = luminance(pageColour(root));
  if (light !== null) return light < 0.5 ? "dark" : "light";
  return matchMedia(DARK).matches ? "dark" : "light";
}

const wantsContrast = (): boolean =>
  matchMedia(MORE).matches || /high.?contrast/i.test(document.body.dataset["jpThemeName"] ?? "");

/** Keeps `data-theme` and `data-contrast` on `root` true to the page, until `signal` aborts. */
export function followTheme(root: HTMLElement, signal: AbortSignal): void {
  const apply = (): void => {
    root.dataset["theme"] = currentTheme(root);
    root.toggleAttribute("data-contrast", wantsContrast());
  };
  const watch = new MutationObserver(apply);
  for (const node of [document.body, document.documentElement]) watch.observe(node, { attributes: true });
  signal.addEventListener("abort", () => watch.disconnect());
  for (const query of [DARK, MORE])
    matchMedia(query).addEventListener("change", apply, { signal });
  // A widget is drawn before it hangs in the page, where no colour can be computed yet.
  apply();
  requestAnimationFrame(apply);
}
