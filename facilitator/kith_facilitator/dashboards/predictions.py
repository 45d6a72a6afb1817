"""How we predicted: from the folds of a course to the panels of its dashboard."""

from collections.abc import Iterable, Mapping

from kith_exercises.definitions import FoldPrompt, Prompt
from kith_exercises.fields import Marks
from kith_exercises.measures.prediction import (
    Entry,
    MarkResult,
    Prediction,
    Question,
    Target,
    measure_prediction,
)
from kith_exercises.suppression import Split, Withheld
from kith_exercises.truths import targets
from kith_facilitator.dashboards.panels import Axis, Counts, Panel, Row, people, signed

__all__ = ["panels_of", "predict", "questions"]


def questions(prompts: Iterable[Prompt]) -> tuple[Question, ...]:
    """The folds that ask for marks whose true place is known."""
    return tuple(question for prompt in prompts if (question := _question(prompt)) is not None)


def predict(prompts: Iterable[Prompt], journals: Mapping[str, Iterable[Entry]]) -> tuple[Prediction, ...]:
    """One measured prediction per such fold, over the journals of a cohort."""
    kept = {learner: tuple(records) for learner, records in journals.items()}
    return tuple(measure_prediction(question, kept) for question in questions(prompts))


def panels_of(predictions: Iterable[Prediction]) -> tuple[Panel | Counts, ...]:
    """A panel for each mark, and one for the two doors."""
    return tuple(panel for prediction in predictions for panel in _panels(prediction))


def _question(prompt: Prompt) -> Question | None:
    if not isinstance(prompt, FoldPrompt) or prompt.truth is None:
        return None
    truths = targets(prompt.truth)
    for field in prompt.fields:
        if isinstance(field, Marks) and truths and all(mark.id in truths for mark in field.marks):
            marks = tuple(Target(mark.id, mark.label, truths[mark.id]) for mark in field.marks)
            scale = field.scale
            return Question(prompt.id, field.id, scale.min, scale.max, marks, scale.unit, scale.step)
    return None


def _panels(prediction: Prediction) -> tuple[Panel | Counts, ...]:
    return (*(_mark(prediction.question, mark) for mark in prediction.marks), _doors(prediction))


def _mark(question: Question, mark: MarkResult) -> Panel:
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
        how=_HOW,
    )


_HOW = (
    "Each prediction was committed before its result was shown. The thick line is the 50% interval of the mean, the "
    "thin line the 95% interval (Student's t). Answers that are no number on the line were left out. Figures are "
    "rounded to 0.1, and coarser where a finer one would tell how many people stand behind it."
)


def _sentence(mark: MarkResult) -> str:
    if isinstance(mark.prediction, Withheld):
        return mark.prediction.reason
    if isinstance(mark.error, Withheld):
        return mark.error.reason
    likely = mark.error.interval(95)
    return (
        f"{people(mark.prediction.people)} predicted: {mark.prediction.estimate:.1f} on average, "
        f"where {mark.target.truth:.1f} came. The mean error is {signed(mark.error.estimate)}, "
        f"and may lie anywhere from {signed(likely.low)} to {signed(likely.high)} (95% interval)."
    )


def _doors(prediction: Prediction) -> Counts:
    return Counts(
        id=f"{prediction.question.prompt}--doors",
        question="How many of us predicted, and how many looked first?",
        title=_doors_title(prediction.doors),
        sentence=_doors_sentence(prediction.doors),
        labels={"predicted": "Predicted first", "looked": "Looked without predicting"},
        split=prediction.doors,
        how="Both doors are equally good. Whoever looked first is in no average of predictions.",
    )


def _doors_title(doors: Split | Withheld) -> str:
    if isinstance(doors, Withheld):
        return "Which door we took: not shown yet" if doors.people is None else "Which door we took: not shown"
    counts = dict(doors.parts)
    return f"{counts['looked']} of {doors.people} people looked without predicting"


def _doors_sentence(doors: Split | Withheld) -> str:
    if isinstance(doors, Split):
        return f"The other {dict(doors.parts)['predicted']} predicted first."
    band = f"{doors.people} answered. ".capitalize() if doors.people else ""
    return band + doors.reason
