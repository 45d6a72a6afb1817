"""All cohorts with everybody's figure, where they are few enough to look at each: then it is certain what follows.

Nobody can tell apart the people of a lot, so what counts is only what was answered in each lot, and by how many. Where
there are more cohorts than 100,000, some of them are looked for instead (``witness``), and it is certain no longer.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from math import comb, prod

import numpy as np

from kith_exercises.privacy.drawn import ONE_IN, Counts, among_counts
from kith_exercises.privacy.pages import TINY, Flags
from kith_exercises.privacy.refusals import Whole
from kith_exercises.privacy.rounding import cell_of

__all__ = ["Parts", "few_enough", "shown_of_all"]

#: No more than so many are looked at.
_EVERY = 100_000


@dataclass(frozen=True)
class Parts:
    """Parts that are to be shown: of which lots each is made, and the width of its cells in steps of the scale."""

    lots: tuple[int, ...]
    made_of: tuple[tuple[bool, ...], ...]
    widths: tuple[float, ...]


def few_enough(whole: Whole, parts: Parts) -> bool:
    """Whether all cohorts can be looked at."""
    return prod(comb(size + whole.most, size) for size in parts.lots) <= _EVERY


@lru_cache(maxsize=64)
def shown_of_all(whole: Whole, parts: Parts) -> frozenset[bytes]:
    """Which cohorts with this figure are shown their parts: how many of each lot gave which answer, as bytes.

    Nobody's answer follows from any page, nor from no part being shown; if that can't be had, nobody is shown parts.
    """
    counts = _every(whole, parts)
    lots, made_of = np.array(parts.lots), np.array(parts.made_of, dtype=np.int64)
    doubtful = lots - counts.max(axis=2) < 2
    sums = counts @ np.arange(whole.most + 1) @ made_of.T
    cells = np.stack(
        [
            cell_of(sums[:, place] / people, whole.span, parts.widths[place])
            for place, people in enumerate(made_of @ lots)
        ],
        axis=1,
    )
    _, pages = np.unique(cells, axis=0, return_inverse=True)
    for one_in in (0, *ONE_IN):
        left = ~among_counts(counts, one_in) if one_in else np.ones(len(counts), dtype=bool)
        for page in np.unique(pages.ravel()[left & doubtful.any(axis=1)]):
            same = np.flatnonzero(left & (pages.ravel() == page))
            left[same] = _left(counts[same], doubtful[same], whole.step)
        if _left(counts[~left], doubtful[~left], whole.step).all():
            return frozenset(row.tobytes() for row in counts[left])
    return frozenset()


def _every(whole: Whole, parts: Parts) -> Counts:
    """All cohorts with this figure, one a row: how many of a lot answered what."""
    each = [
        np.array([np.bincount(some, minlength=whole.most + 1) for some in combinations_with_replacement(kinds, size)])
        for size in parts.lots
        for kinds in [range(whole.most + 1)]
    ]
    picked = np.stack([axis.ravel() for axis in np.indices([len(some) for some in each])], axis=1)
    counts = np.stack([some[picked[:, place]] for place, some in enumerate(each)], axis=1)
    together, kinds = counts.sum(axis=1), np.arange(whole.most + 1)
    sums, squares = together @ kinds, together @ kinds**2
    variance = squares / whole.people - (sums / whole.people) ** 2
    return np.asarray(
        counts[
            (sums >= whole.sums[0] - TINY)
            & (sums <= whole.sums[1] + TINY)
            & (variance >= whole.variance[0])
            & (variance <= whole.variance[1])
            & (whole.people - together.max(axis=1) >= 2)  # else that figure would not be shown
        ]
    )


def _left(counts: Counts, doubtful: Flags, step: int) -> Flags:
    """Which cohorts are left if, again and again, those go in which an answer follows from those that are left."""
    left, before = np.ones(len(counts), dtype=bool), -1
    while left.sum() != before:
        before = int(left.sum())
        for lot, own in np.ndindex(counts.shape[1:]):
            known = np.flatnonzero(left & (counts[:, lot, own] > 0))
            others = counts[known]
            others[:, lot, own] -= 1
            left[known] &= ~(doubtful[known] & _closed(np.asarray((others > 0).any(axis=0)), step)).any(axis=1)
    return left


def _closed(answered: Flags, step: int) -> Flags:
    """In which lots no two answers (by kind) that somebody may have given lie a step apart."""
    lowest = answered.argmax(axis=1)
    highest = answered.shape[1] - 1 - answered[:, ::-1].argmax(axis=1)
    return np.asarray(answered.any(axis=1) & (highest - lowest < step))
