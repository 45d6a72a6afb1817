"""How we predicted: from the folds of a course to the panels of its dashboard."""

from collections.abc import Iterable, Iterator

from kith_exercises.definitions import FoldPrompt, Prompt
from kith_exercises.measures.prediction import MarkResult, Prediction, Question, read_prediction
from kith_exercises.privacy import Split, Withheld
from kith_exercises.readers import question_of
from kith_facilitator.dashboards.catalogue import PREDICTED
from kith_facilitator.dashboards.panels import Axis, Counts, Panel, Placed, Row, people, signed, tenths
from kith_facilitator.dashboards.predicted import Predicted
from kith_widgets.words import say

__all__ = ["placed_predictions", "questions_of"]


def questions_of(prompts: Iterable[Prompt]) -> tuple[tuple[Question, tuple[str, ...]], ...]:
    """The folds that ask for marks whose true place is known, each with the ids that it had before.

    Marks that stay with their learner come to no figure, so nobody is told to wait for one.
    """
    asked = ((question_of(prompt), prompt) for prompt in prompts)
    return tuple(
        (question, prompt.formerly) for question, prompt in asked if question is not None and _travels(question, prompt)
    )


def _travels(question: Question, prompt: Prompt) -> bool:
    fields = prompt.fields if isinstance(prompt, FoldPrompt) else ()
    return any(one.id == question.field and (one.reach or prompt.reach) != "mine" for one in fields)


def placed_predictions(module: str, title: str, found: Predicted) -> Iterator[Placed]:
    """A panel for each mark of a fold and one for its two doors, in each wave that is out, the oldest first."""
    question = found.prediction.question
    out = [(one.dated, one.published) for one in found.series.waves if one.published is not None]
    waves = [(day, read_prediction(question, figures)) for day, figures in out] or [("", found.prediction)]
    for place in range(len(question.targets) + 1):
        for day, prediction in waves:
            yield Placed(PREDICTED, module, day, _panels(title, prediction)[place])


def _panels(title: str, prediction: Prediction) -> tuple[Panel | Counts, ...]:
    return (*(_mark(prediction.question, mark) for mark in prediction.marks), _doors(title, prediction))


def _mark(question: Question, mark: MarkResult) -> Panel:
    return Panel(
        id=f"{question.prompt}--{mark.target.id}",
        question=say("foldAsk", label=mark.target.label),
        title=mark.title,
        sentence=_sentence(mark),
        axis=Axis(question.low, question.high, question.unit),
        rows=(
            Row(say("foldWhere"), mark.prediction),
            Row(say("foldError"), mark.error),
            Row(say("foldSize"), mark.distance),
        ),
        truth=round(mark.target.truth, 1),
        truth_label=say("foldCame"),
        how=say("foldMade"),
    )


def _sentence(mark: MarkResult) -> str:
    if isinstance(mark.prediction, Withheld):
        return mark.prediction.reason
    if isinstance(mark.error, Withheld):
        return mark.error.reason
    likely = mark.error.interval(95)
    return say(
        "foldSentence",
        who=people(mark.prediction),
        mean=tenths(mark.prediction.estimate),
        came=tenths(mark.target.truth),
        error=signed(mark.error.estimate),
        low=signed(likely.low),
        high=signed(likely.high),
    )


def _doors(title: str, prediction: Prediction) -> Counts:
    return Counts(
        id=f"{prediction.question.prompt}--doors",
        question=say("doorsAsk", title=title),
        title=_doors_title(prediction.doors),
        sentence=_doors_sentence(prediction.doors),
        labels={"predicted": say("doorsPredicted"), "looked": say("doorsLooked")},
        split=prediction.doors,
        how=say("doorsMade"),
    )


def _doors_title(doors: Split | Withheld) -> str:
    if isinstance(doors, Withheld):
        return say("doorsNotYet" if doors.people is None else "doorsNot")
    return say("doorsTitle", people=str(dict(doors.parts)["looked"]))


def _doors_sentence(doors: Split | Withheld) -> str:
    if isinstance(doors, Split):
        return say("doorsOthers", people=str(dict(doors.parts)["predicted"]))
    return say("doorsAll", people=str(doors.people), reason=doors.reason) if doors.people else doors.reason
