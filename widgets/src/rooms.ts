// Rooms of people: who waits for whom, in those of the makers, of the group and one put together by hand; and who speaks.
import "./kit/css/code.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/interval.css";
import "./kit/css/leaves.css";
import "./kit/css/plot.css";
import "./kit/css/rooms.css";
import { pick, type Makers } from "./flow/makers";
import { answering, choiceSaid, numberSaid, textSaid } from "./kit/answered";
import { choiceField } from "./kit/choice";
import type { FieldContext, FieldPart } from "./kit/field";
import { interval } from "./kit/interval";
import { numberField } from "./kit/number";
import { reachLine } from "./kit/reach";
import { spoken, textScene } from "./kit/scene";
import { textField } from "./kit/text";
import { flow } from "./leaves/drawing";
import { crowdField, crowdSaid } from "./rooms/crowd";
import { crowdScene, endSaid } from "./rooms/ended";
import { severalField, severalSaid } from "./rooms/several";
import { turnsField, turnsSaid, turnsScene } from "./rooms/turns";
import type { Field } from "./types";
import { mount } from "./widget";
import * as words from "./words";

const field = pick<Field, [FieldContext], FieldPart>({ choice: choiceField, number: numberField, text: textField, crowd: crowdField, turns: turnsField, several: severalField });

const makers: Makers = {
  field(asked, context) {
    const part = field(asked, context);
    // A text says by itself who reads it.
    if (asked.kind !== "text" && "reach" in asked && asked.reach) part.element.append(reachLine(asked.reach, true));
    return part;
  },
  answered: answering({ choice: choiceSaid, number: numberSaid, text: textSaid, crowd: crowdSaid, turns: turnsSaid, several: severalSaid }),
  scene: pick({ text: textScene, figure: interval, crowd: crowdScene, turns: turnsScene }),
  spoken: (scene, mine) => (scene.kind === "crowd" ? endSaid(scene, mine).filter(Boolean).join(". ") : scene.kind === "turns" ? words.tapsTitle : spoken(scene, mine)),
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
