"""Intervals for a mean, and for the difference of two: what almost every measure ends in.

An interval leaves a value out only where all of these agree to:

- *Student's t* (Student 1908, The probable error of a mean, Biometrika 6, 1-25; for two groups B. L. Welch 1947, The
  generalization of Student's problem, Biometrika 34, 28-35), the reference. Alone, it covers too little where answers
  are skewed.
- *Bootstrap-t*, which makes up for that (P. Hall 1988, Theoretical comparison of bootstrap confidence intervals, Annals
  of Statistics 16, 927-953; T. C. Hesterberg 2015, What teachers should know about the bootstrap, The American
  Statistician 69, 371-386). Where few answers differ it is erratic, so that it reaches at most half as far again as
  Student's, and needs `_ENOUGH` answers.
- *Shuffles*, for one group: means of random subsets bound what a test by flipping signs cannot rule out (J. A. Hartigan
  1969, Using subsample values as typical values, Journal of the American Statistical Association 64, 1303-1317). So an
  interval agrees with the picture of chance that stands beside it.

Each of them is an approximation where 24 people give rounded, bounded, skewed answers, and alone misses in up to 8 of
100 trials where it says 5. So the ends are made for 97%, and 95% is what they keep.
Where few answers carry a mean, none of them is enough: with 12 people, 7 to 10 of 100 may miss then, with 5 up to 15.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kith_exercises.inputs import whole
from kith_exercises.measures.finding import Interval

__all__ = [
    "DRAWS",
    "TAIL",
    "between_tails",
    "interval_of_difference",
    "interval_of_mean",
    "quantile_of_t",
    "ratio_parts",
]

DRAWS = 1999
#: What an end may miss by design: less than 2.5%, for the reason above.
TAIL = 0.015
#: The k-th smallest of all draws, and the k-th largest, are the ends.
_KTH = round((DRAWS + 1) * TAIL)
#: What of a scale is nothing but rounding.
_ROUNDING = 1e-9
_ENOUGH = 6
#: From so many answers on, Student's t is near enough by itself, and resamples would take a lot of memory.
_MANY = 2000
_FURTHEST = 1.5

Row = NDArray[np.float64]


def interval_of_mean(values: Sequence[float] | Row, low: float, high: float, seed: int = 0) -> Interval:
    """Where the mean lies of what these values, one a person, were drawn from; it can only lie from low to high."""
    whole("seed", seed, 0)
    known = np.sort(np.asarray(values, dtype=np.float64))  # so that the order of the input changes no last digit
    middle, half = _mean(known), _half(known)
    if _same(known, high - low):
        return _of_one_kind(middle, len(known), low, high)
    ends = [middle - half, middle + half]
    if len(known) < _MANY:
        ends += _typical(known, seed)
    if _ENOUGH <= len(known) < _MANY:
        ends += _within(middle, half, _bootstrapped(middle, half, [known], seed))
    return _clipped(ends, low, high)


def interval_of_difference(
    first: Sequence[float] | Row, second: Sequence[float] | Row, reach: float, seed: int = 0
) -> Interval:
    """Where the first mean minus the second lies; at most ``reach`` from 0."""
    whole("seed", seed, 0)
    one, two = (np.sort(np.asarray(values, dtype=np.float64)) for values in (first, second))
    middle = _mean(one) - _mean(two)
    if min(len(one), len(two)) < 2 or (_same(one, reach) and _same(two, reach)):
        return _of_one_kind(middle, min(len(one), len(two)), -reach, reach)
    half = _welch(one, two)
    ends = [middle - half, middle + half]
    if min(len(one), len(two)) >= _ENOUGH and max(len(one), len(two)) < _MANY:
        ends += _within(middle, half, _bootstrapped(middle, half, [one, two], seed))
    return _clipped(ends, -reach, reach)


def ratio_parts(tops: Sequence[float] | Row, bottoms: Sequence[float] | Row) -> Row:
    """One value a person, with the mean sum(tops) / sum(bottoms): what each contributes to a pooled ratio.

    The usual linearisation (W. G. Cochran 1977, Sampling Techniques, chapter 6), for people who answered different
    numbers of questions; with equal numbers, it is each one's own ratio.
    """
    top, bottom = np.asarray(tops, dtype=np.float64), np.asarray(bottoms, dtype=np.float64)
    ratio = math.fsum(top) / math.fsum(bottom)
    return ratio + (top - ratio * bottom) / (math.fsum(bottom) / len(bottom))


def between_tails(draws: Row) -> tuple[float, float]:
    """Between which two of so many draws by lot all but the tails lie."""
    ordered = np.sort(draws)
    return float(ordered[_KTH - 1]), float(ordered[-_KTH])


@lru_cache(maxsize=256)
def quantile_of_t(degrees: float) -> float:
    """How many standard errors half an interval is."""
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # SciPy ships no types

    return float(stdtrit(degrees, 1 - TAIL))


def _mean(values: Row) -> float:
    return math.fsum(values) / len(values)


def _same(values: Row, reach: float) -> bool:
    """Whether all are one value: 1 - 2/3 and 2/3 - 1/3 are too, though their last digits differ."""
    return float(values[-1] - values[0]) <= _ROUNDING * reach


def _square(values: Row) -> float:
    """The squared standard error of the mean."""
    middle = _mean(values)
    return math.fsum((values - middle) ** 2) / (len(values) - 1) / len(values)


def _half(values: Row) -> float:
    """Half of Student's interval."""
    return quantile_of_t(len(values) - 1) * math.sqrt(_square(values)) if len(values) > 1 else 0.0


def _welch(one: Row, two: Row) -> float:
    """Half of Welch's interval."""
    a, b = _square(one), _square(two)
    degrees = (a + b) ** 2 / (a * a / (len(one) - 1) + b * b / (len(two) - 1))
    return quantile_of_t(degrees) * math.sqrt(a + b)


def _bootstrapped(middle: float, half: float, groups: Sequence[Row], seed: int) -> tuple[float, float]:
    """Bootstrap-t: how far means of resamples lie from the mean, in their own standard errors."""
    means, squares = [], []
    for number, values in enumerate(groups):
        weights = _resamples(len(values), seed, number)
        centred = values - _mean(values)
        mean = _weighted(weights, centred)
        means.append(mean)
        squares.append(np.maximum(_weighted(weights, centred**2) - mean**2, 0) / (len(values) - 1))
    gap = means[0] if len(means) == 1 else means[0] - means[1]
    error = math.sqrt(sum(_square(values) for values in groups))
    # A resample of equal values has no error of its own, and says nothing; rounding may leave it a trace of one.
    own = np.sqrt(sum(squares))
    low, high = between_tails(np.divide(gap, own, out=np.zeros_like(gap), where=own > 1e-9 * half))
    return middle - high * error, middle - low * error


def _typical(values: Row, seed: int) -> tuple[float, float]:
    """The middle of the means of random subsets."""
    return between_tails(_weighted(_subsets(len(values), seed), values))


def _weighted(weights: Row, values: Row) -> Row:
    """A mean for each row of weights; by einsum, as a matrix product may round otherwise on another number of cores."""
    return np.asarray(np.einsum("ij,j->i", weights, values))


def _of_one_kind(value: float, people: int, low: float, high: float) -> Interval:
    """When all answer alike, spread says nothing.

    But were more than a share q of all people different, so many alike would hardly come up: (1 - q) ** people is
    `TAIL`. Those may answer anything.
    """
    share = 1 - TAIL ** (1 / people)
    return Interval(value - share * (value - low), value + share * (high - value))


def _within(middle: float, half: float, ends: tuple[float, float]) -> list[float]:
    return [min(max(end, middle - _FURTHEST * half), middle + _FURTHEST * half) for end in ends]


def _clipped(ends: Sequence[float], low: float, high: float) -> Interval:
    return Interval(max(min(ends), low), min(max(ends), high))


@lru_cache(maxsize=16)
def _resamples(people: int, seed: int, number: int) -> Row:
    """How much of each mean of a resample is each person: one row a resample."""
    chance = np.random.default_rng([seed, people, number])
    drawn = chance.multinomial(people, np.full(people, 1 / people), size=DRAWS)
    return _kept(drawn / people)


@lru_cache(maxsize=16)
def _subsets(people: int, seed: int) -> Row:
    """The same for random subsets, none of them empty."""
    chance = np.random.default_rng([seed, people])
    drawn = chance.integers(0, 2, (DRAWS, people)).astype(np.float64)
    empty = ~drawn.any(axis=1)
    drawn[empty, chance.integers(0, people, empty.sum())] = 1
    return _kept(drawn / drawn.sum(axis=1, keepdims=True))


def _kept(weights: Row) -> Row:
    weights.setflags(write=False)
    return weights
