"""What time it is for a simulated learner: they sit down at some hour, and whatever they do there takes a while."""

from datetime import UTC, date, datetime, time, timedelta

from kith_exercises.cohort._drawn import around
from kith_exercises.cohort.learner import SimulatedLearner
from kith_widgets.answering import iso

__all__ = ["Sitting"]

#: Hours of the day (UTC) at which somebody sits down: the usual one, how much that differs, the first and the last.
_HOURS = (14, 3, 7, 21)
#: So many seconds go by, on average, between two looks at the clock; a card takes a few for each thing that is done.
_SECONDS = 9


class Sitting:
    """A learner's clock in one module on one day, the same for the same seed: at each look it is a little later."""

    def __init__(self, learner: SimulatedLearner, module: str, day: date) -> None:
        self._dice = learner.dice(module, "sitting", day.isoformat())
        self._now = datetime.combine(day, time(tzinfo=UTC)) + timedelta(hours=around(self._dice, *_HOURS))

    def __call__(self) -> str:
        """Now, as records carry it."""
        self._now += timedelta(seconds=float(self._dice.exponential(_SECONDS)))
        return iso(self._now)
