"""How we predicted: from the folds of a course to the panels of its dashboard."""

from collections.abc import Iterable, Iterator

from kith_exercises.definitions import Prompt
from kith_exercises.measures.prediction import MarkResult, Prediction, Question, read_prediction
from kith_exercises.privacy import Split, Withheld
from kith_exercises.readers import question_of
from kith_facilitator.dashboards.catalogue import PREDICTED
from kith_facilitator.dashboards.panels import Axis, Counts, Panel, Placed, Row, people, signed
from kith_facilitator.dashboards.predicted import Predicted

__all__ = ["placed_predictions", "questions_of"]


def questions_of(prompts: Iterable[Prompt]) -> tuple[tuple[Question, tuple[str, ...]], ...]:
    """The folds that ask for marks whose true place is known, each with the ids that it had before."""
    asked = ((question_of(prompt), prompt.formerly) for prompt in prompts)
    return tuple((question, formerly) for question, formerly in asked if question is not None)


def placed_predictions(module: str, title: str, found: Predicted) -> Iterator[Placed]:
    """A panel for each mark of a fold and one for its two doors, in each wave that is out, the oldest first."""
    question = found.prediction.question
    out = [(one.dated, one.published) for one in found.series.waves if one.published is not None]
    waves = [(day, read_prediction(question, figures)) for day, figures in out] or [("", found.prediction)]
    for place in range(len(question.targets) + 1):
        for day, prediction in waves:
            yield Placed(PREDICTED, module, day, _panels(title, prediction)[place])


def _panels(title: str, prediction: Prediction) -> tuple[Panel | Counts, ...]:
    return (*(_mark(prediction.question, mark, _HOW) for mark in prediction.marks), _doors(title, prediction))


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


def _doors(title: str, prediction: Prediction) -> Counts:
    return Counts(
        id=f"{prediction.question.prompt}--doors",
        question=f"“{title}”: how many of us predicted, and how many looked first?",
        title=_doors_title(prediction.doors),
        sentence=_doors_sentence(prediction.doors),
        labels={"predicted": "Predicted first", "looked": "Looked without predicting"},
        split=prediction.doors,
        how=_DOORS_HOW,
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
