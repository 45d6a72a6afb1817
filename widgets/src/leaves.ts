// Activities of words and figures: most of what a course asks is drawn with these few kinds of questions and scenes.
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/interval.css";
import "./kit/css/leaves.css";
import "./kit/css/passage.css";
import "./kit/css/plot.css";
import "./kit/css/quoted.css";
import "./kit/css/rating.css";
import "./kit/css/tally.css";
import "./kit/css/voices.css";
import { pick, type Makers } from "./flow/makers";
import { answering, choiceSaid, numberSaid, passageSaid, ratingSaid, textSaid } from "./kit/answered";
import { choiceField } from "./kit/choice";
import type { FieldContext, FieldPart } from "./kit/field";
import { interval } from "./kit/interval";
import { numberField } from "./kit/number";
import { passageField } from "./kit/passage";
import { named, pair, quoted } from "./kit/quoted";
import { ratingField } from "./kit/rating";
import { reachLine } from "./kit/reach";
import { textScene } from "./kit/scene";
import { tally, told } from "./kit/tally";
import { textField } from "./kit/text";
import { clockScene } from "./leaves/clock";
import { flow } from "./leaves/drawing";
import type { Field } from "./types";
import { mount } from "./widget";

const field = pick<Field, [FieldContext], FieldPart>({ choice: choiceField, number: numberField, text: textField, rating: ratingField, passage: passageField });

/** What a question is about, in somebody's words. */
const about = (asked: Field): HTMLElement[] => ("above" in asked && asked.above ? asked.above.map((one) => named(one)) : []);

const answered = answering({ choice: choiceSaid, number: numberSaid, text: textSaid, rating: ratingSaid, passage: passageSaid });

const makers: Makers = {
  field(asked, context) {
    const part = field(asked, context);
    part.element.prepend(...about(asked));
    // A text says by itself who reads it.
    if (asked.kind !== "text" && "reach" in asked && asked.reach) part.element.append(reachLine(asked.reach, true));
    return part;
  },
  answered(asked, answer) {
    const element = answered(asked, answer);
    element.prepend(...about(asked));
    return element;
  },
  scene: pick({ text: textScene, quote: quoted, mine: quoted, pair, tally, figure: interval, clock: clockScene }),
  spoken: told,
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
