"""Do two people who mark the same texts mean the same by a level?

*Method.* Weighted kappa (J. Cohen 1968, Weighted kappa, Psychological Bulletin 70, 213-220): 1 minus the disagreement
there is, divided by the disagreement that two markers with these habits would have by chance. *Reference:* the
large-sample interval of J. L. Fleiss, J. Cohen and B. S. Everitt (1969, Large sample standard errors of kappa and
weighted kappa, Psychological Bulletin 72, 323-327). In trials with 24 texts and a kappa of up to 0.7 that one held the
truth in 82 to 91 of 100. So ours is made of their standard error on Fisher's scale, with Student's t, after half a text
more that was marked by chance, as A. Agresti and B. A. Coull add cases to a share (1998, Approximate is better than
"exact" for interval estimation of binomial proportions, The American Statistician 52, 119-126). It held the truth in 95
to 98 of 100, and was a tenth to four tenths wider. It leaves 0 out exactly where such a kappa would hardly come up if
the second marker's levels were dealt out by lot: a few texts that are far apart make kappa uncertain, but not whether
it is more than chance.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, number, one_of, room, row, table, whole
from kith_exercises.measures._given import paired, some
from kith_exercises.measures._means import DRAWS, TAIL, between_tails, quantile_of_t
from kith_exercises.measures._worded import POWER, unknown, weighed
from kith_exercises.measures.finding import Finding, Interval, Wording

__all__ = ["Weights", "kappa_of_counts", "weighted_kappa"]

#: How much worse two levels apart is than one: four times, twice, or no worse.
Weights = Literal["quadratic", "linear", "none"]

Counts = NDArray[np.float64]
Levels = NDArray[np.int_]

_MOST_LEVELS = 100
#: How many texts are added that were marked by chance.
_MORE = 0.5
#: Where a kappa is looked for that would show.
_GRID = tuple(hundredth / 100 for hundredth in range(1, 101))
#: Where 0 is left out, an end is no closer to it: kappas are told in hundredths.
_LEAST = 0.01
#: What is only rounding.
_HAIR = 1e-9


def weighted_kappa(
    pairs: Iterable[tuple[float, float]],
    *,
    levels: int | Sequence[float],
    weights: Weights = "quadratic",
    seed: int = 0,
) -> Finding:
    """How far two markers agree beyond chance, from the level that each gave each text. Null: 0.

    ``levels`` says how many there are, from 0 up, or names the points of each.
    """
    points = _points(levels)
    places = {float(point): place for place, point in enumerate(points)}
    both = paired("pairs", pairs, "two levels for each text")
    known = [(_place(one, places), _place(other, places)) for one, other in both]
    some("pairs", known, "text that both marked")
    room("pairs", len(known), 2 * 8 * DRAWS)
    first, second = np.array(sorted(known)).T
    apart = _apart(points, weights)
    counts = np.zeros((len(points), len(points)))
    np.add.at(counts, (first, second), 1)
    kappa = float(_kappa(counts, apart))
    if math.isnan(kappa):
        return unknown(len(known), "all texts were given one level, so that chance would agree as well", null=0.0)
    words = Wording(
        "two markers agree more, or less, than by chance",
        "Two markers agree more than by chance: weighted kappa is {size}",
        "Two markers agree less than by chance: weighted kappa is {size} below 0",
        "in kappa",
        "texts",
    )
    chance = _by_lot(first, second, apart, whole("seed", seed, 0))
    interval, smallest = _interval(counts, apart, kappa, chance), _smallest(counts, apart, chance[1])
    return weighed(kappa, interval, len(known), words, reach=1, smallest=smallest)


def kappa_of_counts(counts: ArrayLike, *, weights: Weights | ArrayLike = "quadratic") -> float:
    """Weighted kappa of a square table: how often the first marker gave a row's level and the second a column's.

    ``weights`` may be a table too: how bad each pair of levels is.
    """
    given = _square("counts", counts, 2)
    apart = (
        _apart(_points(len(given)), weights) if isinstance(weights, str) else _square("weights", weights, len(given))
    )
    kappa = float(_kappa(given, apart))
    if math.isnan(kappa):
        raise OutOfRange("counts", counts, "a table in which not all texts have one level")
    return kappa


def _square(parameter: str, values: ArrayLike, least: int) -> Counts:
    given: Counts = table(parameter, values, 0, FAR)
    if given.shape[0] != given.shape[1] or len(given) < least:
        raise OutOfRange(parameter, values, f"a square table of at least {least} levels")
    return given


def _points(levels: int | Sequence[float]) -> Counts:
    """The points of each level."""
    if isinstance(levels, int):
        return np.arange(whole("levels", levels, 2, _MOST_LEVELS), dtype=np.float64)
    points = row("levels", levels, -FAR, FAR)
    if not 2 <= len(points) <= _MOST_LEVELS or np.any(np.diff(points) <= 0):
        raise OutOfRange("levels", levels, f"the points of 2 to {_MOST_LEVELS} levels, each more than the one before")
    return points


def _place(level: float, places: Mapping[float, int]) -> int:
    if number("level", level) not in places:
        raise OutOfRange("level", level, f"one of the levels {', '.join(f'{point:g}' for point in places)}")
    return places[float(level)]


def _apart(points: Counts, weights: str) -> Counts:
    """How bad it is to give two levels to one text, from 0 to 1."""
    one_of("weights", weights, ("quadratic", "linear", "none"))
    steps: Counts = abs(np.subtract.outer(points, points)) / (points[-1] - points[0])
    return {"quadratic": steps**2, "linear": steps, "none": np.ceil(steps)}[weights]


def _kappa(counts: Counts, apart: Counts) -> NDArray[np.float64]:
    """Kappa of each table in the last two axes; not a number where no disagreement is possible."""
    texts = counts.sum((-2, -1))
    seen = (counts * apart).sum((-2, -1)) / texts
    by_chance = np.einsum("...i,ij,...j->...", counts.sum(-1), apart, counts.sum(-2)) / texts**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - seen / by_chance)


def _interval(counts: Counts, apart: Counts, kappa: float, chance: tuple[float, float]) -> Interval:
    low, high = _ends(counts, apart, kappa)
    if chance[0] - _HAIR <= kappa <= chance[1] + _HAIR:
        return Interval(min(low, 0.0), max(high, 0.0))
    return Interval(max(low, _LEAST), high) if kappa > 0 else Interval(low, min(high, -_LEAST))


def _ends(counts: Counts, apart: Counts, kappa: float) -> tuple[float, float]:
    texts = int(counts.sum())
    if kappa == 1:
        return _lowest_if_agreed(counts, apart), 1
    more = counts + _MORE * np.outer(counts.sum(1), counts.sum(0)) / texts**2
    middle, error = float(_kappa(more, apart)), _error(more, apart, texts)
    if not error:  # one text, or a marker who gave all texts one level: kappa is 0 then, whatever the other does
        return -1, 1
    half = quantile_of_t(texts - 1) * error / (1 - middle**2)
    low, high = (math.tanh(math.atanh(middle) + side * half) for side in (-1, 1))
    return min(low, kappa), max(high, kappa)


def _error(counts: Counts, apart: Counts, texts: int) -> float:
    """Fleiss, Cohen and Everitt's standard error (their formula 9), for so many texts."""
    shares, alike = counts / counts.sum(), 1 - apart
    rows, columns = shares.sum(1), shares.sum(0)
    # By einsum, as a matrix product may round otherwise on another number of cores.
    of_row, of_column = np.einsum("ij,j->i", alike, columns), np.einsum("i,ij->j", rows, alike)
    seen, by_chance = float((shares * alike).sum()), float((rows * of_row).sum())
    of_levels = np.add.outer(of_row, of_column)
    square = float((shares * (alike * (1 - by_chance) - of_levels * (1 - seen)) ** 2).sum())
    square -= (seen * by_chance - 2 * by_chance + seen) ** 2
    return math.sqrt(square / (texts - 1)) / (1 - by_chance) ** 2 if texts > 1 and square > _HAIR else 0.0


def _by_lot(first: Levels, second: Levels, apart: Counts, seed: int) -> tuple[float, float]:
    """Between which two values kappa lies if it is by lot which text has which of the second marker's levels.

    Where there are so few texts that no lot is rare, any value can be by lot.
    """
    seen = apart[first, second[_orders(len(first), seed)]].mean(axis=1)
    kappas = 1 - seen / apart[np.ix_(first, second)].mean()
    low, high = between_tails(kappas)
    return -math.inf if low <= kappas.min() + _HAIR else low, math.inf if high >= kappas.max() - _HAIR else high


@lru_cache(maxsize=4)
def _orders(texts: int, seed: int) -> Levels:
    """So many orders of the texts."""
    return np.random.default_rng([seed, texts]).random((DRAWS, texts)).argsort(axis=1)


def _smallest(counts: Counts, apart: Counts, least: float) -> float:
    """The kappa that would show in four of five cohorts, where one above ``least`` shows.

    It is that of markers who say the same for a reason, and otherwise by habit.
    """
    texts = int(counts.sum())
    habit = (counts.sum(0) + counts.sum(1)) / (2 * texts)
    by_chance = np.outer(habit, habit)
    shows = (k for k in _GRID if k > least + POWER * _error(k * np.diag(habit) + (1 - k) * by_chance, apart, texts))
    return next(shows, math.inf)


def _lowest_if_agreed(counts: Counts, apart: Counts) -> float:
    """Where all agree: were more than a share q of texts judged differently, it would hardly come up; see `_means`."""
    texts = counts.sum()
    share = 1 - TAIL ** (1 / texts)
    by_chance = float(np.einsum("i,ij,j->", counts.sum(1), apart, counts.sum(0))) / texts**2
    return max(-1.0, float(1 - share / by_chance))
