"""Who gives to whom: is it returned, who stands between others, who is never asked?

*Reciprocity*: the share of ties that are returned, against what as many ties at random would give: rho = (r -
density) / (1 - density) (D. Garlaschelli and M. I. Loffredo 2004, Patterns of link reciprocity in directed networks,
Physical Review Letters 93, 268701). Its null is 0. *Reference:* the jackknife over people (T. A. B. Snijders and S.
P. Borgatti 1999, Non-parametric standard errors and tests for network statistics, Connections 22, 161-170). Where
hardly any tie is returned it is too sure, so that the interval also holds what cannot be told from chance: ties of
people who give to as many others as they do, drawn by lot. Where those who give much are also given much, ties
come back without anybody returning them (in trials, rho was 0.13), and this can't tell the two apart.

*Brokers* and *never asked* are counted and not sampled: they have neither interval nor null. SciPy's graph routines
count.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import name, whole
from kith_exercises.measures._given import paired, some
from kith_exercises.measures._means import quantile_of_t
from kith_exercises.measures._worded import POWER, tallied, unknown, weighed
from kith_exercises.measures.finding import Finding, Interval, Wording

__all__ = ["betweenness", "brokers", "never_asked", "reciprocity"]

#: From whom, to whom.
Tie = tuple[str, str]

_DRAWS = 399  # the tenth smallest and the tenth largest leave 95% between them
_KTH = 10
#: With more people than these, lots are drawn anew each time: they would take too much memory.
_KEPT = 60

#: With more people, the pairs of them would take too much memory.
_MOST = 2000
#: With fewer people, the jackknife has nothing to go by.
_FEWEST = 4
#: Where a rho is looked for that would show.
_GRID = tuple(hundredth / 100 for hundredth in range(1, 101))

Ties = NDArray[np.bool_]


def reciprocity(ties: Iterable[Tie], people: Collection[str], *, seed: int = 0) -> Finding:
    """How much more often ties are returned than by chance: 1 if all are, below 0 if fewer than by chance. Null: 0."""
    known, _ = _matrix(ties, people)
    size, made = len(known), int(known.sum())
    if made in (0, size * (size - 1)):
        return unknown(size, "nobody gave to anybody" if not made else "everybody gave to everybody", null=0.0)
    rho = _rho(known)
    shift = _chance(known, whole("seed", seed, 0))
    half = _jackknife(known)
    interval = Interval(max(min(rho - half, rho - shift[1]), -1), min(max(rho + half, rho - shift[0]), 1))
    words = Wording(
        "giving is returned more, or less, than by chance",
        "Giving is returned more than by chance: rho is {size}",
        "Giving is returned less than by chance: rho is {size} below 0",
        "in rho",
    )
    return weighed(rho, interval, size, words, reach=1, smallest=_smallest(size, made, shift[1]))


def brokers(ties: Iterable[Tie], people: Collection[str]) -> Finding:
    """The share of people without whom some others, now linked, could no longer reach each other."""
    known, _ = _matrix(ties, people)
    linked = known | known.T
    whole_parts = _parts(linked)
    alone = np.asarray(~linked.any(axis=1))
    needed = 0
    for person in range(len(linked)):
        rest = np.delete(np.delete(linked, person, 0), person, 1)
        # Taking out somebody who holds nothing together takes a part away only if they were alone in it.
        needed += int(_parts(rest) > whole_parts - alone[person])
    return tallied(needed, len(known), "Without one of these, some who are linked would lose each other", "learners")


def never_asked(ties: Iterable[Tie], people: Collection[str]) -> Finding:
    """The share of people who gave to nobody: nobody asked, or nobody was answered."""
    known, _ = _matrix(ties, people)
    return tallied(int(np.sum(~known.any(axis=1))), len(known), "Gave to nobody", "learners")


def betweenness(ties: Iterable[Tie], people: Collection[str]) -> dict[str, float]:
    """For each person, the share of shortest ways between two others that lead through them, whoever gives.

    L. C. Freeman 1977, A set of measures of centrality based on betweenness, Sociometry 40, 35-41. About single people:
    for models and made-up networks, and never for a page of the cohort.
    """
    known, names = _matrix(ties, people)
    linked = (known | known.T).astype(np.float64)
    steps, ways = _shortest(linked)
    pairs = max((len(names) - 1) * (len(names) - 2), 1)
    found = {}
    for person, called in enumerate(names):
        through = np.add.outer(steps[:, person], steps[person]) == steps
        through &= np.isfinite(steps)
        through[person] = through[:, person] = False
        np.fill_diagonal(through, val=False)
        shares = np.divide(np.outer(ways[:, person], ways[person]), ways, out=np.zeros_like(ways), where=through)
        found[called] = float(shares.sum() / pairs)
    return found


def _matrix(ties: Iterable[Tie], people: Collection[str]) -> tuple[Ties, list[str]]:
    some("people", people, "person")
    names = sorted({name("people", person) for person in people})
    if not 2 <= len(people) == len(names) <= _MOST:
        raise OutOfRange("people", people, f"2 to {_MOST} people, each named once")
    place = dict(zip(names, count(), strict=False))
    found = np.zeros((len(names), len(names)), bool)
    what = "pairs of two different people who are in the network"
    for giver, receiver in paired("ties", ties, what):
        ends = {name("ties", giver), name("ties", receiver)}
        if giver == receiver or not ends <= place.keys():
            raise OutOfRange("ties", (giver, receiver), what)
        found[place[giver], place[receiver]] = True
    return found, names


def _rho(ties: Ties) -> float:
    size, made = len(ties), int(ties.sum())
    return float(_rho_of(made, int((ties & ties.T).sum()), size))


def _rho_of(made: NDArray[np.int_] | int, returned: NDArray[np.int_] | int, size: int) -> NDArray[np.float64]:
    density = np.asarray(made) / (size * (size - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num((np.asarray(returned) / made - density) / (1 - density), nan=0.0)


def _jackknife(ties: Ties) -> float:
    """Half of the interval, by Snijders and Borgatti's formula for networks with one person left out at a time."""
    size = len(ties)
    if size < _FEWEST:
        return 2.0
    both = ties & ties.T
    made = int(ties.sum()) - ties.sum(axis=0) - ties.sum(axis=1)
    without = _rho_of(made, int(both.sum()) - 2 * both.sum(axis=1), size - 1)
    square = (size - 2) / (2 * size) * float(((without - without.mean()) ** 2).sum())
    return quantile_of_t(size - 1) * math.sqrt(square)


def _smallest(size: int, made: int, by_lot: float) -> float:
    """The rho that would show in four of five cohorts with as many ties, if all pairs are alike.

    By the delta method: where more is returned, rho differs more from cohort to cohort.
    """
    if size < _FEWEST:
        return math.inf
    density = made / (size * (size - 1))
    for rho in _GRID:
        returned = density + rho * (1 - density)
        shares = np.array([density * returned, 2 * density * (1 - returned)])  # of all pairs: both ways, one way
        of_returned = np.array([1 - returned, -returned / 2]) / density
        of_density = np.array([1.0, 0.5])
        slopes = of_returned / (1 - density) - of_density * (1 - returned) / (1 - density) ** 2
        square = float((shares * slopes**2).sum() - (shares * slopes).sum() ** 2) / (size * (size - 1) / 2)
        error = math.sqrt(max(square, 0))
        if rho >= max(quantile_of_t(size - 1) * error, by_lot) + POWER * error:
            return rho
    return math.inf


def _chance(ties: Ties, seed: int) -> tuple[float, float]:
    """Between which two values rho lies in 95 of 100 networks of people who give by lot, to as many as they do."""
    size, gave = len(ties), ties.sum(axis=1)
    returned = []
    for lots, ordered in _kept_lots(size, seed) if size <= _KEPT else _lots(size, seed):
        # Everybody turns to those with the smallest lots, to as many as they gave to.
        largest = np.where(gave, ordered[:, np.arange(size), gave - 1], -1)
        drawn = lots <= largest[:, :, None]
        returned.append((drawn & drawn.transpose(0, 2, 1)).sum((1, 2)))
    rhos = np.sort(_rho_of(int(ties.sum()), np.concatenate(returned), size))
    return float(rhos[_KTH - 1]), float(rhos[-_KTH])


def _lots(size: int, seed: int) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """For some draws at a time, everybody's lots of the others (their own comes last), and the same in order."""
    chance = np.random.default_rng([seed, size])
    at_once = max(1, _DRAWS * _KEPT**2 // size**2)
    for done in range(0, _DRAWS, at_once):
        lots = chance.random((min(at_once, _DRAWS - done), size, size))
        lots[:, np.arange(size), np.arange(size)] = 2
        yield lots, np.sort(lots, axis=2)


@lru_cache(maxsize=4)
def _kept_lots(size: int, seed: int) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
    """The same for a cohort that is small enough to keep them."""
    return tuple(_lots(size, seed))


def _parts(linked: Ties) -> int:
    # Imported here: it takes a while.
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # SciPy ships no types

    return int(connected_components(linked, directed=False, return_labels=False))


def _shortest(linked: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many steps lie between two people, and how many shortest ways."""
    size = len(linked)
    steps, ways = np.full((size, size), np.inf), np.eye(size)
    np.fill_diagonal(steps, 0)
    ends = np.eye(size)
    for step in range(1, size):
        ends = np.where(np.isinf(steps), ends @ linked, 0)
        if not ends.any():
            break
        ways += ends
        steps[ends > 0] = step
    return steps, ways
