// Light or dark, as the page around the widget is; contrast as the reader asks.

type Theme = "light" | "dark";

/** How light a computed `rgb(...)` colour is, from 0 to 1, or null when it is none. */
export function luminance(colour: string): number | null {
  const parts = colour.match(/[\d.]+/g)?.map(Number);
  if (!colour.startsWith("rgb") || !parts || parts.length < 3 || parts[3] === 0) return null;
  const [r, g, b] = parts as [number, number, number];
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

function pageColour(root: HTMLElement): string {
  if (!getComputedStyle(root).getPropertyValue("--jp-layout-color0").trim()) return "";
  const probe = document.createElement("i");
  probe.style.cssText = "display:none;color:var(--jp-layout-color0)";
  root.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function currentTheme(root: HTMLElement): Theme {
  const declared = document.body.dataset["jpThemeLight"];
  if (declared) return declared === "false" ? "dark" : "light";
  const light = luminance(pageColour(root));
  if (light !== null) return light < 0.5 ? "dark" : "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

const wantsContrast = (): boolean =>
  matchMedia("(prefers-contrast: more)").matches || /high.?contrast/i.test(document.body.dataset["jpThemeName"] ?? "");

/** Keeps `data-theme` and `data-contrast` on `root` true to the page, until `signal` aborts. */
export function followTheme(root: HTMLElement, signal: AbortSignal): void {
  const apply = (): void => {
    root.dataset["theme"] = currentTheme(root);
    root.toggleAttribute("data-contrast", wantsContrast());
  };
  const watch = new MutationObserver(apply);
  const attributeFilter = ["data-jp-theme-light", "data-jp-theme-name", "class", "style"];
  for (const node of [document.body, document.documentElement]) watch.observe(node, { attributes: true, attributeFilter });
  signal.addEventListener("abort", () => watch.disconnect());
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"])
    matchMedia(query).addEventListener("change", apply, { signal });
  // A widget is drawn before it hangs in the page, where no colour can be computed yet.
  apply();
  requestAnimationFrame(apply);
}
