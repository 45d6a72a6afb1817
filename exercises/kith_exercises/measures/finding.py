"""What a measure says: a figure, how far it can be trusted, for how many it stands, and a sentence."""

from dataclasses import dataclass

from kith_exercises.inputs import instance, number

__all__ = ["LEVEL", "Finding", "Interval", "Wording"]

#: How many of 100 intervals hold the truth, or more.
LEVEL = 95


@dataclass(frozen=True)
class Interval:
    """Where the truth may lie, at ``level`` per cent."""

    low: float
    high: float
    level: int = LEVEL

    def includes(self, value: float) -> bool:
        """Whether ``value`` is one of those that can't be ruled out."""
        return self.low <= number("value", value) <= self.high

    @property
    def width(self) -> float:
        """From one end to the other."""
        return self.high - self.low


@dataclass(frozen=True)
class Wording:
    """The words for what a measure finds.

    ``question`` follows "whether"; ``above`` and ``below`` are claims that hold ``{size}``; ``many`` is what n counts.
    Without a null there is no question, and both claims are one. A size is told ``times`` as large: 100 times, where
    the ``unit`` is percentage points.
    """

    question: str
    above: str
    below: str
    unit: str = "points"
    many: str = "learners"
    times: float = 1

    def __post_init__(self) -> None:
        for name in ("question", "above", "below", "unit", "many"):
            instance(name, getattr(self, name), str)
        number("times", self.times)


@dataclass(frozen=True)
class Finding:
    """One result of a measure.

    ``estimate`` is None where there is nothing to compute it from, and ``interval`` where nothing was sampled: a
    share of all ties is counted. ``n`` counts what the ``sentence`` names: learners, groups, texts. ``null`` is the
    value that would mean that nothing happened, and ``smallest`` how far from it the truth must lie to show in about
    four of five cohorts like this one; both are None for a measure that only describes, and ``smallest`` also where
    nothing that could be would show.
    """

    estimate: float | None
    interval: Interval | None
    n: int
    sentence: str
    null: float | None = None
    smallest: float | None = None
    words: Wording | None = None

    @property
    def tells(self) -> bool:
        """Whether something other than nothing happened, as far as this cohort can say."""
        return self.interval is not None and self.null is not None and not self.interval.includes(self.null)
