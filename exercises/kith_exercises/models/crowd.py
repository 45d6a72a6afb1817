"""When is a crowd wise? Its error is the mean error of its people, less how much they differ.

*Rule.* Everybody makes an estimate; the crowd's is the mean. Then, exactly and always, (crowd's error) squared =
mean of (each one's error) squared - variance of the estimates.

*Source.* S. E. Page (2007), The Difference, Princeton University Press, calls it the diversity prediction theorem;
it is the identity mean square = square of the mean + variance, written for errors.

*Ranges.* ``estimates``: at least one number; ``truth``: a number in the same unit; none beyond a million million.
Squared errors are in that unit squared.

*Left out.* Why people differ, whether they talked before, and whether they look at the same wrong thing: if all err
the same way, differing saves little.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kith_exercises.inputs import FAR, number, row
from kith_exercises.models._wording import figure, percent
from kith_exercises.models.model import Model, Try

__all__ = ["MODEL", "Crowd", "wisdom_of_crowds"]


@dataclass(frozen=True)
class Crowd:
    """A crowd's estimate, and where its squared error comes from: ``crowd_error == mean_error - variance``."""

    estimate: float
    crowd_error: float
    mean_error: float
    variance: float
    better_than: float

    @property
    def outcome(self) -> str:
        beaten = f"nearer than {percent(self.better_than)}" if self.better_than else "nearer than none"
        parts = f"{figure(self.crowd_error)} = {figure(self.mean_error)} - {figure(self.variance)}"
        return f"The crowd says {figure(self.estimate)}, {beaten} of its people; its squared error is {parts}."


def wisdom_of_crowds(*, estimates: Sequence[float] = (30, 36, 38, 42, 45, 60), truth: float = 43) -> Crowd:
    """The crowd's squared error, the mean of its people's, and how much they vary."""
    values = np.sort(row("estimates", estimates, -FAR, FAR))  # sorted: no order of adding up
    truth = number("truth", truth, -FAR, FAR)
    mean = values.mean()
    errors = (values - truth) ** 2
    crowd_error = (mean - truth) ** 2
    return Crowd(
        estimate=float(mean),
        crowd_error=float(crowd_error),
        mean_error=float(errors.mean()),
        variance=float(((values - mean) ** 2).mean()),
        # Whoever is just as far off is not beaten, whatever a computer's last digit says.
        better_than=float(((errors > crowd_error) & ~np.isclose(errors, crowd_error, rtol=1e-9, atol=0)).mean()),
    )


MODEL = Model(
    question="When is a crowd wise?",
    run=wisdom_of_crowds,
    notice=(
        "The crowd is never worse than its people on average. That is arithmetic, no wonder.",
        "Two ways make it better: people who err less, and people who err in different directions.",
        "It may still be worse than many of its people.",
    ),
    tries=(
        Try("Everybody says the same. What does the crowd gain?", {"estimates": (38, 38, 38)}),
        Try("Everybody is too low, and all by something else.", {"estimates": (20, 25, 30, 35, 40)}),
        Try("One wild guess.", {"estimates": (30, 36, 38, 42, 45, 400)}),
    ),
)
