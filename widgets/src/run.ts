// A model in an activity: guessed, then played; and opened, to change one line of it.
import "./kit/css/code.css";
import "./kit/css/figure.css";
import "./kit/css/fold.css";
import "./kit/css/leaves.css";
import "./kit/css/line.css";
import "./kit/css/plot.css";
import "./kit/css/running.css";
import "./kit/css/stepper.css";
import "./player/chart.css";
import "./player/player.css";
import { pick, type Makers } from "./flow/makers";
import { answering, numberSaid, textSaid } from "./kit/answered";
import type { FieldContext, FieldPart } from "./kit/field";
import { numberField } from "./kit/number";
import { textScene } from "./kit/scene";
import { textField } from "./kit/text";
import { told } from "./kit/told";
import { flow } from "./leaves/drawing";
import { codeField, codeSaid } from "./run/code";
import { playScene } from "./run/play";
import type { Field } from "./types";
import { mount } from "./widget";

const makers: Makers = {
  field: pick<Field, [FieldContext], FieldPart>({ number: numberField, text: textField, code: codeField }),
  answered: answering({ number: numberSaid, text: textSaid, code: codeSaid }),
  scene: pick({ text: textScene, play: playScene }),
  // How a run ended is said once it was seen; what can't be played is said at once.
  spoken: (scene, mine) => ("title" in scene ? [scene.title, ...(scene.kind === "play" && scene.player ? [] : told(scene, mine))].join(". ") : ""),
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
