"""Moves from a cohort to another one with the same page: some answers a little higher, some a little lower."""

from collections.abc import Iterator
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.pages import TINY, Numbers, Page

__all__ = ["Places", "exchanges_of", "swaps_of"]

Places = NDArray[np.int64]

#: So many at most go up; so many groups of a size are looked at at most, and so many exchanges drawn from them.
_SIZE = 6
_GROUPS = 10_000
_DRAWN = 1_000


def exchanges_of(page: Page, movers: Places, chance: np.random.Generator) -> Numbers:
    """Moves of these people, one a row, that may leave the page as it is: some a step up, and as many a step down.

    Of figures whose sum can't move by a step as many go up as down; of the others now all are kept, now half of them,
    now none. There is always one move at least, if only to be tried: neighbours who exchange a step.
    """
    everybody = np.eye(page.sets.shape[1])
    found = [everybody[movers] - everybody[np.roll(movers, 1)]]
    loose = np.flatnonzero(np.maximum(page.fall, page.rise) >= page.step)
    for share in (1.0, 0.5, 0.0) if len(loose) else (1.0,):
        for size in range(1, 1 + min(_SIZE, len(movers) // 2)):
            kept = np.delete(page.sets, chance.permutation(loose)[round(share * len(loose)) :], axis=0)
            figures: Any = np.vstack([kept, np.ones((1, len(everybody)))])[:, movers]
            if comb(len(movers), size) <= _GROUPS:
                groups = np.array(list(combinations(range(len(movers)), size)))
            else:
                groups = np.argpartition(chance.random((_GROUPS, len(movers))), size, axis=1)[:, :size]
            for up, down in _pairs(figures, groups, chance):
                move = np.zeros((len(up), len(everybody)))
                np.put_along_axis(move, movers[up], 1, axis=1)
                for place in range(size):
                    move[np.arange(len(up)), movers[down[:, place]]] -= 1
                found.append(move[move.any(axis=1)])
    moves = np.vstack(found)
    # Each but once: what can happen in many ways would be drawn too often.
    _, first = np.unique(moves @ chance.random(len(everybody)), return_index=True)
    return np.asarray(moves[first] * page.step)


def swaps_of(page: Page, cohorts: Numbers, movers: Places, chance: np.random.Generator) -> Numbers:
    """For each cohort, one a row, a move: somebody a step up, and somebody down who is in many of the same figures."""
    each, now = np.arange(len(cohorts)), cohorts[:, movers]
    sets: Any = page.sets[:, movers].astype(float)
    near = sets.T @ sets + (1 - sets).T @ (1 - sets)
    up = np.where(now + page.step < page.scale.high + TINY, chance.random(now.shape), -1).argmax(axis=1)
    down = near[up] + len(sets) * chance.random((len(now), 1)) * chance.random(now.shape)
    down[each, up] = -1
    down = np.where(now - page.step > page.scale.low - TINY, down, -1).argmax(axis=1)
    move = np.zeros(cohorts.shape)
    move[each, movers[up]] = page.step
    move[each, movers[down]] -= page.step
    return move


def _pairs(figures: Numbers, groups: Places, chance: np.random.Generator) -> Iterator[tuple[Places, Places]]:
    """Groups drawn by lot, and for each another one that has as many people in each figure."""
    # Such numbers of people have the same sum where the figures are the same; where others have it, `same` will see it.
    key = (chance.integers(1 << 55, size=len(figures)) @ figures.astype(np.int64))[groups].sum(axis=1)
    _, same, counts = np.unique(key, return_inverse=True, return_counts=True)
    order, first = np.argsort(same, kind="stable"), np.cumsum(counts) - counts
    several = np.flatnonzero(counts[same] > 1)
    if several.size:
        up = several[chance.integers(len(several), size=_DRAWN)]
        kind = same[up]
        yield groups[up], groups[order[first[kind] + chance.integers(counts[kind])]]
