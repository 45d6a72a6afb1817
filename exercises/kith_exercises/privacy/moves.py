"""Moves from a cohort to another one with the same page: some answers a little higher, some a little lower."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from kith_exercises.privacy.pages import TINY, Numbers, Page

__all__ = ["Space", "exchanges_of", "spaces_of"]

#: What is not found in so many steps of the search counts as not there.
_NODES = 50

#: So many groups of a size are looked at at most, and so many exchanges drawn from them.
_GROUPS = 40_000
_DRAWN = 3_000


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


def exchanges_of(page: Page, chance: np.random.Generator) -> Numbers:
    """Moves, one a row, that change no mean: up to three people a step up, and as many of each figure down.

    There is always one at least, if only to be tried: neighbours who exchange a step, whatever becomes of the means.
    """
    people = page.sets.shape[1]
    found = [np.eye(people) - np.roll(np.eye(people), 1, axis=1)]
    figures = np.vstack([page.sets, page.fixed]).T.astype(np.int64)
    for size in (1, 2, 3):
        if comb(people, size) > _GROUPS:
            break
        groups = np.array(list(combinations(range(people), size)))
        _, same, counts = np.unique(figures[groups].sum(axis=1), axis=0, return_inverse=True, return_counts=True)
        order, first = np.argsort(same.ravel(), kind="stable"), np.cumsum(counts) - counts
        up = chance.integers(len(groups), size=_DRAWN)
        kind = same.ravel()[up]
        down = order[first[kind] + chance.integers(counts[kind])]
        move = np.zeros((_DRAWN, people))
        np.put_along_axis(move, groups[up], 1, axis=1)
        move[np.arange(_DRAWN)[:, None], groups[down]] -= 1
        found.append(move[move.any(axis=1)])
    return np.asarray(np.unique(np.vstack(found), axis=0) * page.step)


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
