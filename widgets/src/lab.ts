// A workbench: cards to sort, lines to put in order, and tables to fill row by row.
import "./kit/css/fold.css";
import "./kit/css/lab.css";
import "./kit/css/leaves.css";
import { pick, type Makers } from "./flow/makers";
import { answering, choiceSaid, textSaid } from "./kit/answered";
import { choiceField } from "./kit/choice";
import type { FieldContext, FieldPart } from "./kit/field";
import { paragraphs } from "./kit/paragraphs";
import { reachLine } from "./kit/reach";
import { textField } from "./kit/text";
import { gridField, gridSaid } from "./lab/grid";
import { orderField, orderSaid } from "./lab/order";
import { sortField, sortSaid } from "./lab/sort";
import { flow } from "./leaves/drawing";
import type { Field } from "./types";
import { mount } from "./widget";

const field = pick<Field, [FieldContext], FieldPart>({
  sort: sortField, order: orderField, grid: gridField, choice: choiceField, text: textField,
});

const makers: Makers = {
  field(asked, context) {
    const part = field(asked, context);
    // A text says by itself who reads it.
    if (asked.kind !== "text" && "reach" in asked && asked.reach) part.element.append(reachLine(asked.reach, true));
    return part;
  },
  answered: answering({ sort: sortSaid, order: orderSaid, grid: gridSaid, choice: choiceSaid, text: textSaid }),
  scene: pick({ text: ({ title, paragraphs: texts }) => paragraphs(title, texts) }),
  // What stands above a question is read there; nothing unfolds behind one.
  spoken: () => "",
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
