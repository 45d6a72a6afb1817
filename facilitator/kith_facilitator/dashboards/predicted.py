"""What a cohort predicted in a fold, worked out in waves: one account of it, for pages and for envelopes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith_exercises.measures.prediction import (
    Doors,
    Prediction,
    Question,
    measure_prediction,
    nothing_yet,
    read_prediction,
)
from kith_exercises.privacy import Series, Terms, next_wave
from kith_exercises.readers import Entry, doors_of
from kith_facilitator.dashboards.earlier import with_all_out
from kith_facilitator.dashboards.kept import Kept
from kith_widgets.words import say

__all__ = ["Predicted", "next_prediction"]


@dataclass(frozen=True)
class Predicted:
    """A question's figures, and what the facilitator should know of them: of whom they are, and what is ``fresh``."""

    prediction: Prediction
    taken: Doors
    series: Series
    fresh: bool

    @property
    def day(self) -> str | None:
        """The day on which the figures were worked out; None where none are out."""
        return self.series.latest.dated if self.series.latest else None

    @property
    def waiting(self) -> int:
        """How many answers are in no figure yet."""
        counted = {who for wave in self.series.waves for people in wave.counted.values() for who in people}
        return len((self.taken.predicted.keys() | self.taken.looked) - counted)


def next_prediction(
    kept: Kept,
    question: Question,
    formerly: Sequence[str],
    journals: Mapping[str, Sequence[Entry]],
    *,
    dated: str,
    earlier: frozenset[str] = frozenset(),
) -> Predicted:
    """The figures of a fold, with a wave more in ``kept`` where enough people have answered.

    ``journals`` are by the digests of ``kept``. Of the questions in ``earlier`` figures are out that nobody kept
    account of.
    """
    taken = doors_of(question, journals)

    def publish(counted: Mapping[str, frozenset[str]]) -> Mapping[str, object]:
        return measure_prediction(question, taken.of(counted["predicted"], counted["looked"])).to_json()

    groups: dict[str, Mapping[str, Sequence[float]]] = {
        "predicted": {learner: tuple(marks.values()) for learner, marks in taken.predicted.items()},
        "looked": dict.fromkeys(taken.looked, ()),
    }
    before = kept.take(question.prompt, formerly)
    unknown = not earlier.isdisjoint((question.prompt, *formerly))
    if unknown:
        before = with_all_out(before, groups, dated)
    series = next_wave(before, groups, publish, dated=dated, terms=Terms(grain=question.apart))
    kept.put(question.prompt, series)
    if series.latest is None:
        shown = nothing_yet(question, alike=bool(series.waves), reason=say("outBefore") if unknown else None)
    else:
        shown = read_prediction(question, series.latest.published)
    return Predicted(shown, taken, series, len(series.waves) > len(before.waves))
