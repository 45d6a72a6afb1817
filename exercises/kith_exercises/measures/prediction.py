"""How a cohort predicted, and by how much it was off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.inputs import by_name, instance, listed, name, number, several, whole
from kith_exercises.privacy import (
    Band,
    Figure,
    Split,
    Thresholds,
    Withheld,
    apart,
    read_figure,
    read_split,
    reasons,
    release,
    split,
)
from kith_widgets.words import say

__all__ = [
    "Doors",
    "MarkResult",
    "Prediction",
    "Question",
    "Target",
    "measure_prediction",
    "nothing_yet",
    "read_prediction",
]


@dataclass(frozen=True)
class Target:
    """One mark on the line: its id, its label as the learner read it, and where it was in truth."""

    id: str
    label: str
    truth: float


@dataclass(frozen=True)
class Question:
    """A fold that asks for marks on one line from ``low`` to ``high``, ``step`` apart."""

    prompt: str
    field: str
    low: float
    high: float
    targets: tuple[Target, ...]
    unit: str = ""
    step: float = 1

    def __post_init__(self) -> None:
        name("prompt", self.prompt)
        listed("targets", self.targets, Target)
        apart(number("low", self.low), self.high, self.step)

    @property
    def apart(self) -> float:
        """How far two marks must lie apart to be two answers."""
        return apart(self.low, self.high, self.step)


@dataclass(frozen=True)
class MarkResult:
    """One mark: the mean prediction, the mean error (prediction minus truth), and the mean size of an error."""

    target: Target
    prediction: Figure | Withheld
    error: Figure | Withheld
    distance: Figure | Withheld

    @property
    def title(self) -> str:
        """The finding, for a heading; begins "We can't tell yet" where no error at all can't be ruled out."""
        if isinstance(self.error, Withheld):
            return say("foldNotYet", label=self.target.label)
        if self.error.interval(95).includes(0):
            return say("foldOpen", label=self.target.label)
        size = round(abs(self.error.estimate), 1)
        if self.error.estimate < 0:
            return say("foldBelow", label=self.target.label, size=size)
        return say("foldAbove", label=self.target.label, size=size)


@dataclass(frozen=True)
class Prediction:
    """A cohort's predictions, and which door it took."""

    question: Question
    marks: tuple[MarkResult, ...]
    doors: Split | Withheld

    def to_json(self) -> dict[str, Any]:
        """The released figures as they are kept in a file; errors follow from predictions."""
        marks = {m.target.id: [m.prediction.to_json(), m.distance.to_json()] for m in self.marks}
        return {"marks": marks, "doors": self.doors.to_json()}


@dataclass(frozen=True)
class Doors:
    """Who predicted what, and who looked, by learner.

    ``unusable`` counts records that hold no answer to the question. It is for the facilitator: one broken file
    is one person, so the number belongs on no page of the cohort.
    """

    predicted: Mapping[str, Mapping[str, float]]
    looked: frozenset[str]
    unusable: int = 0

    def __post_init__(self) -> None:
        by_name("predicted", self.predicted, Mapping)
        instance("looked", self.looked, frozenset)
        whole("unusable", self.unusable, 0)

    def of(self, predicted: Collection[str], looked: Collection[str]) -> "Doors":
        """The same for these learners only."""
        several("predicted", predicted)
        several("looked", looked)
        for learner in (*predicted, *looked):
            name("learner", learner)
        kept = {learner: marks for learner, marks in self.predicted.items() if learner in predicted}
        return Doors(kept, self.looked.intersection(looked))


def measure_prediction(question: Question, taken: Doors) -> Prediction:
    """The released figures of a fold. Raises OutOfRange for a mark that is missing, or not on the line."""
    instance("question", question, Question)
    instance("taken", taken, Doors)
    doors = split({"predicted": len(taken.predicted), "looked": len(taken.looked)})
    among = doors.people if isinstance(doors, Withheld) else None
    # In order, so that no last digit depends on the order in which folders were read.
    answers = [taken.predicted[learner] for learner in sorted(taken.predicted)]
    return Prediction(question, tuple(_mark(question, t, answers, among) for t in question.targets), doors)


def nothing_yet(question: Question, *, alike: bool, reason: str | None = None) -> Prediction:
    """What is shown before there are figures: why there are none, or another ``reason`` why."""
    instance("question", question, Question)
    withheld = (
        Withheld(reason, say("withheld")) if reason else reasons.alike() if alike else reasons.too_few(Thresholds())
    )
    return Prediction(question, tuple(_result(t, withheld, withheld) for t in question.targets), withheld)


def read_prediction(question: Question, data: Any) -> Prediction:
    """The figures that ``to_json`` kept, for the question as it is now; a mark that was added since is withheld."""
    instance("question", question, Question)
    try:
        marks = {str(name): (read_figure(one), read_figure(size)) for name, (one, size) in data["marks"].items()}
        doors = read_split(data["doors"])
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise KithError(f"The figures of “{question.prompt}” can't be read ({error!r}).") from None
    none = (Withheld(say("askedLater"), say("withheld")),) * 2
    return Prediction(question, tuple(_result(t, *marks.get(t.id, none)) for t in question.targets), doors)


def _mark(question: Question, target: Target, answers: Sequence[Mapping[str, float]], among: Band | None) -> MarkResult:
    values = [number(target.id, answer.get(target.id), question.low, question.high) for answer in answers]
    prediction, distance = (
        release(some, among=among, grain=question.step, apart=question.apart)
        for some in (values, [abs(value - target.truth) for value in values])
    )
    return _result(target, prediction, distance)


def _result(target: Target, prediction: Figure | Withheld, distance: Figure | Withheld) -> MarkResult:
    error = prediction if isinstance(prediction, Withheld) else prediction.measured_from(target.truth)
    return MarkResult(target, prediction, error, distance)
