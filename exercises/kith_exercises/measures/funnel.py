"""From shared to used to made a difference: how many get on from step to step, and of how many.

*Method.* Shares with exact intervals (C. J. Clopper and E. S. Pearson 1934, The use of confidence or fiducial limits
illustrated in the case of the binomial, Biometrika 26, 404-413), which are the *reference* too: never too narrow,
however small the numbers. They take each contribution for one by itself; many by one giver say less than they seem
to. Without a null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, whole
from kith_exercises.measures._given import MOST
from kith_exercises.measures._worded import tallied, unknown
from kith_exercises.measures.finding import LEVEL, Finding, Interval

__all__ = ["Step", "exact_interval", "funnel"]


@dataclass(frozen=True)
class Step:
    """How many reached a step, out of how many reached the one before, and out of all."""

    name: str
    reached: int
    before: int
    all: int
    of_before: Finding
    of_all: Finding


def funnel(steps: Mapping[str, int], *, many: str = "contributions") -> tuple[Step, ...]:
    """The steps after the first, each with its denominators; ``steps`` are in order, the first holds everything."""
    counts = [(name, whole(name, reached, 0, MOST)) for name, reached in by_name("steps", steps).items()]
    if len(counts) < 2 or any(later > earlier for (_, earlier), (_, later) in pairwise(counts)):
        raise OutOfRange("steps", dict(steps), "at least two counts, none larger than the one before it")
    start, everything = counts[0]
    return tuple(
        Step(
            name,
            reached,
            before,
            everything,
            _share(name, reached, before_name, before, many),
            _share(name, reached, start, everything, many),
        )
        for (before_name, before), (name, reached) in pairwise(counts)
    )


def exact_interval(reached: int, of: int) -> Interval:
    """Clopper and Pearson's interval for a share."""
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.stats import binomtest  # type: ignore[import-untyped]  # SciPy ships no types

    whole("reached", reached, 0, whole("of", of, 1, MOST))
    found = binomtest(reached, of).proportion_ci(LEVEL / 100, method="exact")
    return Interval(float(found.low), float(found.high))


def _share(name: str, reached: int, before_name: str, before: int, many: str) -> Finding:
    if not before:
        return unknown(0, f"nothing got as far as “{before_name}”")
    claim = f"From “{before_name}” to “{name}”"
    return tallied(reached, before, claim, many, exact_interval(reached, before))
