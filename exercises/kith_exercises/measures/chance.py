"""What chance alone gives: the picture beside a finding.

SciPy's permutation tests do the shuffling. Where there are no more ways to shuffle than ``times``, each comes up
once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, room, row, whole

__all__ = ["flips", "shuffles"]


def flips(differences: Sequence[float], *, times: int = 1000, seed: int = 0) -> NDArray[np.float64]:
    """Mean differences within people if it were by chance which of a person's two values is which."""
    return _null((_several("differences", differences),), "samples", times, seed)


def shuffles(
    first: Sequence[float], second: Sequence[float], *, times: int = 1000, seed: int = 0
) -> NDArray[np.float64]:
    """Differences of two means if it were by chance who is in which group."""
    return _null((_several("first", first), _several("second", second)), "independent", times, seed)


def _several(parameter: str, values: Sequence[float]) -> NDArray[np.float64]:
    """The values in order, so that the order of the input does not matter."""
    known = np.sort(row(parameter, values, -FAR, FAR))
    if len(known) < 2:
        raise OutOfRange(parameter, values, "at least two values, as there is nothing to shuffle in one")
    return known


def _null(data: tuple[NDArray[np.float64], ...], kind: str, times: int, seed: int) -> NDArray[np.float64]:
    # Imported here: it takes a while, and only a page that shows a picture of chance needs it.
    from scipy.stats import permutation_test  # type: ignore[import-untyped]  # SciPy ships no types

    def statistic(one: NDArray[np.float64], *other: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
        means = np.mean(one, axis=axis)
        return np.asarray(means - np.mean(other[0], axis=axis) if other else means)

    chance = np.random.default_rng(whole("seed", seed, 0))
    times = room("times", whole("times", times, 1), 8 * 4 * sum(map(len, data)))  # SciPy draws an order of all of them
    found = permutation_test(data, statistic, permutation_type=kind, vectorized=True, n_resamples=times, rng=chance)
    return np.asarray(found.null_distribution, dtype=np.float64)
