"""How we predicted: from the folds of a course to the panels of its dashboard."""

from collections.abc import Iterable

from kith_exercises.definitions import Prompt
from kith_exercises.measures.prediction import MarkResult, Prediction, Question
from kith_exercises.privacy import Split, Withheld
from kith_exercises.readers import question_of
from kith_facilitator.dashboards.panels import Axis, Counts, Panel, Row, people, signed

__all__ = ["panels_of", "questions_of"]


def questions_of(prompts: Iterable[Prompt]) -> tuple[tuple[Question, tuple[str, ...]], ...]:
    """The folds that ask for marks whose true place is known, each with the ids that it had before."""
    asked = ((question_of(prompt), prompt.formerly) for prompt in prompts)
    return tuple((question, formerly) for question, formerly in asked if question is not None)


def panels_of(prediction: Prediction, worked_out: str | None = None) -> tuple[Panel | Counts, ...]:
    """A panel for each mark, and one for the two doors; ``worked_out`` is the day on which the figures were."""
    kept = f" {_KEPT.format(day=worked_out)}" if worked_out else ""
    marks = (_mark(prediction.question, mark, _HOW + kept) for mark in prediction.marks)
    return (*marks, _doors(prediction, _DOORS_HOW + kept))


def _mark(question: Question, mark: MarkResult, how: str) -> Panel:
    return Panel(
        id=f"{question.prompt}--{mark.target.id}",
        question=f"How did we predict for “{mark.target.label}”?",
        title=mark.title,
        sentence=_sentence(mark),
        axis=Axis(question.low, question.high, question.unit),
        rows=(
            Row("Where we put it, on average", mark.prediction),
            Row("Our error: prediction minus what came", mark.error),
            Row("Size of an error, whichever way", mark.distance),
        ),
        truth=round(mark.target.truth, 1),
        truth_label="what came",
        how=how,
    )


_HOW = (
    "Each prediction was committed before its result was shown. The thick line is the 50% interval of the mean, the "
    "thin line the 95% interval (Student's t). Answers that are no number on the line were left out. Figures are "
    "rounded to 0.1, and coarser where a finer one would tell how many people stand behind it."
)
_DOORS_HOW = (
    "Both doors are equally good. Whoever looked first is in no average of predictions. Numbers of people are told to "
    "the nearest five."
)
_KEPT = (
    "These figures were worked out on {day} and stay as they are. What comes later waits until enough others have "
    "come too, so that nobody can be found by comparing."
)


def _sentence(mark: MarkResult) -> str:
    if isinstance(mark.prediction, Withheld):
        return mark.prediction.reason
    if isinstance(mark.error, Withheld):
        return mark.error.reason
    likely = mark.error.interval(95)
    return (
        f"{people(mark.prediction)} predicted: {mark.prediction.estimate:.1f} on average, "
        f"where {mark.target.truth:.1f} came. The mean error is {signed(mark.error.estimate)}, "
        f"and may lie anywhere from {signed(likely.low)} to {signed(likely.high)} (95% interval)."
    )


def _doors(prediction: Prediction, how: str) -> Counts:
    return Counts(
        id=f"{prediction.question.prompt}--doors",
        question="How many of us predicted, and how many looked first?",
        title=_doors_title(prediction.doors),
        sentence=_doors_sentence(prediction.doors),
        labels={"predicted": "Predicted first", "looked": "Looked without predicting"},
        split=prediction.doors,
        how=how,
    )


def _doors_title(doors: Split | Withheld) -> str:
    if isinstance(doors, Withheld):
        return "Which door we took: not shown yet" if doors.people is None else "Which door we took: not shown"
    return f"{dict(doors.parts)['looked']} people looked without predicting"


def _doors_sentence(doors: Split | Withheld) -> str:
    if isinstance(doors, Split):
        return f"The others, {dict(doors.parts)['predicted']} people, predicted first."
    band = f"{doors.people} people answered. " if doors.people else ""
    return band + doors.reason
