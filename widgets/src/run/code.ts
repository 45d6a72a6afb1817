// A model opened: its source, and one line of it written otherwise.
import type { FieldMaker } from "../kit/field";
import { h, on, uid } from "../kit/h";
import { life } from "../kit/life";
import { field as fieldOf } from "../store";
import type { Answer, CodeAnswer, CodeField } from "../types";
import * as words from "../words";

/** A question that is answered by changing one line. */
export const codeField: FieldMaker<CodeField> = ({ label, lines }, { earlier, changed }) => {
  const { signal, dispose } = life();
  const [title, which, now] = [uid(), uid(), uid()];
  const rows = lines.map((line, i) => h("span.k-source-line", { "data-n": i + 1 }, `${line}\n`));
  const menu = h("select.k-select", { id: which },
    h("option", { value: "" }, words.codeNone),
    ...lines.flatMap((line, i) => (line.trim() ? [h("option", { value: i + 1 }, `${i + 1}: ${line.trim()}`)] : [])),
  );
  const input = h("input.k-input.k-code-line", { id: now, type: "text", dir: "ltr", autocomplete: "off", autocapitalize: "off", spellcheck: "false", translate: "no" });
  const named = h("label.k-label", { for: now });
  const place = h("div", named, input);
  const line = (): number => Number(menu.value);
  const choose = (text?: string): void => {
    const at = line();
    place.hidden = !at;
    named.textContent = at ? words.codeNow(at) : "";
    input.value = text ?? lines[at - 1] ?? "";
    rows.forEach((row, i) => row.classList.toggle("k-source-now", i + 1 === at));
  };
  const before = fieldOf(earlier, "line");
  if (typeof before === "number" && lines[before - 1]?.trim()) menu.value = String(before);
  const kept = fieldOf(earlier, "now");
  choose(typeof kept === "string" ? kept : undefined);
  on(menu, "change", () => {
    choose();
    changed();
  }, signal);
  on(input, "input", changed, signal);
  const get = (): CodeAnswer | null => (line() ? { line: line(), was: lines[line() - 1] ?? "", now: input.value } : null);
  return {
    element: h("div.k-field.k-changed-code", { role: "group", "aria-labelledby": title },
      h("p.k-label", { id: title }, label),
      h("pre.k-code.k-source", { tabindex: 0, dir: "ltr", translate: "no", "aria-labelledby": title }, ...rows),
      h("div", h("label.k-label", { for: which }, words.codeWhich), menu),
      place,
    ),
    read() {
      const answer = get();
      const differs = answer && answer.now.trimEnd() !== answer.was.trimEnd();
      return differs ? { answer } : { lacks: [{ sentence: words.codeNeeds, focus: () => (answer ? input : menu).focus() }] };
    },
    touched: get,
    dispose,
  };
};

/** A changed line, as it was and as it is. */
export function codeSaid(_field: CodeField, answer: Answer): HTMLElement {
  const { line, was, now } = answer as CodeAnswer;
  const code = (text: string): HTMLElement => h("pre.k-code", { dir: "ltr", translate: "no" }, text.trim());
  return h("div.k-changed-line", h("p.k-quiet", words.codeWas(line)), code(was), h("p.k-quiet", words.codeIs), code(now));
}
