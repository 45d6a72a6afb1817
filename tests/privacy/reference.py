"""The most figures of a page that an exhaustive minimal suppression shows: what usefulness is measured by.

It tries the subsets of all figures, the largest first, until there is one from which nothing follows: no sum or
difference of its means stands for too few people, and to no reader does anybody's answer follow from what is shown. The
second is asked of an attacker who has all rounded means and intervals, and their own answer, and looks at every cohort:
by exchanges, and where those find none, by integer programming. Where all but one agree it shows nothing, as whoever is
that one would know all others; on a long scale answers within a twentieth of it agree, as whoever hears that all of a
cohort said 70 or 71 of a hundred knows what each said. It knows no rule by which Kith leaves figures out, and so it is
more generous than any real one: nobody reads its choice, which may look at all answers. To somebody who knows that
choice it tells answers (``test_useful``), so what it shows is more than any rule can that is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from kith_exercises.privacy import Cut, Scale
from kith_exercises.privacy.alike import alike, apart
from kith_exercises.privacy.cells import cells_for
from kith_exercises.privacy.cuts import cells_of
from kith_exercises.privacy.rounding import coarser, shown_reach, step, to_step
from tests.privacy.cohorts import revealing_masks

__all__ = ["most_shown", "page_shown"]

Numbers = NDArray[np.int64]


def most_shown(values: Mapping[str, float], cuts: Sequence[Cut], scale: Scale, least: int = 6) -> int:
    """How many figures can be shown at most; scales in whole steps."""
    return len(page_shown(values, cuts, scale, least))


def page_shown(
    values: Mapping[str, float], cuts: Sequence[Cut], scale: Scale, least: int = 6
) -> dict[int, tuple[int, int]]:
    """The figures that are shown, by place, with the lowest and the highest sum that each may stand for."""
    people = sorted(values)
    given = np.array([int(values[who]) for who in people])
    if alike([float(value) for value in given], apart(scale.low, scale.high, 1)):
        return {}  # whoever differs from all others would know them; and where nobody does, each would
    sets = list(cells_of(frozenset(people), cuts).values())
    masks = revealing_masks(sets, least, 2 if len(sets) < 8 else 1)
    possible = [place for place, some in enumerate(sets) if len(some) >= least]
    for count in range(len(possible), 0, -1):
        for family in combinations(possible, count):
            shown = sum(1 << place for place in family)
            if not any(mask & shown == mask for mask in masks):
                rows = np.array([[who in sets[place] for who in people] for place in family])
                attacker = _Attacker(given, rows, int(scale.low), int(scale.high), least)
                if attacker.learns_nothing():
                    return dict(zip(family, attacker.sums, strict=True))
    return {}


class _Attacker:
    """All that follows from means and intervals of these people, as rows of ``sets``."""

    def __init__(self, given: Numbers, sets: NDArray[np.bool_], low: int, high: int, least: int) -> None:
        self.given, self.sets, self.low, self.high = given, sets.astype(np.int64), low, high
        sizes = self.sets.sum(axis=1)
        self.told = [max(least, int(size) // 5 * 5) for size in sizes]  # the fewest of its band
        self.sums = [self._sums(row) for row in range(len(sizes))]
        total = int(given.sum())
        reach = self._reaches(total, int(given @ given))
        #: For each sum of everybody's answers, between which numbers the sum of their squares lies.
        self.squares: dict[int, tuple[int, int]] = {}
        whole = self.sums[int(sizes.argmax())] if sizes.max() == len(given) else (total - 12, total + 12)
        for other in range(whole[0], whole[1] + 1):
            bound = range(other * other // len(given), max(abs(low), abs(high)) * (abs(other) + 1) + 1)
            same = [square for square in bound if self._reaches(other, square) == reach]
            if same:
                self.squares[other] = (same[0], same[-1])

    def _sums(self, row: int) -> tuple[int, int]:
        """The lowest and the highest sum that give the mean of a row: everybody's rounded, a part's in its cell."""
        size, span = int(self.sets[row].sum()), float(self.high - self.low)
        own = int(self.sets[row] @ self.given)
        every = np.arange(own - size, own + size + 1)
        if size == len(self.given):
            width = step(1, self.told[row])
            seen = np.array([to_step(sum_ / size, width) for sum_ in every])
        else:
            seen = cells_for(apart(self.low, self.high, 1), self.told[row], span).of((every / size - self.low) / span)
        same = [int(sum_) for sum_ in every[seen == seen[size]] if 0 <= sum_ - self.low * size <= span * size]
        return same[0], same[-1]

    def _reaches(self, total: int, square: int) -> tuple[float, ...]:
        people = len(self.given)
        variance = max(0, people * square - total * total) / people**2
        span = self.high - self.low
        told = max(6, people // 5 * 5)
        width = coarser(step(1, told), span)
        return tuple(round(shown_reach(variance, told, level, width), 6) for level in (50, 95))

    def learns_nothing(self) -> bool:
        """Whether each answer but the reader's own may have been another one."""
        open_ = np.eye(len(self.given), dtype=bool)  # reader, person
        for cohorts in self._exchanged():
            kept = cohorts == self.given
            open_ |= (kept.astype(np.float32).T @ (~kept).astype(np.float32)) > 0
        while not open_.all():
            reader, person = np.argwhere(~open_)[0]
            other = self._other(int(reader), int(person))
            if other is None:
                return False
            kept = other == self.given
            open_ |= np.outer(kept, ~kept)
        return True

    def _exchanged(self) -> Iterator[Numbers]:
        """Cohorts in which two have each other's answers, or one a step more and one a step less."""
        people = len(self.given)
        pairs = np.array([(one, two) for one in range(people) for two in range(people) if one != two])
        each = np.arange(len(pairs))
        swapped = np.tile(self.given, (len(pairs), 1))
        swapped[each, pairs[:, 0]], swapped[each, pairs[:, 1]] = self.given[pairs[:, 1]], self.given[pairs[:, 0]]
        moved = np.tile(self.given, (len(pairs), 1))
        moved[each, pairs[:, 0]] += 1
        moved[each, pairs[:, 1]] -= 1
        single = np.vstack([self.given + np.eye(people, dtype=np.int64), self.given - np.eye(people, dtype=np.int64)])
        for cohorts in (swapped, moved, single):
            yield cohorts[self._fit(cohorts)]

    def _fit(self, cohorts: Numbers) -> NDArray[np.bool_]:
        sums = cohorts @ self.sets.T
        low, high = np.array(self.sums).T
        fits = ((cohorts >= self.low) & (cohorts <= self.high)).all(axis=1) & ((sums >= low) & (sums <= high)).all(
            axis=1
        )
        bounds = np.array([self.squares.get(int(total), (1, 0)) for total in cohorts.sum(axis=1)])
        square = (cohorts**2).sum(axis=1)
        return np.asarray(fits & (square >= bounds[:, 0]) & (square <= bounds[:, 1]))

    def _other(self, reader: int, person: int) -> Numbers | None:
        """A cohort that looks the same, in which the reader's answer is the same and the person's is not."""
        people, kinds = len(self.given), np.arange(self.low, self.high + 1)
        once = np.kron(np.eye(people), np.ones(len(kinds)))
        answers = np.kron(np.eye(people), kinds)
        low, high = np.array(self.sums, dtype=float).T
        upper = np.ones(people * len(kinds))
        upper[person * len(kinds) + self.given[person] - self.low] = 0
        lower = np.zeros(people * len(kinds))
        lower[reader * len(kinds) + self.given[reader] - self.low] = 1
        for total, (least, most) in self.squares.items():
            found: Any = milp(
                np.zeros(people * len(kinds)),
                integrality=np.ones(people * len(kinds)),
                bounds=Bounds(lower, upper),
                constraints=[
                    LinearConstraint(once, 1, 1),
                    LinearConstraint(self.sets @ answers, low, high),
                    LinearConstraint(
                        np.vstack([answers.sum(axis=0), np.tile(kinds**2, people)]), [total, least], [total, most]
                    ),
                ],
            )
            if found.x is not None:
                return np.asarray(np.round(answers @ found.x), dtype=np.int64)
        return None
