"""Complementary suppression: what else must be left out, so that what is left out can't be worked out.

Means and numbers give sums, and whoever has sums can add and subtract them. A combination of figures is revealing if
it stands for fewer people than a figure must: a total less all parts but a small one, or two parts of different cuts
that differ in one person. Figures may be shown together if no combination of them, with any coefficients, is.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import KithError
from kith_exercises.privacy.cuts import atoms_of
from kith_exercises.privacy.reach import Unclear, few_reached

__all__ = ["independent", "left_out", "revealing"]

#: After so many rounds the best that was found is good enough.
_ROUNDS = 40


def left_out(sets: Sequence[frozenset[str]], least: int, *, earlier: Sequence[frozenset[str]] = ()) -> frozenset[int]:
    """Which of the sets (by place) may not be shown, as few as possible, and among those the smallest.

    Those of fewer than ``least`` people are among them anyway. ``earlier`` are sets of which figures are out already.
    """
    kept = [place for place, people in enumerate(sets) if len(people) >= least]
    while True:
        try:
            gone = _fewest_of([sets[place] for place in kept], least, earlier)
        except Unclear:
            kept.pop()  # the last cuts of the list have made them too many to look through
        else:
            return frozenset(range(len(sets))).difference(kept) | {kept[place] for place in gone}


def revealing(sets: Sequence[frozenset[str]], least: int) -> frozenset[int]:
    """The places of figures that stand together for fewer than ``least`` people; none of them can be spared for it."""
    if not sets:
        return frozenset()
    table, sizes = _rows(sets)
    few = few_reached(table, sizes, least)
    if few is None:
        return frozenset()
    kept = list(range(len(sets)))
    for place in range(len(sets)):
        rest = [other for other in kept if other != place]
        if _reaches(table[rest], few):
            kept = rest
    return frozenset(kept)


def independent(sets: Sequence[frozenset[str]]) -> int:
    """How many of the figures of these sets can't be worked out from the others."""
    return _rank(_rows(sets)[0]) if sets else 0


def _fewest_of(sets: Sequence[frozenset[str]], least: int, earlier: Sequence[frozenset[str]]) -> frozenset[int]:
    """Of sets that are large enough, the fewest that have to go."""
    # Nobody can list all revealing combinations, so they come in as they are met: what must go at least, because of
    # those that are known, is looked at for others, until none is left (implicit hitting sets: Moreno-Centeno and Karp
    # 2013, Operations Research 61(2), 453-468). On the way there is always something that would do.
    known: list[frozenset[int]] = []
    costs = _costs([len(people) for people in sets])
    best = frozenset(range(len(sets)))
    for _ in range(_ROUNDS):
        must = _hitting(known, costs)
        gone = must
        while found := _met(sets, gone, least, earlier):
            known.append(found)
            gone |= {max(found, key=lambda place: (sum(place in one for one in known), -costs[place]))}
        best = min(best, gone, key=lambda some: sum(costs[place] for place in some))
        if gone == must:
            break
    return best


def _met(
    sets: Sequence[frozenset[str]], gone: frozenset[int], least: int, earlier: Sequence[frozenset[str]]
) -> frozenset[int]:
    """A revealing combination of those that are not gone, if there is one."""
    shown = [place for place in range(len(sets)) if place not in gone]
    found = revealing([*(sets[place] for place in shown), *earlier], least)
    mine = frozenset(shown[place] for place in found if place < len(shown))
    if found and not mine:
        raise KithError(
            f"Figures that are out already tell one about fewer than {least} people. Nothing can be added to them."
        )
    return mine


def _costs(sizes: Sequence[int]) -> list[int]:
    """What each figure costs if it goes: one figure more than any number of people, one person more than any place."""
    places = len(sizes) ** 2
    return [(sum(sizes) + 1 + size) * places + place for place, size in enumerate(sizes)]


def _hitting(known: Sequence[frozenset[int]], costs: Sequence[int]) -> frozenset[int]:
    """Places of which each known combination has one, at the lowest cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # as in reach

    if not known:
        return frozenset()
    has = np.array([[float(place in one) for place in range(len(costs))] for one in known])
    answer: Any = milp(
        np.array(costs, dtype=float),
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(has, 1, np.inf),
        options={"mip_rel_gap": 0},
    )
    return frozenset(int(place) for place in np.flatnonzero(np.round(answer.x)))


def _rows(sets: Sequence[frozenset[str]]) -> tuple[NDArray[np.float64], list[int]]:
    atoms = atoms_of(sets)
    return np.array([[float(atom <= people) for atom in atoms] for people in sets]), [len(atom) for atom in atoms]


def _reaches(table: NDArray[np.float64], few: Sequence[int]) -> bool:
    """Whether some combination of these figures lives on the few atoms alone."""
    rest = np.delete(table, few, axis=1)
    return _rank(rest) < _rank(table)


def _rank(table: NDArray[Any]) -> int:
    return int(np.linalg.matrix_rank(table)) if table.size else 0
