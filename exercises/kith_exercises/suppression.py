"""The one gate between answers and figures: what comes out holds for a group, or says why it is withheld.

A ``Figure`` can only come from ``release`` (or from a file of figures that were released before), so whatever
takes a ``Figure`` cannot be handed somebody's answer. What leaves: a mean, its intervals, and for how many
people it stands. No single value, extreme or quantile does.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass
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
    """A mean that may be seen: rounded to 0.1, with its intervals and the number of people behind it.

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


def release(values: Iterable[float], *, k: int = K, among: Band | None = None) -> Figure | Withheld:
    """The mean of ``values`` (one a person) with its 50% and 95% intervals, or why it is withheld.

    Intervals are Student's: mean +- t(n-1) s / sqrt(n), exact for normal values and, unlike a percentile
    bootstrap, not too narrow in a group of five (Student 1908, Biometrika 6, 1-25).
    ``among`` replaces the number of people by a band; ``k`` may be raised above the rule, never lowered.
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
    if known[0] == known[-1] and len(known) < max(k, K_ALIKE):
        return Withheld("These answers can't be shown together without showing what single people answered.")
    return _figure(known, among)


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


def _figure(values: list[float], among: Band | None) -> Figure:
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

    n = len(values)
    mean = math.fsum(values) / n
    error = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1) / n)
    intervals = []
    for level in LEVELS:
        reach = float(stdtrit(n - 1, 0.5 + level / 200)) * error
        intervals.append(Interval(level, _rounded(mean - reach), _rounded(mean + reach)))
    return Figure(_rounded(mean), tuple(intervals), n if among is None else among, _GATE)


def _rounded(value: float) -> float:
    # Adding zero turns -0.0 into 0.0.
    return round(value, _DIGITS) + 0.0


def _people_json(people: int | Band | None) -> Any:
    return {"low": people.low, "high": people.high} if isinstance(people, Band) else people


def _people(data: Any) -> int | Band:
    return _band(data) if isinstance(data, dict) else int(data)


def _band(data: Any) -> Band:
    return Band(int(data["low"]), int(data["high"]))
