// The fold: where I think the marks lay, what I choose and why, and what came in pictures.
import "./kit/css/line.css";
import "./kit/css/pictures.css";
import "./kit/css/plot.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/interval.css";
import { pick, type Makers } from "./flow/makers";
import { folding } from "./fold/drawing";
import { answering, choiceSaid, marksSaid, numberSaid, textSaid } from "./kit/answered";
import { foldSpoken, foldText } from "./kit/besides";
import { choiceField } from "./kit/choice";
import { dots } from "./kit/dots";
import { gap } from "./kit/gap";
import { interval } from "./kit/interval";
import { marksField } from "./kit/marks";
import { numberField } from "./kit/number";
import { shuffle } from "./kit/shuffle";
import { textField } from "./kit/text";
import { mount } from "./widget";

const makers: Makers = {
  field: pick({ marks: marksField, choice: choiceField, number: numberField, text: textField }),
  answered: answering({ marks: marksSaid, choice: choiceSaid, number: numberSaid, text: textSaid }),
  scene: pick({ dots, gap, shuffle, figure: interval, text: foldText }),
  spoken: foldSpoken,
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, folding(makers)),
};
