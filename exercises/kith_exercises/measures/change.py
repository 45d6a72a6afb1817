"""Before and after, by the same people: did anything change?

*Method.* For each learner, after minus before; then the mean. *Reference:* the paired t-test's interval. Whoever
answered only once is left out. A change shows that something changed, not what changed it.
"""

from collections.abc import Mapping
from statistics import fmean

from kith_exercises.measures._given import Scale, both, scale_of
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["change"]


def change(
    before: Mapping[str, float], after: Mapping[str, float], *, what: str, scale: Scale, seed: int = 0
) -> Finding:
    """By how many points ``what`` rose, of those who answered both times. Null: 0."""
    low, high = scale_of(scale)
    learners = both(("before", "after"), before, after, (low, high))
    changes = [after[learner] - before[learner] for learner in learners]
    words = Wording(f"{what} changed", f"{what} rose by {{size}} points", f"{what} fell by {{size}} points")
    interval = interval_of_mean(changes, low - high, high - low, seed)
    return weighed(fmean(changes), interval, len(changes), words, reach=high - low)
