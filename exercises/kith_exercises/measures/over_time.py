"""Do predictions come closer, the more of them somebody makes?

*Method.* A straight line through each learner's errors over time; then the mean of the slopes (J. N. S. Matthews and
others 1990, Analysis of serial measurements in medical research, BMJ 300, 230-235: sum up each person first).
*Reference:* Student's interval on the slopes. A straight line is a summary, not a law of learning; later predictions
may also be easier ones, and this can't tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, linear_regression

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import name, number
from kith_exercises.measures._given import Scale, gathered, rows, scale_of
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["Miss", "error_over_time"]

#: Times that are closer, or further away, are no times of predictions; a line through them would only be rounding.
_SHORTEST, _LONGEST = 0.001, 1_000_000


@dataclass(frozen=True)
class Miss:
    """How far off one prediction was, and when it was made: the number of its module, or of days."""

    learner: str
    time: float
    size: float


def error_over_time(misses: Iterable[Miss], *, scale: Scale = (0, 1), step: str = "module", seed: int = 0) -> Finding:
    """By how much an error grows with each step of time; below 0, it shrinks. Null: 0.

    Errors of different predictions are only comparable as shares of their scales, which is why 0 to 1 is the default.
    Who predicted at one time only is left out.
    """
    low, high = scale_of(scale)
    known = [_known(miss, (low, high)) for miss in rows("misses", misses, Miss)]
    of_each = [points for points in gathered(sorted(known)).values() if len({time for time, _ in points}) > 1]
    if not of_each:
        raise OutOfRange("misses", known, "those of at least one learner at two times")
    closest = min(_gap([time for time, _ in points]) for points in of_each)
    if closest < _SHORTEST:
        raise OutOfRange("time", closest, f"times that are at least {_SHORTEST} of a {step} apart")
    slopes = [linear_regression(*zip(*points, strict=True)).slope for points in of_each]
    reach = (high - low) / closest
    words = Wording(
        "our predictions come closer over time",
        f"Predictions were off by {{size}} more with each {step}",
        f"Predictions came {{size}} closer with each {step}",
        unit=f"a {step}",
    )
    interval = interval_of_mean(slopes, -reach, reach, seed)
    return weighed(fmean(slopes), interval, len(slopes), words, reach=reach)


def _known(miss: Miss, scale: Scale) -> tuple[str, tuple[float, float]]:
    time = number("time", miss.time, -_LONGEST, _LONGEST)
    return name("learner", miss.learner), (time, number("size", miss.size, *scale))


def _gap(times: list[float]) -> float:
    """The shortest time between two predictions: no slope is steeper than the whole scale in it."""
    ordered = sorted(set(times))
    return min(later - earlier for earlier, later in pairwise(ordered))
