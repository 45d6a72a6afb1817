// A whole number from a menu: so few can come that none needs to be typed, and none is chosen before somebody chooses.
import { figure } from "../format";
import type { FieldMaker } from "../kit/field";
import { h, on, uid } from "../kit/h";
import { life } from "../kit/life";
import type { NumberField } from "../types";
import * as words from "../words";

/** A question that is answered by one of a few whole numbers. */
export const guessField: FieldMaker<NumberField> = ({ label, min, max }, { earlier, changed }) => {
  const { signal, dispose } = life();
  const id = uid();
  const numbers = Array.from({ length: max - min + 1 }, (_none, i) => min + i);
  const select = h("select.k-select", { id }, h("option", { value: "" }, words.chooseOne), ...numbers.map((one) => h("option", { value: one }, figure(one))));
  if (numbers.some((one) => one === earlier)) select.value = String(earlier);
  on(select, "change", changed, signal);
  const given = (): number | null => (select.value ? Number(select.value) : null);
  return {
    element: h("div.k-field.k-menu", h("label.k-label", { for: id }, label), select),
    read() {
      const answer = given();
      return answer === null ? { lacks: [{ sentence: words.answerNeeds(label), focus: () => select.focus() }] } : { answer };
    },
    touched: given,
    dispose,
  };
};
