"""Numbers of people, as far as they are told: to the nearest five."""

from dataclasses import dataclass
from typing import Any, Self

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import whole
from kith_widgets.words import say

__all__ = ["Band"]

_WIDTH = 5


@dataclass(frozen=True)
class Band:
    """A number of people, or of groups: at least ``low``, at most ``high``."""

    low: int
    high: int

    def __post_init__(self) -> None:
        whole("high", self.high, whole("low", self.low, 0))

    @classmethod
    def around(cls, count: int) -> Self:
        """The band that ``count`` lies in."""
        low = whole("count", count, 0) // _WIDTH * _WIDTH
        return cls(low, low + _WIDTH - 1)

    def __str__(self) -> str:
        return say("bandOf", low=str(self.low), high=str(self.high))

    @property
    def middle(self) -> float:
        """For a length in a picture."""
        return (self.low + self.high) / 2

    def to_json(self) -> dict[str, Any]:
        """The band as it is kept in a file."""
        return {"low": self.low, "high": self.high}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The band that ``to_json`` wrote; raises KithError if it isn't one."""
        try:
            return cls(data["low"], data["high"])
        except (LookupError, TypeError):
            raise OutOfRange("a band of people", data, "low and high, as a file of figures has them") from None
