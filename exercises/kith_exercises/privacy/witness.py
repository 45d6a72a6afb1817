"""Other cohorts that would have given the same page: the proof that nobody's answer follows from it.

Where parts of different cuts overlap, some people are the only ones of their kind, and a page could say what they
answered, though all its figures stand for many. So for each person, and for each reader who knows their own
answer, another cohort is looked for: the same page, the same answer of the reader, another one of the person.

A reader who knows these rules knows as well that the cohort passed. So the other cohort must pass too, and those that
it is compared with, and so on: what is looked for is a set of cohorts in which each has its others. That is heuristic
in one point: a search that begins at one of these others may end without such a set, so that it would be refused.
"""

from collections.abc import Iterator

import numpy as np

from kith_exercises.privacy.moves import Places, exchanges_of, swaps_of
from kith_exercises.privacy.pages import TINY, Flags, Numbers, Page

__all__ = ["all_open"]

#: From so many cohorts at once others are gone to, so many times; in between it is looked whether these will do.
_WALKERS = 600
_WALKED = (60, 120, 240, 480)

#: If there are more people than this, only so many answer otherwise, as the others can't tell nor be told.
_MOVERS = 60


def all_open(page: Page) -> bool:
    """Whether each answer of the cohort is open, whoever reads, and knows that it was found to be."""
    given = page.given[None]
    if not page.same(given).all():
        return False
    doubtful = page.doubtful(given)[0]
    if not doubtful.any():
        return True
    chance = np.random.default_rng(len(page.given))  # always the same, so that a page is
    movers = _movers(page, doubtful)
    return any(_stays(page, met) for met in _walked(page, given, movers, chance))


def _movers(page: Page, doubtful: Flags) -> Places:
    """Those who are doubtful, and of the lots of others one by one: everybody, if they are few."""
    place = np.zeros(len(page.given))
    for lot in page.lots:
        if not (doubtful & lot).any():
            place[lot] = 1 + np.arange(lot.sum())
    return np.sort(np.argsort(place, kind="stable")[: max(_MOVERS, int(doubtful.sum()))])


def _walked(page: Page, given: Numbers, movers: Places, chance: np.random.Generator) -> Iterator[Numbers]:
    """The cohort, and what comes of one or two exchanges, one upon the other.

    More and more of them: mostly the first will do.
    """
    # Each step takes as long as there are people, so among many fewer go.
    walkers = _WALKERS * _MOVERS // max(_MOVERS, len(page.given))
    now, met = np.tile(given, (walkers, 1)), [given]
    exchanges = exchanges_of(page, movers, chance)
    moves = np.vstack([exchanges, -exchanges])
    # What was possible once often is again: it is put here, where there is place for all of it.
    first = np.vstack([moves[page.same(given + moves)], moves[:1]])
    done = np.empty((len(first) + walkers * sum(_WALKED), len(page.given)))
    done[: len(first)], known = first, len(first)
    weights = chance.random(len(page.given))  # by which cohorts that are the same are found

    def drawn(some: Numbers) -> Numbers:
        return some[chance.integers(len(some), size=walkers)]

    for steps in _WALKED:
        for step in range(steps):
            if step % 2:
                move = swaps_of(page, now, movers, chance)
            elif step % 6 == 0:
                move = drawn(moves)
            else:
                move = drawn(done[:known]) * chance.choice((1, -1), size=(walkers, 1))
                move -= drawn(done[:known]) if step % 6 == 4 else 0
            may = page.same(now + move)
            now = now + move * may[:, None]
            met.append(now[may])
            if step % 6 == 0:
                done[known : known + may.sum()] = move[may]
                known += may.sum()
        every = np.vstack(met).round(6)
        _, once = np.unique(every @ weights, return_index=True)
        met = [every[once]]
        yield met[0]


def _stays(page: Page, cohorts: Numbers) -> bool:
    """Whether the given cohort is left if, again and again, those go whose others are not there."""
    doubtful = page.doubtful(cohorts)
    given = np.flatnonzero((np.abs(cohorts - page.given) < TINY).all(axis=1))
    moved = np.flatnonzero(np.ptp(cohorts, axis=0) > TINY)
    if not moved.size:
        return False
    still = np.delete(doubtful, moved, axis=1).any(axis=1)
    asked = doubtful[:, moved]
    # Who gave which answer in which cohort, as noughts and ones: products of these say what is met with what.
    each = [np.unique(cohorts[:, person]) for person in moved]
    starts = np.cumsum([0, *map(len, each)])
    whose, values = np.repeat(np.arange(len(moved)), np.diff(starts)), np.concatenate(each)
    gave = np.zeros((len(cohorts), len(values)), dtype=np.float32)
    for person, first, end in zip(moved, starts, starts[1:], strict=False):
        gave[:, first:end] = cohorts[:, person, None] == values[first:end]
    left, count = np.flatnonzero(~still), -1
    while count != len(left) and np.isin(given, left).any():
        count = len(left)
        met = gave[left].T @ gave[left] > 0
        spread = np.maximum.reduceat(np.where(met, values, -np.inf), starts[:-1], axis=1)
        spread -= np.minimum.reduceat(np.where(met, values, np.inf), starts[:-1], axis=1)
        closed = spread < page.step - TINY
        closed[np.arange(len(values)), whose] = False
        told = (gave[left] @ closed.astype(np.float32) > 0) & asked[left]
        left = left[~told.any(axis=1)]
    return bool(np.isin(given, left).any())
