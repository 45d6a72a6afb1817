// All kinds of questions, answers and scenes there are: the sheet shows each of them.
import { pick } from "../flow/makers";
import { answering, choiceSaid, marksSaid, numberSaid, positionSaid, textSaid } from "../kit/answered";
import { foldText } from "../kit/besides";
import { choiceField } from "../kit/choice";
import { dots } from "../kit/dots";
import type { FieldContext, FieldPart } from "../kit/field";
import { gap } from "../kit/gap";
import type { Part } from "../kit/life";
import { interval } from "../kit/interval";
import { marksField } from "../kit/marks";
import { numberField } from "../kit/number";
import { positionField } from "../kit/position";
import { shuffle } from "../kit/shuffle";
import { textField } from "../kit/text";
import type { Mine } from "../kit/told";
import type { Field, Scene } from "../types";

export const makeField = pick<Field, [FieldContext], FieldPart>({
  marks: marksField, position: positionField, choice: choiceField, number: numberField, text: textField,
});
export const answered = answering({ marks: marksSaid, position: positionSaid, choice: choiceSaid, number: numberSaid, text: textSaid });
export const scene = pick<Scene, [Mine], Part>({ dots, gap, shuffle, text: foldText, figure: interval });
