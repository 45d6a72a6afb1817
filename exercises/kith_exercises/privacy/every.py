"""All cohorts with a page, where they are few enough to look at each: then it is certain whether an answer follows.

Nobody can tell apart the people of a lot, so what counts is only what was answered in each lot, and by how many. Where
there are more cohorts than 60,000, some of them are looked for instead (``witness``), and it is certain no longer.
"""

from itertools import combinations_with_replacement
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.pages import TINY, Flags, Numbers, Page

__all__ = ["open_among_all"]

#: No more than so many are looked at.
_EVERY = 60_000

Counts = NDArray[np.int64]


def open_among_all(page: Page) -> bool | None:
    """Whether each answer of the given cohort is open, whoever reads, if all that is known is the page, and this rule.

    None if too many cohorts would have to be looked at, or answers stand between the steps of the scale.
    """
    steps = (page.given - page.scale.low) / page.scale.grain
    kinds = 1 + int((page.scale.high - page.scale.low) / page.scale.grain + TINY)
    sizes = [int(lot.sum()) for lot in page.lots]
    if prod(comb(size + kinds - 1, size) for size in sizes) > _EVERY or (np.abs(steps - np.round(steps)) > TINY).any():
        return None
    answers, counts = _every(page, sizes, kinds)
    cohorts = page.scale.low + page.scale.grain * answers
    possible = page.same(cohorts)
    cohorts, counts = cohorts[possible], counts[possible]
    doubtful = np.stack([page.alike(cohorts, lot) for lot in page.lots], axis=1)
    own = np.array([[(np.round(steps[lot]) == kind).sum() for kind in range(kinds)] for lot in page.lots])
    left = _left(counts, doubtful, round(page.step / page.scale.grain))
    return bool((left & (counts == own).all(axis=(1, 2))).any())


def _every(page: Page, sizes: list[int], kinds: int) -> tuple[Numbers, Counts]:
    """All cohorts, one a row: what each person answered, in order in each lot, and how many of a lot answered what."""
    each = [np.array(list(combinations_with_replacement(range(kinds), size))) for size in sizes]
    picked = np.stack([axis.ravel() for axis in np.indices([len(some) for some in each])], axis=1)
    answers = np.zeros((len(picked), page.lots.shape[1]))
    counts = np.zeros((len(picked), len(sizes), kinds), dtype=np.int64)
    for place, (lot, some) in enumerate(zip(page.lots, each, strict=True)):
        answers[:, lot] = some[picked[:, place]]
        counts[:, place] = np.stack([(some == kind).sum(axis=1) for kind in range(kinds)], axis=1)[picked[:, place]]
    return answers, counts


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
