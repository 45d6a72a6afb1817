"""Cohorts that are shown no parts by lot, whatever they answered, so that being shown none tells nothing.

The lot is drawn from the answers themselves, so that a page is the same whenever it is made. Who of a lot of people
answered what makes no difference. More are drawn where somebody gave a rare answer, which few cohorts have, as whoever
gave it must find all others open too. So ``one_in`` is a number for each answer, and the rarest one decides.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ONE_IN", "among_counts", "among_exchanges", "among_people"]

#: One in so many is drawn; if so few would tell something, one in fewer. Each is a part of the last, as cohorts are.
ONE_IN = (100, 20, 5)

Counts = NDArray[np.int64]


def among_people(kinds: Counts, lots: Counts, one_in: Sequence[int]) -> NDArray[np.bool_]:
    """Which cohorts are drawn, one a row: what each person answered, in steps of the scale, and the lot they are in."""
    return _drawn(_mixed(_place(lots, kinds)).sum(axis=1, dtype=np.uint64), np.array(one_in)[kinds].min(axis=1))


def among_counts(counts: Counts, one_in: Sequence[int]) -> NDArray[np.bool_]:
    """The same by how many of each lot gave each answer."""
    lots, kinds = np.indices(counts.shape[1:])
    each: Any = counts.astype(np.uint64)
    each = each * _mixed(_place(lots, kinds))
    rarest = np.where(counts.any(axis=1), one_in, max(one_in)).min(axis=1)
    return _drawn(each.sum(axis=(1, 2), dtype=np.uint64), rarest)


def among_exchanges(kinds: Counts, lots: Counts, one_in: int) -> Counts:
    """Which two people, one pair a row, would have to exchange their answers for one in so many to be this cohort."""
    each = _mixed(_place(lots[:, None], kinds[None]))  # of each person, had they given each other one's answer
    own = np.diagonal(each)
    keys = own.sum(dtype=np.uint64) + each + each.T - own[:, None] - own[None]
    return np.argwhere(_drawn(keys, one_in) & np.tri(len(kinds), k=-1, dtype=bool))


def _drawn(keys: NDArray[np.uint64], one_in: Any) -> NDArray[np.bool_]:
    return np.asarray(_mixed(keys) % np.asarray(one_in).astype(np.uint64) == 0)


def _place(lots: Any, kinds: Any) -> NDArray[np.uint64]:
    return np.asarray((lots << 32) + kinds).astype(np.uint64)


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers as good as drawn, the same for the same keys (Steele, Lea and Flood 2014, OOPSLA, 453-472)."""
    mixed: Any = keys + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
