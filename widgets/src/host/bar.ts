// A bar to look at a page in each theme and width.
import { h } from "../kit/h";
import * as words from "../words/host";

type Theme = "system" | "light" | "dark" | "contrast";

/** Shows the page and its widgets in a theme; they follow the body's attributes, as in JupyterLab. */
export function wear(theme: Theme): void {
  const { documentElement: root, body } = document;
  root.dataset["theme"] = theme;
  if (theme === "system") {
    delete body.dataset["jpThemeLight"];
    delete body.dataset["jpThemeName"];
    return;
  }
  body.dataset["jpThemeLight"] = String(theme !== "dark");
  body.dataset["jpThemeName"] = theme === "contrast" ? "High Contrast" : theme;
}

function choices<Name extends string>(label: string, options: [Name, string][], now: Name, choose: (name: Name) => void): HTMLElement {
  const group = h("fieldset", h("legend", label));
  for (const [name, text] of options) {
    const input = h("input", { type: "radio", name: label, value: name, checked: name === now });
    input.addEventListener("change", () => choose(name));
    group.append(h("label", input, text));
  }
  return group;
}

/** The bar itself. */
export const bar = (): HTMLElement =>
  h("form.page-bar",
    choices<Theme>(words.colours,
      [["system", words.system], ["light", words.light], ["dark", words.dark], ["contrast", words.contrast]],
      (document.documentElement.dataset["theme"] as Theme | undefined) ?? "system", wear),
    choices(words.width, ["320", "480", "720"].map((width) => [width, width]), "720",
      (width) => document.body.style.setProperty("--page-width", `${width}px`)),
  );
