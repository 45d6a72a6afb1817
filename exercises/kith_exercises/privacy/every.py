"""All cohorts with everybody's figure, where they are few enough to look at each: then it is certain what follows.

Nobody can tell apart the people of a lot, so what counts is only what was answered in each lot, and by how many. Where
more cohorts than 100,000 have that figure, all that have one page are looked at; where these are as many, some of them
are looked for instead (``witness``), and it is certain no longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, prod

import numpy as np

from kith_exercises.privacy.cells import Cells
from kith_exercises.privacy.drawn import ONE_IN, Counts, among_counts
from kith_exercises.privacy.pages import Flags, Numbers
from kith_exercises.privacy.refusals import Whole

__all__ = ["Parts", "shown_of_all", "shown_with_page"]

#: No more than so many are looked at.
_EVERY = 100_000

#: Of no more than so many those are looked for that have one page, and no more than so many are gone through at once.
_SOUGHT = 100_000_000
_TRIED = 1_000_000


@dataclass(frozen=True)
class Parts:
    """Parts that are to be shown: of which lots each is made, and the cells of its mean."""

    lots: tuple[int, ...]
    made_of: tuple[tuple[bool, ...], ...]
    cells: tuple[Cells, ...]


@lru_cache(maxsize=64)
def shown_of_all(whole: Whole, parts: Parts) -> frozenset[bytes] | None:
    """Which cohorts with this figure are shown their parts: how many of each lot gave which answer, as bytes.

    Nobody's answer follows from any page, nor from no part being shown; if that can't be had, nobody is shown parts.
    None if too many have this figure to look at each.
    """
    if comb(max(parts.lots) + whole.most, whole.most) > _TRIED or _with_sums(whole, parts) > _EVERY:
        return None
    lots, made_of = np.array(parts.lots), np.array(parts.made_of, dtype=np.int64)
    ends = np.array(whole.sums)
    counts = _cohorts(whole, lots, np.ones((1, len(lots)), dtype=np.int64), ends[:1], ends[1:])
    if counts is None:
        return None
    doubtful = _alike(counts, whole.step)
    sums = counts @ np.arange(whole.most + 1) @ made_of.T
    cells = np.stack(
        [parts.cells[place].of(sums[:, place] / people / whole.span) for place, people in enumerate(made_of @ lots)],
        axis=1,
    )
    _, pages = np.unique(cells, axis=0, return_inverse=True)
    for one_in in (0, *ONE_IN):
        left = ~among_counts(counts, [one_in] * (1 + whole.most)) if one_in else np.ones(len(counts), dtype=bool)
        for page in np.unique(pages.ravel()[left & doubtful.any(axis=1)]):
            same = np.flatnonzero(left & (pages.ravel() == page))
            left[same] = _left(counts[same], doubtful[same], whole.step)
        if _left(counts[~left], doubtful[~left], whole.step).all():
            return frozenset(row.tobytes() for row in counts[left])
    return frozenset()


def shown_with_page(whole: Whole, parts: Parts, own: Counts, one_in: Sequence[int]) -> bool | None:
    """Whether this cohort is shown its parts, if one in so many is drawn; None if too many have the same page.

    Nobody's answer follows from the page, for all that are shown it.
    """
    if _all(whole, parts) > _SOUGHT:
        return None
    lots, made_of = np.array(parts.lots), np.array(parts.made_of, dtype=np.int64)
    low, high = [], []
    for people, total, cells in zip(
        made_of @ lots, made_of @ own @ np.arange(whole.most + 1), parts.cells, strict=True
    ):
        each = cells.of(np.arange(people * whole.most + 1) / people / whole.span)
        same = np.flatnonzero(each == each[total])
        low.append(same[0])
        high.append(same[-1])
    sets = np.vstack([made_of, np.ones((1, len(lots)), dtype=np.int64)])
    found = _cohorts(whole, lots, sets, np.array([*low, whole.sums[0]]), np.array([*high, whole.sums[1]]))
    if found is None:
        return None
    counts = found[~among_counts(found, one_in)]
    left = counts[_left(counts, _alike(counts, whole.step), whole.step)]
    return bool((left == own).all(axis=(1, 2)).any())


def _all(whole: Whole, parts: Parts) -> int:
    """How many cohorts there are, whatever everybody's figure."""
    return prod(comb(size + whole.most, size) for size in parts.lots)


def _with_sums(whole: Whole, parts: Parts) -> float:
    """How many cohorts there are whose answers come to what everybody's figure allows."""
    each = np.ones(1)
    for people in parts.lots:
        each = np.convolve(each, _ways(people, whole.most))
    return float(each[whole.sums[0] : whole.sums[1] + 1].sum())


@lru_cache(maxsize=64)
def _ways(people: int, most: int) -> Numbers:
    """In how many ways so many people's answers come to each sum, whoever gave which."""
    found = np.zeros((people + 1, people * most + 1))
    found[0, 0] = 1
    for kind in range(most + 1):
        for one in range(people):
            found[one + 1, kind:] += found[one, : found.shape[1] - kind]
    return np.asarray(found[people])


def _cohorts(whole: Whole, lots: Counts, sets: Counts, low: Counts, high: Counts) -> Counts | None:
    """All cohorts with this figure whose sums in these sets of lots lie between bounds; None if they are too many.

    One a row: how many of a lot answered what.
    """
    kinds = np.arange(whole.most + 1)
    counts = np.zeros((1, len(lots), len(kinds)), dtype=np.int64)
    sums, rest = np.zeros((1, len(sets)), dtype=np.int64), sets @ lots * whole.most
    for lot in np.argsort(-lots, kind="stable"):
        if not len(sums):
            break
        if len(sums) * comb(int(lots[lot]) + whole.most, whole.most) > _TRIED:
            return None
        rest = rest - sets[:, lot] * lots[lot] * whole.most
        among = sets[:, lot] > 0
        least, highest = (low - rest - sums.max(axis=0))[among].max(), (high - sums.min(axis=0))[among].min()
        ways = _answers(int(lots[lot]), whole.most, least, highest)
        then = sums[:, None] + (ways @ kinds)[:, None] * sets[:, lot]
        may = ((then <= high) & (then + rest >= low)).all(axis=2)
        row, way = np.nonzero(may)
        if len(row) > _EVERY:
            return None
        counts, sums = counts[row], then[may]
        counts[:, lot] = ways[way]
    together = counts.sum(axis=1)
    variance = together @ kinds**2 / whole.people - (together @ kinds / whole.people) ** 2
    fits = (variance >= whole.variance[0]) & (variance <= whole.variance[1])
    return np.asarray(counts[fits & ~_alike(together, whole.step)])  # else that figure would not be shown


def _answers(people: int, most: int, low: int, high: int) -> Counts:
    """All that so many may answer whose sum is no less and no more than this, one a row: how many gave which answer."""
    counts, left = np.zeros((1, most + 1), dtype=np.int64), np.array([people])
    for kind in range(most, 0, -1):
        row = np.repeat(np.arange(len(left)), left + 1)
        gave = np.arange(len(row)) - np.repeat(np.cumsum(left + 1) - left - 1, left + 1)
        counts, left = counts[row], left[row] - gave
        counts[:, kind] = gave
        total = counts @ np.arange(most + 1)
        may = (total <= high) & (total + left * (kind - 1) >= low)
        counts, left = counts[may], left[may]
    counts[:, 0] = left
    return counts


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


def _alike(counts: Counts, step: int) -> Flags:
    """Where fewer than two answered otherwise than the others, answers within a step being the same (see ``alike``)."""
    below = np.cumsum(counts, axis=-1)
    within = below[..., step - 1 :] - np.concatenate([np.zeros_like(below[..., :1]), below[..., :-step]], axis=-1)
    return np.asarray(below[..., -1] - within.max(axis=-1) < 2)


def _closed(answered: Flags, step: int) -> Flags:
    """In which lots no two answers (by kind) that somebody may have given lie a step apart."""
    lowest = answered.argmax(axis=1)
    highest = answered.shape[1] - 1 - answered[:, ::-1].argmax(axis=1)
    return np.asarray(answered.any(axis=1) & (highest - lowest < step))
