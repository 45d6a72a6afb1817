"""Draws whose mean is exactly what was asked for, however close to the end of a scale, and in whatever steps.

Cutting off what falls outside a scale, and rounding to its nearest step, both move a mean. So values are drawn from a
beta distribution over the scale, and a value between two steps goes up as often as it lies far along.
"""

import math

import numpy as np

from kith_exercises.inputs import number

__all__ = ["around", "gamma_shape", "level", "on_scale"]


def around(dice: np.random.Generator, mean: float, spread: float, low: float, high: float) -> float:
    """A number from low to high; ``spread`` is its standard deviation, as far as the ends allow."""
    place = number("mean", (mean - low) / (high - low), 0, 1)
    most = place * (1 - place)
    if most == 0 or spread == 0:
        return mean
    # Close to an end a beta distribution can't be as wide as in the middle.
    share = min((spread / (high - low)) ** 2 / most, 0.5)
    certain = 1 / share - 1
    return low + (high - low) * float(dice.beta(place * certain, (1 - place) * certain))


def on_scale(dice: np.random.Generator, mean: float, spread: float, low: float, high: float) -> int:
    """A whole number from low to high."""
    value = around(dice, mean, spread, low, high)
    below = math.floor(value)
    return below + int(dice.random() < value - below)


def level(dice: np.random.Generator, shares: tuple[float, ...]) -> int:
    """A place in the list of shares, each as often as its share."""
    return int(dice.choice(len(shares), p=np.array(shares) / sum(shares)))


def gamma_shape(gini: float, seats: int) -> float:
    """The shape of gamma-distributed amounts of so many seats whose Gini's index is ``gini`` on average.

    The index of a gamma distribution is G = gamma(k + 1/2) / (sqrt(pi) gamma(k + 1)) (J. B. McDonald and B. C. Jensen
    1979, JASA 74, 856-860); of n draws it is (n - 1) / n of that, exactly, since a sum of gammas tells nothing about
    the shares in it.
    """
    wanted = number("gini", gini, 0.01, 0.99 * (seats - 1) / seats) * seats / (seats - 1)
    low, high = 1e-4, 1e5
    for _ in range(80):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _gini_of_gamma(middle) > wanted else (low, middle)
    return math.sqrt(low * high)


def _gini_of_gamma(shape: float) -> float:
    return math.exp(math.lgamma(shape + 0.5) - math.lgamma(shape + 1)) / math.sqrt(math.pi)
