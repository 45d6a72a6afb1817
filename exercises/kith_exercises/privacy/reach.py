"""The smallest group that can be told apart by adding and subtracting figures.

A figure is a row of noughts and ones over the lots of people (see ``atoms_of``); whoever has figures has all their
combinations, a subspace. Asked is for a row of it, not all nought, that lives on fewer than so many people. That is a
code's minimum distance, with weights, and with real numbers in place of bits.
"""

from collections.abc import Iterator, Sequence
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Unclear", "few_reached"]

Numbers = NDArray[np.float64]

_TINY = 1e-8

#: So many numbers are looked through at most, some seconds' work; held at once are far fewer.
_MOST = 150_000_000


class Unclear(Exception):
    """There are too many small groups to look through."""


def few_reached(table: Numbers, sizes: Sequence[int], least: int) -> list[int] | None:
    """Lots (by place) of fewer than ``least`` people in all that some combination of the rows stands for.

    None if there are no such lots; raises Unclear if that can't be found out in reasonable time.
    """
    weights = np.array(sizes)
    seen = _basis(table)
    if not len(seen) or weights.min() >= least:
        return None
    bases = _disjoint(seen)
    # On each of these sets of lots a combination that is nought is nought altogether. So it has one lot in each at
    # least; and in one of them no more people than a fair share (Brouwer and Zimmermann's bound; see Grassl 2006,
    # Discovering Mathematics with Magma, 287-313).
    if sum(int(weights[basis].min()) for basis in bases) >= least:
        return None
    share = (least - 1) // len(bases)
    if share < np.sort(weights)[:2].sum() or len(weights) == 1:
        return _single(seen, bases, weights, least)
    return _grouped(np.eye(len(weights)) - seen.T @ seen, weights, least)


def _basis(table: Numbers) -> Numbers:
    """Orthonormal rows of which all combinations of the rows are made."""
    if not table.size:
        return np.zeros((0, table.shape[1]))
    _, found, rows = np.linalg.svd(table, full_matrices=False)
    return np.asarray(rows[found > _TINY * max(table.shape)])


def _disjoint(seen: Numbers) -> list[NDArray[np.int64]]:
    """As many disjoint sets of lots as are easily found, each of which determines a combination."""
    # Imported here: a learner who opens a notebook has no use for it, and it takes a while.
    from scipy.linalg import qr  # type: ignore[import-untyped]  # SciPy ships no types

    found, left = [], np.arange(seen.shape[1])
    while len(left) >= len(seen):
        answer: Any = qr(seen[:, left], mode="r", pivoting=True)
        triangle, order = answer
        if abs(triangle[len(seen) - 1, len(seen) - 1]) < _TINY:
            break
        found.append(left[order[: len(seen)]])
        left = np.sort(left[order[len(seen) :]])
    return found


def _single(seen: Numbers, bases: Sequence[NDArray[np.int64]], weights: NDArray[Any], least: int) -> list[int] | None:
    """The same if a combination has only one lot in some of the bases: then it is one of these rows."""
    for basis in bases:
        rows = np.abs(np.linalg.solve(seen[:, basis], seen)) > _TINY
        light = np.flatnonzero(rows @ weights < least)
        if light.size:
            return [int(lot) for lot in np.flatnonzero(rows[light[0]])]
    return None


def _grouped(unseen: Numbers, weights: NDArray[Any], least: int) -> list[int] | None:
    """The same by looking at each group of lots, the smallest first."""
    # Some combination lives on a group if the unseen, which all combinations are orthogonal to, is singular on it.
    small = np.flatnonzero(weights < least)
    lightest = int(weights[small].min())
    depth = max(0, (least - 1) // lightest - 2)
    if sum(comb(len(small), count) for count in range(depth + 1)) * len(small) ** 2 > _MOST:
        raise Unclear
    gram, sizes = unseen[np.ix_(small, small)], weights[small]
    alone = np.flatnonzero(np.diag(gram) < _TINY)
    if alone.size:
        return [int(small[alone[0]])]
    for count in range(depth + 1):
        for first, rest in _led(gram, sizes, least, count):
            pair = _dependent(rest, sizes, first, least)
            if pair is not None:
                return sorted(int(small[lot]) for lot in pair)
    return None


def _led(gram: Numbers, sizes: NDArray[Any], least: int, count: int) -> Iterator[tuple[NDArray[np.int64], Numbers]]:
    """All groups of so many lots, one a row, with what is left of the others if these are taken out."""
    if not count:
        yield np.zeros((1, 0), dtype=np.int64), gram[None]
        return
    for lot in range(len(sizes)):  # one at a time, so that not all of them are held at once
        first, rest = np.array([[lot]]), _without(gram[None], np.array([lot]))
        for _ in range(count - 1):
            place, added = np.nonzero(np.arange(len(sizes)) > first[:, -1:])
            fits = sizes[first[place]].sum(axis=1) + sizes[added] + 2 * sizes.min() < least
            place, added = place[fits], added[fits]
            first, rest = np.hstack([first[place], added[:, None]]), _without(rest[place], added)
        if len(first):
            yield first, rest


def _without(grams: Numbers, lots: NDArray[np.int64]) -> Numbers:
    """What is left of each of these matrices if its lot is projected out."""
    each = np.arange(len(lots))
    rows = grams[each, lots]
    return np.asarray(grams - rows[:, :, None] * rows[:, None, :] / grams[each, lots, lots][:, None, None])


def _dependent(rest: Numbers, sizes: NDArray[Any], first: NDArray[np.int64], least: int) -> tuple[int, ...] | None:
    """A group that begins with one of these, and two lots that depend on each other given it."""
    own = np.diagonal(rest, axis1=1, axis2=2)
    both = own[:, :, None] * own[:, None, :]
    last = first[:, -1] if first.shape[1] else np.array([-1])
    later = np.arange(len(sizes)) > last[:, None]
    light = sizes[first].sum(axis=1)[:, None, None] + sizes[:, None] + sizes < least
    place, one, other = np.nonzero(
        (both - rest**2 < _TINY) & light & later[:, :, None] & later[:, None, :] & np.tri(len(sizes), k=-1, dtype=bool)
    )
    return (*map(int, first[place[0]]), int(other[0]), int(one[0])) if place.size else None
