"""Complementary suppression: what else must be left out, so that what is left out can't be worked out.

Means and numbers give sums, and whoever has sums can add and subtract them. A combination of figures is revealing if
it stands for fewer people than a figure must: a total less all parts but a small one, or two parts of different cuts
that differ in one person. Figures may be shown together if no combination of them, with any coefficients, is.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import KithError
from kith_exercises.privacy.cuts import atoms_of

__all__ = ["EXACT", "left_out", "revealing"]

#: Up to so many figures in question, the fewest are found that have to go; beyond, one after the other (greedily).
EXACT = 14

#: More groups of few people than this are not looked through: then the last cuts are left out, which made them so many.
_MOST = 200_000
_TINY = 1e-8


def left_out(
    sets: Sequence[frozenset[str]], least: int, *, earlier: Sequence[frozenset[str]] = (), exact: bool = True
) -> frozenset[int]:
    """Which of the sets (by place) may not be shown, as few as possible, and among those the smallest.

    Those of fewer than ``least`` people are among them anyway. ``earlier`` are sets of which figures are out already.
    Not ``exact`` is quicker, and may leave out more.
    """
    gone = frozenset(place for place, people in enumerate(sets) if len(people) < least)
    kept = [place for place in range(len(sets)) if place not in gone]
    while kept and _looks([*earlier, *(sets[place] for place in kept)], least) > _MOST:
        gone |= {kept.pop()}
    known: list[frozenset[int]] = []
    extra = frozenset[int]()
    while True:
        shown = [place for place in kept if place not in extra]
        found = revealing([*(sets[place] for place in shown), *earlier], least)
        if not found:
            return gone | extra
        mine = frozenset(shown[place] for place in found if place < len(shown))
        if not mine:
            raise KithError(
                f"Figures that are out already tell one about fewer than {least} people. Nothing can be added to them."
            )
        known.append(mine)
        extra = _hitting(known, [len(people) for people in sets], exact)


def revealing(sets: Sequence[frozenset[str]], least: int) -> frozenset[int]:
    """The places of figures that stand together for fewer than ``least`` people; none of them can be spared for it."""
    if not sets:
        return frozenset()
    atoms = atoms_of(sets)
    table = np.array([[float(atom <= people) for atom in atoms] for people in sets])
    few = _few(table, [len(atom) for atom in atoms], least)
    if few is None:
        return frozenset()
    kept = list(range(len(sets)))
    for place in range(len(sets)):
        rest = [other for other in kept if other != place]
        if _reaches(table[rest], few):
            kept = rest
    return frozenset(kept)


def _few(table: NDArray[np.float64], sizes: Sequence[int], least: int) -> list[int] | None:
    """Atoms of fewer than ``least`` people together that some combination of figures stands for, and nobody else."""
    # A row of numbers on the atoms is a combination of figures if it is orthogonal to all that no figure sees. So
    # there is one that lives on a few atoms alone where the projection onto the unseen is singular on these atoms.
    unseen = np.eye(table.shape[1]) - np.linalg.pinv(table) @ table
    for groups in _groups(sizes, least):
        lowest = np.linalg.eigvalsh(unseen[groups[:, :, None], groups[:, None, :]])[:, 0]
        if (lowest < _TINY).any():
            return [int(atom) for atom in groups[int(np.argmax(lowest < _TINY))]]
    return None


def _groups(sizes: Sequence[int], least: int) -> Iterator[NDArray[np.int64]]:
    """All groups of atoms with fewer than ``least`` people, one a row, by the number of atoms: the smallest first."""
    small = [atom for atom, size in enumerate(sizes) if size < least]
    for count in range(1, min(least, len(small) + 1)):
        fits = [group for group in combinations(small, count) if sum(sizes[atom] for atom in group) < least]
        if not fits:
            return
        yield np.array(fits, dtype=np.int64)


def _looks(sets: Sequence[frozenset[str]], least: int) -> int:
    """At most so many groups are to be looked at."""
    small = sum(len(atom) < least for atom in atoms_of(sets))
    return sum(comb(small, count) for count in range(1, least))


def _reaches(table: NDArray[np.float64], few: Sequence[int]) -> bool:
    """Whether some combination of these figures lives on the few atoms alone."""
    rest = np.delete(table, few, axis=1)
    return _rank(rest) < _rank(table)


def _rank(table: NDArray[Any]) -> int:
    return int(np.linalg.matrix_rank(table)) if table.size else 0


def _hitting(known: Sequence[frozenset[int]], sizes: Sequence[int], exact: bool) -> frozenset[int]:
    """Places of which each known combination has one: the fewest, and of those with the fewest people behind them."""
    among = sorted(frozenset[int]().union(*known))
    if not exact or len(among) > EXACT:
        return _greedily(known, sizes)
    for count in range(1, len(among) + 1):
        hits = [found for found in map(frozenset, combinations(among, count)) if all(found & one for one in known)]
        if hits:
            return min(hits, key=lambda found: (sum(sizes[place] for place in found), sorted(found)))
    raise AssertionError("all places together hit every combination")


def _greedily(known: Sequence[frozenset[int]], sizes: Sequence[int]) -> frozenset[int]:
    open_, gone = list(known), set[int]()
    while open_:
        places = sorted(frozenset[int]().union(*open_))
        best = max(places, key=lambda place: (sum(place in one for one in open_), -sizes[place], place))
        gone.add(best)
        open_ = [one for one in open_ if best not in one]
    return frozenset(gone)
