"""Moves from a cohort to another one with the same page: some answers a little higher, some a little lower."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kith_exercises.privacy.pages import TINY, Numbers, Page

__all__ = ["Space", "spaces_of"]

#: What is not found in so many steps of the search counts as not there.
_NODES = 50


@dataclass(frozen=True)
class Space:
    """Who may move how far (``moves`` by people), and what must stay as it is."""

    moves: Sequence[float]
    step: float
    may: Numbers
    limits: Sequence[Any]

    def moved(self, person: int, still: int | None, never: Sequence[Numbers]) -> Numbers | None:
        """By how much each answers otherwise where the person does, and another does not; None if that is not found.

        What is ``never`` to be are moves of some people, all of them at once.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # as in reach

        ways, people = len(self.moves), len(self.may) // len(self.moves)
        may: Any = self.may.copy()
        if still is not None:
            may[still::people] = 0
        this = np.zeros((ways, people))
        this[np.abs(self.moves) >= self.step - TINY, person] = 1
        all_of = np.array([(np.array(self.moves)[:, None] == some).ravel() for some in never]).reshape(-1, len(may))
        answer: Any = milp(
            np.ones(len(may)),
            integrality=np.ones(len(may)),
            bounds=Bounds(0, may),
            constraints=[
                LinearConstraint(np.tile(np.eye(people), ways), 0, 1),
                LinearConstraint(this.reshape(1, -1), 1, 1),
                *([LinearConstraint(all_of, 0, all_of.sum(axis=1) - 1)] if never else []),
                *self.limits,
            ],
            options={"mip_rel_gap": 1, "node_limit": _NODES},  # any such move will do
        )
        return None if answer.x is None else np.array(self.moves) @ np.round(answer.x).reshape(ways, people)


def spaces_of(page: Page) -> tuple[Space, Space]:
    """All moves by one step; and those by a little more too, and by little ones that make up for it."""
    step, grain = page.step, page.scale.grain
    far = sorted({step, step + grain, step + 2 * grain, grain, 2 * grain})
    return _space(page, (step, -step)), _space(page, tuple(sign * size for size in far for sign in (1, -1)))


def _space(page: Page, moves: Sequence[float]) -> Space:
    from scipy.optimize import LinearConstraint  # as above

    given, unit, ways = page.given, page.step, len(moves)
    after = [given + move for move in moves]
    may = np.concatenate([(page.scale.low - TINY <= to) & (to <= page.scale.high + TINY) for to in after])
    # Everybody's sum is kept as it is, even where it might move: so the sum of squares alone moves the spread, and
    # limits are linear in who makes which move.
    centred = (given - given.mean()) / unit
    by = np.repeat(moves, len(given)) / unit
    squares = by**2 + 2 * by * np.tile(centred, ways)
    now = float(centred @ centred)
    low, high = (bound * len(given) / unit**2 - now for bound in page.variance)
    still = np.vstack([np.ones((1, len(given))), page.fixed])
    limits = [
        LinearConstraint(np.vstack([np.tile(still, ways) * by, np.tile(page.fixed, ways) * squares]), 0, 0),
        LinearConstraint(squares[None, :], low + TINY if low > -now else -np.inf, high - TINY),
    ]
    if len(page.sets):
        ends: Any = (-page.fall / unit, page.rise / unit)
        limits.append(LinearConstraint(np.tile(page.sets, ways) * by, *ends))
    return Space(moves, unit, may.astype(float), limits)
