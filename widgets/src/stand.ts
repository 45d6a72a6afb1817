// Where I stand between claims that can both be defended, and how firmly. Nothing unfolds: it comes back much later.
import "./kit/css/line.css";
import "./kit/css/plot.css";
import "./kit/css/position.css";
import "./kit/css/fold.css";
import { pick, type Makers } from "./flow/makers";
import { folding } from "./fold/drawing";
import { answering, choiceSaid, marksSaid, numberSaid, positionSaid, textSaid } from "./kit/answered";
import { choiceField } from "./kit/choice";
import { marksField } from "./kit/marks";
import { numberField } from "./kit/number";
import { positionField } from "./kit/position";
import { spoken, textScene } from "./kit/scene";
import { textField } from "./kit/text";
import { mount } from "./widget";

const makers: Makers = {
  field: pick({ position: positionField, marks: marksField, choice: choiceField, number: numberField, text: textField }),
  answered: answering({ position: positionSaid, marks: marksSaid, choice: choiceSaid, number: numberSaid, text: textSaid }),
  scene: pick({ text: textScene }),
  spoken,
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, folding(makers)),
};
