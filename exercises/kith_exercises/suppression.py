"""The one gate between answers and figures: what comes out holds for a group, or says why it is withheld.

A ``Figure`` can only come from ``release`` (or from a file of figures that were released before), so whatever
takes a ``Figure`` cannot be handed somebody's answer. What leaves: a mean, its intervals, and for how many
people it stands. No single value, extreme or quantile does.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, replace
from typing import Any, Literal, Self

from kith_exercises.errors import KithError

__all__ = ["Band", "Figure", "Interval", "K", "Split", "Withheld", "read_figure", "release", "split"]

#: People a figure must stand for at least. Fixed: a threshold that moves can be used to find somebody.
K = 5

#: Below this many people a figure with no spread is withheld too: it would say what each one answered.
K_ALIKE = 10

_BAND = 5
_DIGITS = 1
_GATE = object()

Level = Literal[50, 95]
LEVELS: tuple[Level, ...] = (50, 95)


@dataclass(frozen=True)
class Band:
    """A number of people to the nearest five: at least ``low``, at most ``high``."""

    low: int
    high: int

    @classmethod
    def around(cls, people: int) -> Self:
        """The band that ``people`` lies in."""
        low = people // _BAND * _BAND
        return cls(low, low + _BAND - 1)

    def __str__(self) -> str:
        return f"{self.low} to {self.high} people"


@dataclass(frozen=True)
class Interval:
    """Where the mean may lie, at ``level`` per cent."""

    level: Level
    low: float
    high: float

    def includes(self, value: float) -> bool:
        """Whether ``value`` is one of those that can't be ruled out."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Withheld:
    """A figure that isn't shown, and why; ``people`` is as much as may be said about how many there are."""

    reason: str
    people: Band | None = None

    def to_json(self) -> dict[str, Any]:
        """The withheld figure as it is kept in a file."""
        return {"withheld": self.reason, "people": _people_json(self.people)}


@dataclass(frozen=True)
class Figure:
    """A mean that may be seen: rounded, with its intervals and the number of people behind it.

    ``people`` is exact, or a band where the exact number would give a smaller number away (see ``Split``).
    """

    estimate: float
    intervals: tuple[Interval, ...]
    people: int | Band
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not _GATE:
            raise TypeError("a Figure comes from release(values), so that none can stand for fewer people than allowed")

    def interval(self, level: Level) -> Interval:
        """The interval of this level."""
        return next(interval for interval in self.intervals if interval.level == level)

    def measured_from(self, origin: float) -> Self:
        """The same mean counted from ``origin``.

        What is released twice is rounded twice, and two roundings of one number say more than either.
        """
        intervals = (Interval(i.level, _rounded(i.low - origin), _rounded(i.high - origin)) for i in self.intervals)
        return replace(self, estimate=_rounded(self.estimate - origin), intervals=tuple(intervals), _gate=_GATE)

    def to_json(self) -> dict[str, Any]:
        """The figure as it is kept in a file."""
        return {
            "estimate": self.estimate,
            "intervals": [{"level": i.level, "low": i.low, "high": i.high} for i in self.intervals],
            "people": _people_json(self.people),
        }


@dataclass(frozen=True)
class Split:
    """How many people went one way and how many the other; each part is large enough to be shown."""

    parts: tuple[tuple[str, int], ...]

    @property
    def people(self) -> int:
        """All of them."""
        return sum(count for _, count in self.parts)

    def to_json(self) -> dict[str, Any]:
        """The counts as they are kept in a file."""
        return {"parts": dict(self.parts)}


def release(values: Iterable[float], *, k: int = K, among: Band | None = None, grain: float = 1) -> Figure | Withheld:
    """The mean of ``values`` (one a person) with its 50% and 95% intervals, or why it is withheld.

    Intervals are Student's: mean +- t(n-1) s / sqrt(n), exact for normal values and, unlike a percentile
    bootstrap, not too narrow in a group of five (Student 1908, Biometrika 6, 1-25).
    ``k`` may be raised above the rule, never lowered.

    ``among`` withholds n: it is the band of everybody who went one way or the other (see ``split``), and the
    figure carries it in place of the number. Then nothing else may tell n either. The ratio of two Student
    intervals would, and so would s (together with a second figure of the same answers); so the intervals are
    those of the smallest group that the band allows, drawn from the spread without n: rather too wide than too
    narrow, and what they say is the same for a group and for that group twice over. Means of whole numbers
    would, because sevenths are no ninths; so they are rounded until every n of the band could have given
    them, ``grain`` being the step in which answers were given.
    """
    if k < K:
        raise KithError(
            f"A figure needs at least {K} people; a threshold of {k} was asked for. Leave k out, or raise it."
        )
    known = sorted(float(value) for value in values)
    if not all(math.isfinite(value) for value in known):
        raise KithError("A figure can't be made of values that aren't finite; check the answers before releasing them.")
    if len(known) < k:
        return Withheld(_too_few(k))
    people = len(known) if among is None else _fewest(among, k)
    if known[0] == known[-1] and people < max(k, K_ALIKE):
        return Withheld("These answers can't be shown together without showing what single people answered.")
    if among is None:
        return _figure(known)
    if not people <= len(known) <= among.high:
        raise ValueError(f"{len(known)} values can't be the larger part of {among}")
    return _veiled_figure(known, among, people, _step(grain, people))


def split(parts: Mapping[str, int], *, k: int = K) -> Split | Withheld:
    """The counts, if every part has ``k`` people; else neither part, as one gives the other away, and a band of all."""
    if all(count >= k for count in parts.values()):
        return Split(tuple(parts.items()))
    people = sum(parts.values())
    if people < k:
        return Withheld(_too_few(k))
    return Withheld(
        f"One of the two has fewer than {_WORDS.get(k, str(k))} people. The other is left out too, "
        "because the total would give the small one away.",
        Band.around(people),
    )


def read_figure(data: Any) -> Figure | Withheld:
    """A figure from a file that ``to_json`` filled; raises KithError if it could not have been released."""
    try:
        if "withheld" in data:
            return Withheld(str(data["withheld"]), _band(data["people"]) if data["people"] else None)
        people = _people(data["people"])
        intervals = tuple(Interval(i["level"], float(i["low"]), float(i["high"])) for i in data["intervals"])
        estimate = float(data["estimate"])
    except (KeyError, TypeError, ValueError) as error:
        raise KithError(f"A figure can't be read ({error!r}). Publish the edition again.") from None
    most = people.high if isinstance(people, Band) else people
    numbers = (estimate, *(end for i in intervals for end in (i.low, i.high)))
    if most < K or not all(math.isfinite(number) for number in numbers):
        raise KithError("A figure in this file stands for too few people to be shown. Publish the edition again.")
    return Figure(estimate, intervals, people, _GATE)


_WORDS = {5: "five", 10: "ten"}


def _too_few(k: int) -> str:
    word = _WORDS.get(k, str(k))
    return (
        f"Fewer than {word} people stand behind this figure. "
        f"It appears from {word} on, so that no one can be singled out."
    )


def _figure(values: list[float]) -> Figure:
    mean, reaches = _mean(values), _reaches(values, len(values))
    intervals = (Interval(level, _rounded(mean - reach), _rounded(mean + reach)) for level, reach in reaches)
    return Figure(_rounded(mean), tuple(intervals), len(values), _GATE)


def _veiled_figure(values: list[float], among: Band, people: int, step: float) -> Figure:
    """A figure from which the number of people can't be worked out: see ``release``."""
    mean = _mean(values)
    estimate = _rounded(round(mean / step) * step)
    intervals = []
    for level, exact in _reaches(values, people):
        # Around the rounded mean, as ends of their own would narrow it down; half a step makes up for the rounding.
        reach = math.ceil(exact / step + 0.5) * step
        intervals.append(Interval(level, _rounded(estimate - reach), _rounded(estimate + reach)))
    return Figure(estimate, tuple(intervals), among, _GATE)


def _fewest(among: Band, k: int) -> int:
    """The smallest number that the larger part of a band may have, the smaller one being below ``k``."""
    return max(k, among.low - (k - 1))


def _step(grain: float, people: int) -> float:
    """The finest step in which every mean of ``people`` answers or more, ``grain`` apart, may be shown."""
    return next((step for step in (0.1, 0.5, 1, 5, 10, 50) if step >= grain / people), grain)


def _reaches(values: list[float], people: int) -> list[tuple[Level, float]]:
    """How far each interval reaches from the mean, were ``values`` those of ``people`` people."""
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

    mean = _mean(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / len(values)
    error = math.sqrt(variance / (people - 1))  # s / sqrt(n), where there are n
    return [(level, float(stdtrit(people - 1, 0.5 + level / 200)) * error) for level in LEVELS]


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def _rounded(value: float) -> float:
    # Adding zero turns -0.0 into 0.0.
    return round(value, _DIGITS) + 0.0


def _people_json(people: int | Band | None) -> Any:
    return {"low": people.low, "high": people.high} if isinstance(people, Band) else people


def _people(data: Any) -> int | Band:
    return _band(data) if isinstance(data, dict) else int(data)


def _band(data: Any) -> Band:
    return Band(int(data["low"]), int(data["high"]))
