"""Another cohort that would have given the same page: the proof that nobody's answer follows from it.

Where parts of different cuts overlap, some people are the only ones of their kind, and a page could say what they
answered, though all its figures stand for many. So for each person, and for each reader who knows their own
answer, another cohort is looked for: the same page, the same answer of the reader, another one of the person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.release import Scale

__all__ = ["others_for"]

#: A person's answer must be open by one part in so many of the scale, or by one step where that is more.
_PARTS = 20


def others_for(
    doubtful: Sequence[str],
    values: Mapping[str, float],
    sets: Sequence[frozenset[str]],
    scale: Scale,
    variance: tuple[float, float],
    earlier: Sequence[frozenset[str]],
) -> bool:
    """Whether there is such a cohort for each of the doubtful people, whoever reads.

    ``sets`` are the people of each figure, ``variance`` the bounds between which the shown intervals stay the same; of
    ``earlier`` figures the spreads may not change either.
    """
    people = sorted(values)
    search = _Search(people, values, sets, scale, variance, earlier)
    return all(search.open(people.index(person)) for person in doubtful)


class _Search:
    """Looks for cohorts in which some answers lie a little higher, some a little lower, and all sums are the same."""

    def __init__(
        self,
        people: Sequence[str],
        values: Mapping[str, float],
        sets: Sequence[frozenset[str]],
        scale: Scale,
        variance: tuple[float, float],
        earlier: Sequence[frozenset[str]],
    ) -> None:
        given = np.array([values[person] for person in people])
        move = scale.grain * max(1, round((scale.high - scale.low) / _PARTS / scale.grain))
        centred = (given - given.mean()) / move
        slack = 1e-9 * len(people)
        self._may_rise = given + move <= scale.high + slack
        self._may_fall = given - move >= scale.low - slack
        # All sums stay, that of everybody too; so the sum of squares alone moves the spread.
        rows = _rows(people, sets)
        self._squares = np.concatenate([2 * centred + 1, 1 - 2 * centred])
        before = np.tile(_rows(people, earlier), 2) * self._squares
        self._still = np.vstack([np.hstack([rows, -rows]), before])
        now = float(centred @ centred)
        low, high = (bound * len(people) / move**2 - now for bound in variance)
        self._squares_between = (low + slack if low > -now else -np.inf, high - slack)

    def open(self, person: int) -> bool:
        """Whether the person may have answered otherwise, whoever reads."""
        found = self._moved(person, frozenset())
        if found is None:
            return False
        # Whoever did not move in one such cohort can't rule it out; for those who always moved, look for one more.
        suspects = found - {person}
        while suspects:
            reader = min(suspects)
            other = self._moved(person, frozenset({reader}))
            if other is None:
                return False
            suspects &= other
        return True

    def _moved(self, person: int, fixed: frozenset[int]) -> frozenset[int] | None:
        """Who answers otherwise in a cohort where the person does and the fixed ones do not; None if there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # as in rounding

        count = len(self._may_rise)
        may: Any = np.concatenate([self._may_rise, self._may_fall]).astype(float)
        may[[place for one in fixed for place in (one, one + count)]] = 0
        either = np.hstack([np.eye(count), np.eye(count)])
        least: Any = np.zeros(count)
        least[person] = 1
        answer: Any = milp(
            np.ones(2 * count),
            integrality=np.ones(2 * count),
            bounds=Bounds(0, may),
            constraints=[
                LinearConstraint(self._still, 0, 0),
                LinearConstraint(either, least, 1),
                LinearConstraint(self._squares[None, :], *self._squares_between),
            ],
            options={"mip_rel_gap": 1},  # any such cohort will do
        )
        return None if answer.x is None else _places(answer.x, count)


def _rows(people: Sequence[str], sets: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    return np.array([[float(person in one) for person in people] for one in sets]).reshape(len(sets), len(people))


def _places(moved: NDArray[np.float64], count: int) -> frozenset[int]:
    return frozenset(int(place) % count for place in np.flatnonzero(np.round(moved)))
