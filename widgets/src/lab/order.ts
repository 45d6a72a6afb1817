// Lines that are put in order; however they stand at first, that is nobody's answer.
import type { FieldMaker } from "../kit/field";
import { h } from "../kit/h";
import { ordered } from "../kit/ordered";
import type { Answer, OrderField } from "../types";
import * as words from "../words";

/** A question that is answered by an order. */
export const orderField: FieldMaker<OrderField> = ({ label, items }, { earlier, changed, say }) => {
  const { element, get, set, focus, dispose } = ordered({ label, items, say, onorder: changed });
  if (Array.isArray(earlier)) set(earlier.filter((id) => typeof id === "string"));
  element.classList.add("k-moved");
  return {
    element,
    read() {
      const answer = get();
      return answer ? { answer } : { lacks: [{ sentence: words.orderNeeds(label), focus }] };
    },
    touched: get,
    dispose,
  };
};

/** The lines in their order, to be read. */
export const orderSaid = ({ items }: OrderField, answer: Answer): HTMLElement =>
  h("ol.k-in-order", ...(answer as string[]).map((id) => h("li", { dir: "auto" }, items.find((item) => item.id === id)?.label ?? id)));
