"""The gate for one group: a mean, any other measure of all its answers, or how many went which way."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Protocol, TypeVar

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, by_name, function, instance, number, several, whole
from kith_exercises.privacy import reasons
from kith_exercises.privacy._gate import GATE
from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.cells import Cells
from kith_exercises.privacy.figures import LEVELS, Figure, Interval, Split, Withheld
from kith_exercises.privacy.rounding import (
    coarser,
    rounded,
    shown_reach,
    step,
    to_hundredth,
    to_step,
)
from kith_exercises.privacy.thresholds import Thresholds

__all__ = [
    "Measured",
    "Scale",
    "fewest",
    "figure_of",
    "finite",
    "part_of",
    "positive",
    "release",
    "release_measured",
    "split",
]

Answer = TypeVar("Answer")

#: Squares of larger numbers could not be added up.
_HUGE = 1e100

#: So far from a step an answer may be, in steps, as it comes of arithmetic.
_HAIR = 1e-6

#: Nobody answers in more steps than so, and looking through finer ones would take too long.
_STEPS = 250


@dataclass(frozen=True)
class Scale:
    """What could be answered: from ``low`` to ``high``, ``grain`` apart."""

    low: float
    high: float
    grain: float = 1

    def __post_init__(self) -> None:
        number("low", self.low, -FAR, FAR)
        if number("high", self.high, -FAR, FAR) <= self.low:
            raise OutOfRange("high", self.high, f"a number above {self.low}")
        span = self.high - self.low
        if not span / _STEPS <= number("grain", self.grain) <= span:
            raise OutOfRange("grain", self.grain, f"a number from {span / _STEPS} to {span}")

    def answers(self, values: Iterable[Any]) -> list[float]:
        """The values as floats; raises OutOfRange at one that nobody can answer here."""
        several("values", values)
        found = list(finite(values))
        for value in found:
            steps = (value - self.low) / self.grain
            if not self.low <= value <= self.high or abs(steps - round(steps)) > _HAIR:
                raise OutOfRange("value", value, f"a number from {self.low} to {self.high}, in steps of {self.grain}")
        return found


class Ends(Protocol):
    """An interval at 95 per cent."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class Measured(Protocol):
    """What a measure finds, such as a ``kith_exercises.measures.finding.Finding``; its sentence stays behind."""

    @property
    def estimate(self) -> float | None: ...
    @property
    def interval(self) -> Ends | None: ...


def release(
    values: Iterable[float],
    *,
    thresholds: Thresholds | None = None,
    among: Band | None = None,
    grain: float = 1,
    apart: float | None = None,
) -> Figure | Withheld:
    """The mean of ``values`` (one a person) with its 50% and 95% intervals, or why it is withheld.

    ``grain`` is the step in which answers were given; closer than ``apart`` they count as the same, or than a grain, if
    that is not given. ``among`` is the band of everybody who went one way or the
    other (see ``split``), and the figure carries it in place of its own.
    """
    thresholds = Thresholds.or_usual(thresholds)
    several("values", values)
    known = sorted(finite(values))
    positive("grain", grain)
    if len(known) < thresholds.people():
        return reasons.too_few(thresholds)
    if alike(known, max(grain, positive("apart", grain if apart is None else apart))):
        return reasons.alike()
    if among is not None:
        instance("among", among, Band)
    people = fewest(among or Band.around(len(known)), thresholds, parted=among is not None)
    if among and not people <= len(known) <= among.high:
        raise OutOfRange("values", len(known), f"as many as can be the larger part of {among}")
    mean = math.fsum(known) / len(known)
    variance = math.fsum((value - mean) ** 2 for value in known) / len(known)
    return figure_of(mean, variance, people, grain, Band.around(len(known)) if among is None else among, among=among)


def release_measured(
    answers: Mapping[str, Answer],
    measure: Callable[[Sequence[Answer]], Measured],
    *,
    key: Callable[[Answer], float],
    known: Callable[[Answer], Hashable] | None = None,
    thresholds: Thresholds | None = None,
    grain: float = 1,
    digits: int = 1,
) -> Figure | Withheld:
    """What a measure finds in the answers of a cohort (by person), or why it is withheld.

    ``key`` is what of an answer must not be told: it may not be alike in all of them, ``grain`` being its step. What
    others know of somebody, the arm of a trial say, is ``known``: then there must be enough people, and different
    answers, in each. Answers come in no order that means something. ``digits`` says how the result is rounded.
    """
    thresholds = Thresholds.or_usual(thresholds)
    positive("grain", grain)
    whole("digits", digits, 0)
    by_name("answers", answers)
    for parameter, does in (("measure", measure), ("key", key), ("known", known or key)):
        function(parameter, does)
    keyed = zip(finite(map(key, answers.values())), answers.values(), strict=True)
    given = sorted(keyed, key=lambda pair: (pair[0], repr(pair[1])))
    lots: dict[Hashable, list[float]] = {}
    for value, answer in given:
        lots.setdefault(known(answer) if known else None, []).append(value)
    if not lots or min(map(len, lots.values())) < thresholds.people():
        return reasons.too_few(thresholds)
    if any(alike(lot, grain) for lot in lots.values()):
        return reasons.alike()
    found = measure([answer for _, answer in given])
    if found.estimate is None:
        return reasons.unknown()
    ends = () if found.interval is None else (found.interval.low, found.interval.high)
    estimate, *between = (round(number, digits) + 0.0 for number in finite((found.estimate, *ends)))
    intervals = (Interval(95, between[0], between[1]),) if between else ()
    return Figure(estimate, intervals, Band.around(len(given)), False, GATE)


def split(parts: Mapping[str, int], *, thresholds: Thresholds | None = None) -> Split | Withheld:
    """The bands, if every part has people enough; else neither, as one gives the other away, and a band of all."""
    thresholds = Thresholds.or_usual(thresholds)
    by_name("parts", parts)
    for name, count in parts.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise OutOfRange(name, count, "a number of people from 0 up")
    if parts and all(count >= thresholds.people() for count in parts.values()):
        return Split(tuple((name, Band.around(count)) for name, count in parts.items()), GATE)
    people = sum(parts.values())
    if people < thresholds.people():
        return reasons.too_few(thresholds)
    return reasons.one_part(thresholds, Band.around(people))


def figure_of(
    mean: float, variance: float, people: int, grain: float, band: Band, *, among: Band | None = None, span: float = 0
) -> Figure:
    """A mean and its intervals as they are shown for ``people`` or more, who were found to be enough.

    On a scale as long as ``span`` intervals are rounded more coarsely than means.
    """
    width = step(grain, people)
    estimate = to_step(mean, width)
    intervals = []
    for level in LEVELS:
        # Around the rounded mean, as ends of their own would narrow it down.
        reach = shown_reach(variance, people, level, coarser(width, span))
        intervals.append(Interval(level, rounded(estimate - reach), rounded(estimate + reach)))
    return Figure(estimate, tuple(intervals), band, among is not None, GATE)


def part_of(mean: float, variance: float, people: int, scale: Scale, band: Band, cells: Cells) -> Figure:
    """A part's mean, told as the middle of the cell of the scale that it lies in, with its intervals."""
    span = scale.high - scale.low
    middle = scale.low + cells.middle((mean - scale.low) / span) * span
    intervals = []
    for level in LEVELS:
        reach = shown_reach(variance, people, level, cells.width * span)
        intervals.append(Interval(level, to_hundredth(middle - reach), to_hundredth(middle + reach)))
    return Figure(to_hundredth(middle), tuple(intervals), band, False, GATE)


def fewest(band: Band, thresholds: Thresholds, *, parted: bool = False) -> int:
    """The smallest number that a band allows; of a ``parted`` one, the smaller part being too small to be shown."""
    enough = thresholds.people()
    return max(enough, band.low - (enough - 1) if parted else band.low)


def finite(values: Iterable[Any]) -> Iterable[float]:
    """The values as floats; raises OutOfRange at one that is none."""
    for value in values:
        try:
            found = float(value) if not isinstance(value, bool) and isinstance(value, Real) else math.nan
        except OverflowError:  # whole numbers have no end, floats do
            found = math.inf
        if not abs(found) < _HUGE:
            raise OutOfRange("value", value, "a finite number")
        yield found


def positive(parameter: str, value: float) -> float:
    """A number above 0."""
    if number(parameter, value) <= 0:
        raise OutOfRange(parameter, value, "a number above 0")
    return value
