"""What a reader sees of a cohort's means, as limits that any other cohort must keep to look the same."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.alike import apart
from kith_exercises.privacy.drawn import Counts, among_people
from kith_exercises.privacy.release import Scale

__all__ = ["TINY", "Flags", "Numbers", "Page"]

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Smaller differences come of arithmetic; solvers are no more exact than this.
TINY = 1e-6


@dataclass(frozen=True)
class Page:
    """What a cohort must be like to give the same page as ``given`` did.

    A row of ``sets`` says who stands behind a figure, of ``lots`` who is in the same of them. ``fall`` and ``rise`` say
    how far the sums may move, ``variance`` between which bounds everybody's must stay. No part is shown of one cohort
    in so many, by the answers that it has: ``one_in`` (``drawn``).
    """

    given: Numbers
    scale: Scale
    sets: Flags
    lots: Flags
    fall: Numbers
    rise: Numbers
    variance: tuple[float, float]
    one_in: tuple[int, ...] = ()

    @property
    def step(self) -> float:
        """By so much an answer must be open."""
        return apart(self.scale.low, self.scale.high, self.scale.grain)

    def kinds(self, answers: Numbers) -> Counts:
        """Answers in steps of the scale."""
        return np.asarray(np.round((answers - self.scale.low) / self.scale.grain), dtype=np.int64)

    def same(self, cohorts: Numbers) -> Flags:
        """Which of these cohorts, one a row, give this page."""
        moved = (cohorts - self.given) @ self.sets.T
        found = np.asarray(((moved >= -self.fall - TINY) & (moved <= self.rise + TINY)).all(axis=1))
        # What takes longer comes later, for those that are left.
        for keeps in (self._possible, self._as_spread, self._differs, self._not_drawn):
            left = np.flatnonzero(found)
            found[left] = keeps(cohorts[left])
        return found

    def _possible(self, cohorts: Numbers) -> Flags:
        return np.asarray(((cohorts >= self.scale.low - TINY) & (cohorts <= self.scale.high + TINY)).all(axis=1))

    def _as_spread(self, cohorts: Numbers) -> Flags:
        low, high = self.variance
        spread = cohorts.var(axis=1)
        return np.asarray((spread >= low) & (spread <= high))

    def _differs(self, cohorts: Numbers) -> Flags:
        return ~self.alike(cohorts, np.ones(len(self.given), dtype=bool))

    def _not_drawn(self, cohorts: Numbers) -> Flags:
        if not self.one_in:
            return np.ones(len(cohorts), dtype=bool)
        return ~among_people(self.kinds(cohorts), self.lots.argmax(axis=0), self.one_in)

    def alike(self, cohorts: Numbers, among: Flags) -> Flags:
        """Of which cohorts fewer than two of these people answered otherwise than the others (see ``alike``)."""
        if among.sum() < 3:
            return np.ones(len(cohorts), dtype=bool)
        ordered = np.partition(cohorts[:, among], (0, 1, -2, -1), axis=1)
        most = np.minimum(ordered[:, -2] - ordered[:, 0], ordered[:, -1] - ordered[:, 1])
        return np.asarray(most < self.step - TINY)

    def doubtful(self, cohorts: Numbers) -> Flags:
        """Whose answers in which cohort can't be exchanged for others of their lot."""
        return np.asarray(np.any([self.alike(cohorts, lot)[:, None] & lot for lot in self.lots], axis=0))
