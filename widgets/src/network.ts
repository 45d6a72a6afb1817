// The network lab: a network of the makers', one change in it, and what the model does before and after.
import "./kit/css/code.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/leaves.css";
import "./kit/css/line.css";
import "./kit/css/network.css";
import "./kit/css/running.css";
import "./player/chart.css";
import { pick, type Makers } from "./flow/makers";
import { answering, numberSaid, textSaid } from "./kit/answered";
import type { FieldContext, FieldPart } from "./kit/field";
import { reachLine } from "./kit/reach";
import { textScene } from "./kit/scene";
import { textField } from "./kit/text";
import { told } from "./kit/told";
import { flow } from "./leaves/drawing";
import { networkField, networkSaid } from "./network/field";
import { guessField } from "./network/guess";
import { ranScene, runScene, webScene } from "./network/scenes";
import type { Field } from "./types";
import { mount } from "./widget";

const field = pick<Field, [FieldContext], FieldPart>({ network: networkField, number: guessField, text: textField });

const makers: Makers = {
  field(asked, context) {
    const part = field(asked, context);
    // A text says by itself who reads it.
    if (asked.kind !== "text" && "reach" in asked && asked.reach) part.element.append(reachLine(asked.reach, true));
    return part;
  },
  answered: answering({ network: networkSaid, number: numberSaid, text: textSaid }),
  scene: pick({ text: textScene, web: webScene, run: runScene, "ran": ranScene }),
  // How a run ended is said once it was seen.
  spoken: (scene, mine) => ("title" in scene ? [scene.title, ...told(scene, mine)].join(". ") : ""),
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
