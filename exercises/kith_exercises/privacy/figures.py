"""What may be seen of a cohort: figures, splits, and withheld ones with their reason."""

import math
from dataclasses import InitVar, dataclass, replace
from typing import Any, Literal, Self

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.inputs import number
from kith_exercises.privacy._gate import GATE
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.rounding import rounded
from kith_exercises.privacy.thresholds import FLOOR

__all__ = ["LEVELS", "Figure", "Interval", "Level", "Split", "Withheld", "read_figure", "read_split"]

Level = Literal[50, 95]
LEVELS: tuple[Level, ...] = (50, 95)


@dataclass(frozen=True)
class Interval:
    """Where the estimate may lie, at ``level`` per cent."""

    level: Level
    low: float
    high: float

    def includes(self, value: float) -> bool:
        """Whether ``value`` is one of those that can't be ruled out."""
        return self.low <= number("value", value) <= self.high


@dataclass(frozen=True)
class Withheld:
    """A figure that isn't shown, and why, also in a few words for its place in a picture.

    ``people`` is as much as may be said about how many there are.
    """

    reason: str
    short: str = "withheld"
    people: Band | None = None

    def to_json(self) -> dict[str, Any]:
        """The withheld figure as it is kept in a file."""
        people = self.people.to_json() if self.people else None
        return {"withheld": self.reason, "short": self.short, "people": people}


@dataclass(frozen=True)
class Figure:
    """An estimate that may be seen: rounded, with its intervals and a band of the people behind it.

    ``most`` says that the band is of all who answered one way or the other, most of whom stand behind the figure:
    so it is where their own number would give a smaller one away (see ``split``).
    """

    estimate: float
    intervals: tuple[Interval, ...]
    people: Band
    most: bool = False
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not GATE:
            raise TypeError("a Figure comes from release(values), so that none can stand for fewer people than allowed")

    def interval(self, level: Level) -> Interval:
        """The interval of this level."""
        found = next((interval for interval in self.intervals if interval.level == level), None)
        if found is None:
            has = " or ".join(str(interval.level) for interval in self.intervals) or "no level, as there are none"
            raise OutOfRange("level", level, has)
        return found

    def measured_from(self, origin: float) -> Self:
        """The same mean counted from ``origin``.

        What is released twice is rounded twice, and two roundings of one number say more than either.
        """
        number("origin", origin)
        intervals = (Interval(i.level, rounded(i.low - origin), rounded(i.high - origin)) for i in self.intervals)
        return replace(self, estimate=rounded(self.estimate - origin), intervals=tuple(intervals), _gate=GATE)

    def within(self, low: float, high: float) -> Self:
        """The same, its intervals ending where its scale does: no answer lies beyond, so no mean does."""
        number("high", high, number("low", low))
        intervals = (Interval(i.level, max(low, i.low), min(high, i.high)) for i in self.intervals)
        return replace(self, intervals=tuple(intervals), _gate=GATE)

    def to_json(self) -> dict[str, Any]:
        """The figure as it is kept in a file."""
        return {
            "estimate": self.estimate,
            "intervals": [{"level": i.level, "low": i.low, "high": i.high} for i in self.intervals],
            "people": self.people.to_json(),
            "most": self.most,
        }


@dataclass(frozen=True)
class Split:
    """How many people went one way and how many the other, in bands; each part is large enough to be shown."""

    parts: tuple[tuple[str, Band], ...]
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not GATE:
            raise TypeError("a Split comes from split(parts), so that no part of it can be too small")

    def to_json(self) -> dict[str, Any]:
        """The bands as they are kept in a file."""
        return {"parts": [[name, band.to_json()] for name, band in self.parts]}


def read_figure(data: Any) -> Figure | Withheld:
    """A figure from a file that ``to_json`` filled; raises KithError if it could not have been released."""
    try:
        if "withheld" in data:
            return _withheld(data)
        people = Band.from_json(data["people"])
        intervals = tuple(Interval(i["level"], float(i["low"]), float(i["high"])) for i in data["intervals"])
        estimate, most = float(data["estimate"]), bool(data["most"])
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise KithError(f"A figure can't be read ({error!r}). Publish the edition again.") from None
    numbers = (estimate, *(end for i in intervals for end in (i.low, i.high)))
    if people.high <= FLOOR or not all(math.isfinite(number) for number in numbers):
        raise KithError("A figure in this file could not have been released. Publish the edition again.")
    return Figure(estimate, intervals, people, most, GATE)


def read_split(data: Any) -> Split | Withheld:
    """A split from a file that ``to_json`` filled; raises KithError if it could not have been released."""
    try:
        if "withheld" in data:
            return _withheld(data)
        parts = tuple((str(name), Band.from_json(band)) for name, band in data["parts"])
    except (LookupError, TypeError, ValueError) as error:
        raise KithError(f"A split can't be read ({error!r}). Publish the edition again.") from None
    if any(band.high <= FLOOR for _, band in parts):
        raise KithError("A split in this file has too small a part to be shown. Publish the edition again.")
    return Split(parts, GATE)


def _withheld(data: Any) -> Withheld:
    people = Band.from_json(data["people"]) if data["people"] else None
    return Withheld(str(data["withheld"]), str(data["short"]), people)
