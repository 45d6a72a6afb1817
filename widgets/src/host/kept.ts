// What this browser keeps of a whole site: saved as a file, brought back from one, or emptied.
import { h } from "../kit/h";
import { field } from "../store";
import * as words from "../words/host";

type Kept = Record<string, string>;

/** All that is kept under names that begin so; nothing where the browser keeps nothing. */
function keptUnder(prefix: string): Kept {
  try {
    return Object.fromEntries(Object.entries(localStorage as unknown as Kept).filter(([name]) => name.startsWith(prefix)));
  } catch {
    return {};
  }
}

/** A copy as a file holds it: what it is of, so that no other site takes it for its own, and all that was kept. */
const copied = (prefix: string): string => JSON.stringify({ of: prefix, kept: keptUnder(prefix) }, null, 1);

/** Puts back what a copy holds, as far as it belongs here; false where it is none. */
export function brought(prefix: string, text: string): boolean {
  let copy: unknown;
  try {
    copy = JSON.parse(text);
  } catch {
    return false;
  }
  const found = field(copy, "kept");
  if (field(copy, "of") !== prefix || typeof found !== "object" || found === null) return false;
  for (const [name, value] of Object.entries(found))
    if (name.startsWith(prefix) && typeof value === "string") localStorage.setItem(name, value);
  return true;
}

const button = (label: string, press: () => void): HTMLButtonElement => {
  const element = h("button.page-button", { type: "button" }, label);
  element.addEventListener("click", press);
  return element;
};

function download(prefix: string): void {
  const address = URL.createObjectURL(new Blob([copied(prefix)], { type: "application/json" }));
  const link = h("a", { href: address, download: `${prefix.replace(/\W+/g, "-").replace(/^-|-$/g, "")}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The sentence on what is kept, and the three things that one can do with it. */
export function kept(site: string): HTMLElement {
  const prefix = `kith:${site}`;
  const told = h("p", { role: "status", tabIndex: -1 });
  const choices = h("p.page-choices");
  const chooser = h("input", { type: "file", accept: "application/json,.json", hidden: true });
  const say = (sentence: string): void => {
    show();
    told.textContent = sentence;
    told.focus();
  };
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    chooser.value = "";
    void file?.text().then((text) => (brought(prefix, text) ? location.reload() : say(words.allNoCopy)));
  });
  const ask = (): void => {
    const leave = button(words.anewLeave, () => {
      show();
      told.focus();
    });
    const go = button(words.allEmptyDo, () => {
      for (const name of Object.keys(keptUnder(prefix))) localStorage.removeItem(name);
      location.reload();
    });
    told.textContent = words.allEmptyAsks;
    choices.replaceChildren(go, leave);
    leave.focus();
  };
  function show(): void {
    const there = Object.keys(keptUnder(prefix)).length > 0;
    told.textContent = there ? words.allKept : words.allNothing;
    const bring = button(words.allBring, () => chooser.click());
    choices.replaceChildren(...(there ? [button(words.allSave, () => download(prefix)), bring, button(words.allEmpty, ask)] : [bring]));
  }
  show();
  // What is written while the page is open is kept by the cards; the buttons follow when somebody comes to them.
  for (const event of ["kith-action", "storage"]) addEventListener(event, () => choices.contains(document.activeElement) || show());
  return h("div", told, choices, chooser);
}
