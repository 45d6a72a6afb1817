// Small pieces of the desk: buttons that show their key, switches, lists to choose from.
import { button, type Button } from "../kit/button";
import { h, on, uid } from "../kit/h";
import { life, type Part } from "../kit/life";

/** A button that also shows the key that does the same. */
export function keyed(label: string, key: string, look: "primary" | "outlined" | "plain", press: () => void): Button {
  const made = button(label, look, press);
  made.element.setAttribute("aria-keyshortcuts", key);
  made.element.append(" ", cap(key)); // or a text of the button has both in one word
  return made;
}

/** A key as it stands on a button; read aloud it would only disturb, since the button says what it does. */
export const cap = (key: string): HTMLElement => h("kbd.desk-key", { "aria-hidden": "true" }, key);

export interface Switch extends Part {
  set(on: boolean): void;
}

/** Something that is on or off. */
export function toggle(label: string, flip: (on: boolean) => void): Switch {
  const { signal, dispose } = life();
  const input = h("input", { type: "checkbox" });
  on(input, "change", () => flip(input.checked), signal);
  return {
    element: h("label.k-option.desk-switch", input, h("span", label)),
    set: (now) => void (input.checked = now),
    dispose,
  };
}

export interface Menu extends Part {
  /** Shows these, with one of them chosen. */
  show(options: readonly [value: string, label: string][], chosen: string): void;
}

/** A list to choose one from. */
export function menu(label: string, choose: (value: string) => void): Menu {
  const { signal, dispose } = life();
  const id = uid();
  const select = h("select.desk-select", { id });
  let shown = "";
  on(select, "change", () => choose(select.value), signal);
  return {
    element: h("div.desk-menu", h("label.k-quiet", { for: id }, label), select),
    show(options, chosen) {
      const now = JSON.stringify(options);
      if (now !== shown) select.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
      shown = now;
      if (select.value !== chosen) select.value = chosen;
    },
    dispose,
  };
}

/** A place for the sentence of what was refused: the page's own lies behind a dialog. */
export function refusals(): { element: HTMLElement; show(reply: { ok: boolean; why?: string }): void } {
  const element = h("p.k-notice.k-error", { role: "alert", hidden: true });
  return {
    element,
    show(reply) {
      element.hidden = reply.ok;
      element.textContent = reply.ok ? "" : (reply.why ?? "");
    },
  };
}

/** A heading that can take the focus, so that a screen reader begins there. */
export const heading = (level: "h2" | "h3", ...content: (Node | string)[]): HTMLElement => h(level, { tabindex: -1 }, ...content);
