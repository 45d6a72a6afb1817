import type { Field } from "../types";
import { choiceField } from "./choice";
import type { FieldContext, FieldPart } from "./field";
import { marksField } from "./marks";
import { numberField } from "./number";
import { positionField } from "./position";
import { textField } from "./text";

/** The part for a field, whatever its kind. */
export function makeField(field: Field, context: FieldContext): FieldPart {
  switch (field.kind) {
    case "marks":
      return marksField(field, context);
    case "position":
      return positionField(field, context);
    case "choice":
      return choiceField(field, context);
    case "number":
      return numberField(field, context);
    case "text":
      return textField(field, context);
  }
}
