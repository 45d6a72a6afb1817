"""What I expected and what came.

*Method.* Who made several forecasts counts once, with their mean. `forecast_error` keeps the direction and so has a
null; `forecast_miss` does not. *Reference:* Student's interval on learners' means.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from kith_exercises.inputs import instance, name, number
from kith_exercises.measures._given import Scale, gathered, rows, scale_of, some
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import reported, weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["Forecast", "forecast_error", "forecast_miss"]


@dataclass(frozen=True)
class Forecast:
    """What one learner said would come, and what came, on the same scale."""

    learner: str
    said: float
    came: float


def forecast_error(
    forecasts: Iterable[Forecast], *, scale: Scale, unit: str = "points", words: Wording | None = None, seed: int = 0
) -> Finding:
    """By how much more was said than came; below 0, less. Null: 0. It has other ``words`` where they are given."""
    low, high = scale_of(scale)
    errors = _by_learner(forecasts, (low, high), size=False)
    if words is not None:
        instance("words", words, Wording)
    words = words or Wording(
        "we expect too much or too little",
        f"We expected {{size}} {unit} more than came",
        f"We expected {{size}} {unit} less than came",
        unit,
    )
    interval = interval_of_mean(errors, low - high, high - low, seed)
    return weighed(fmean(errors), interval, len(errors), words, reach=high - low)


def forecast_miss(forecasts: Iterable[Forecast], *, scale: Scale, unit: str = "points", seed: int = 0) -> Finding:
    """How far off forecasts were, whichever way. Without a null: nobody is never off."""
    low, high = scale_of(scale)
    misses = _by_learner(forecasts, (low, high), size=True)
    interval = interval_of_mean(misses, 0, high - low, seed)
    return reported(fmean(misses), interval, len(misses), f"Forecasts were off by {{size}} {unit}")


def _by_learner(forecasts: Iterable[Forecast], scale: Scale, *, size: bool) -> Sequence[float]:
    errors = [
        (name("learner", one.learner), number("said", one.said, *scale) - number("came", one.came, *scale))
        for one in rows("forecasts", forecasts, Forecast)
    ]
    some("forecasts", errors, "forecast")
    of_each = gathered((learner, abs(error) if size else error) for learner, error in sorted(errors))
    return [fmean(errors) for errors in of_each.values()]
