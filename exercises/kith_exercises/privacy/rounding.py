"""Figures from which the number of people behind them can't be worked out.

The number is told in a band, so nothing else may tell it. The ratio of two Student intervals would, and so would s
(together with a second figure of the same answers): intervals are therefore those of the smallest group that the
band allows, drawn from the spread without n; rather too wide than too narrow, and the same for a group and for that
group twice over. Means of whole numbers would, because sevenths are no ninths: they are rounded until every number
of the band could have given them.
"""

import math
from collections.abc import Sequence

__all__ = [
    "coarser",
    "exact_reach",
    "room",
    "rounded",
    "shown_reach",
    "step",
    "to_hundredth",
    "to_step",
    "variance_within",
]

_DIGITS = 1
_HAIR = 1e-3
_STEPS = (0.1, 0.5, 1, 5, 10, 50)


def rounded(value: float) -> float:
    """To the tenth."""
    # Adding zero turns -0.0 into 0.0.
    return round(value, _DIGITS) + 0.0


def to_hundredth(value: float) -> float:
    """To the hundredth."""
    return round(value, 2) + 0.0


def step(grain: float, people: int) -> float:
    """The finest step in which every mean of ``people`` answers or more, ``grain`` apart, may be shown."""
    return next((found for found in _STEPS if found >= grain / people), grain)


def coarser(step: float, span: float) -> float:
    """The step for the intervals of many figures on a scale as long as ``span``: a two hundredth of it, if not more.

    All of them are drawn from one spread, and a long scale in fine steps would tell it to several digits.
    """
    return next((found for found in _STEPS if found >= max(step, span / 200)), step)


def to_step(value: float, step: float) -> float:
    """The nearest multiple of ``step``."""
    return rounded(round(value / step) * step)


def room(value: float, step: float) -> tuple[float, float]:
    """How far a number may fall, and how far rise, without another multiple of ``step`` being nearest."""
    away = value - round(value / step) * step
    # A hair less, as what lies half way may go either way, and solvers are not that exact.
    most = (0.5 - _HAIR) * step
    return max(0.0, most + away), max(0.0, most - away)


def exact_reach(variance: float, people: int, level: int) -> float:
    """How far Student's interval reaches from the mean, were there ``people`` with this variance (divided by n).

    mean +- t(n-1) s / sqrt(n): exact for normal values and, unlike a percentile bootstrap, not too narrow in a group
    of six (Student 1908, Biometrika 6, 1-25).
    """
    return _quantile(people, level) * math.sqrt(variance / (people - 1))  # s / sqrt(n), where there are n


def shown_reach(variance: float, people: int, level: int, step: float) -> float:
    """That reach as it is shown: a multiple of ``step``, with half a step more, for the mean was rounded."""
    return math.ceil(exact_reach(variance, people, level) / step + 0.5) * step


def variance_within(variance: float, shown: Sequence[tuple[int, int, float]]) -> tuple[float, float]:
    """From which variance to which one all intervals (people, level, step) stay as they are shown."""
    low, high = 0.0, math.inf
    for people, level, width in shown:
        steps = round(shown_reach(variance, people, level, width) / width)
        per = _quantile(people, level) / math.sqrt(people - 1)
        low = max(low, (max(0.0, steps - 1.5) * width / per) ** 2)
        high = min(high, ((steps - 0.5) * width / per) ** 2)
    return low, high


def _quantile(people: int, level: int) -> float:
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

    return float(stdtrit(people - 1, 0.5 + level / 200))
