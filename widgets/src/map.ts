// A concept map, drawn before and after: what changed between the two is for its own learner to account for.
import "./kit/css/fold.css";
import "./kit/css/leaves.css";
import "./kit/css/map.css";
import { pick, type Makers } from "./flow/makers";
import { answering, textSaid } from "./kit/answered";
import type { FieldContext, FieldPart } from "./kit/field";
import { paragraphs } from "./kit/paragraphs";
import { reachLine } from "./kit/reach";
import { textField } from "./kit/text";
import { flow } from "./leaves/drawing";
import { changedSaid, changedScene } from "./map/changed";
import { mapField } from "./map/field";
import { mapSaid } from "./map/said";
import type { Field } from "./types";
import { mount } from "./widget";

const field = pick<Field, [FieldContext], FieldPart>({ map: mapField, text: textField });

const makers: Makers = {
  field(asked, context) {
    const part = field(asked, context);
    // A text says by itself who reads it.
    if (asked.kind === "map" && asked.reach) part.element.append(reachLine(asked.reach, true));
    return part;
  },
  answered: answering({ map: mapSaid, text: textSaid }),
  scene: pick({ text: ({ title, paragraphs: texts }) => paragraphs(title, texts), maps: changedScene }),
  spoken: (scene, mine) => (scene.kind === "maps" ? changedSaid(scene, mine) : "title" in scene ? scene.title : ""),
};

export default {
  render: (context: Parameters<typeof mount>[0]): (() => void) => mount(context, flow(makers)),
};
