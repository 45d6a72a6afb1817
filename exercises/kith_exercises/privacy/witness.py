"""Other cohorts that would have given the same page: the proof that nobody's answer follows from it.

Where parts of different cuts overlap, some people are the only ones of their kind, and a page could say what they
answered, though all its figures stand for many. So for each person, and for each reader who knows their own
answer, another cohort is looked for: the same page, the same answer of the reader, another one of the person.

A reader who knows these rules knows as well that the cohort passed. So the other cohort must pass too, and those that
it is compared with, and so on: what is looked for is a set of cohorts in which each has its others.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from kith_exercises.privacy.every import open_among_all
from kith_exercises.privacy.moves import Space, exchanges_of, spaces_of
from kith_exercises.privacy.pages import TINY, Flags, Numbers, Page

__all__ = ["all_open"]

#: For more people than this nothing is looked for, as it would take long: no parts are shown.
_DOUBTFUL = 90

#: So often another cohort is looked for if the first one will not do.
_TRIES = 4

#: Else from so many cohorts at once others are gone to, so many times; in between it is looked whether these will do.
_WALKERS = 600
_WALKED = (60, 120, 180)
_AGAIN = 2

#: Among more people than this, few are alone of their kind, and looking at these is quicker than at all.
_MANY = 60


def all_open(page: Page) -> bool:
    """Whether each answer of the cohort is open, whoever reads, and knows that it was found to be."""
    given = page.given[None]
    if not page.same(given).all():
        return False
    doubtful = page.doubtful(given)[0]
    if not doubtful.any():
        return True
    found_out = open_among_all(page)
    if found_out is not None:
        return found_out
    if doubtful.sum() > _DOUBTFUL:
        return False
    chance = np.random.default_rng(len(page.given))  # always the same, so that a page is
    exchanges = exchanges_of(page, chance)
    # What is quickly found will mostly do; only where it won't is each person looked at.
    met = given
    for met in _walked(page, given, exchanges, exchanges, chance) if len(page.given) <= _MANY else ():
        if _stays(page, met):
            return True
    found = _beside(page, doubtful)
    return found is not None and any(_stays(page, cohorts) for cohorts in _around(page, found, met, exchanges, chance))


def _beside(page: Page, doubtful: Flags) -> Numbers | None:
    """Cohorts that leave each doubtful person open to each reader, the given one first; None if there are none."""
    spaces = spaces_of(page)
    found = page.given[None]
    for person in np.flatnonzero(doubtful):
        while True:
            moved = np.abs(found - page.given)
            others = moved[moved[:, person] >= page.step - TINY]
            # Who did not move in one of these can't rule it out; for those who always moved, look for one more.
            suspects = [int(place) for place in np.flatnonzero((others > TINY).all(axis=0)) if place != person]
            if len(others) and not suspects:
                break
            still = suspects[0] if len(others) else None
            other = _other(page, spaces, int(person), still)
            if other is None:
                return None
            found = np.vstack([found, other])
    return found


def _other(page: Page, spaces: Sequence[Space], person: int, still: int | None) -> Numbers | None:
    """Another cohort with this page, in which the person answers otherwise and one other does not."""
    for space in spaces:
        never: list[Numbers] = []
        for _ in range(_TRIES):
            move = space.moved(person, still, never)
            if move is None:
                break
            other = (page.given + move)[None]
            if page.same(other)[0]:
                return np.asarray(other[0])
            # The search does not look at whether a figure's answers are alike then, so it is told.
            never += [np.where(among, move, 0) for among in page.sets if page.alike(other, among)[0]]
    return None


def _around(
    page: Page, found: Numbers, every: Numbers, exchanges: Numbers, chance: np.random.Generator
) -> Iterator[Numbers]:
    """More and more cohorts with this page, the first few being those that were found."""
    moves, every = found[1:] - page.given, np.vstack([found, every])
    for time in range(_AGAIN):
        met = every
        for met in _walked(page, every, moves, exchanges, chance):
            yield met
        every = met
        if time + 1 == _AGAIN:
            return
        # Where these won't do, others are looked for from one of them, and lead further.
        other = every[chance.integers(len(every))]
        beside = _beside(page.seen_from(other), page.doubtful(other[None])[0])
        if beside is not None and len(beside) > 1:
            moves = np.vstack([moves, beside[1:] - other])
            every = np.vstack([beside, every])


def _walked(
    page: Page, every: Numbers, moves: Numbers, exchanges: Numbers, chance: np.random.Generator
) -> Iterator[Numbers]:
    """These cohorts, and what comes of one or two of the moves, or of an exchange, one upon the other.

    More and more of them: mostly the first will do.
    """
    people = np.eye(len(page.given)) * page.step
    now = np.tile(every, (-(-_WALKERS // len(every)), 1))[:_WALKERS]
    met = [every]

    def drawn(some: Numbers) -> Numbers:
        return some[chance.integers(len(some), size=_WALKERS)]

    for steps in _WALKED:
        for step in range(steps):
            one = drawn(moves) * chance.choice((1, -1), size=(_WALKERS, 1))
            move = (one, one - drawn(moves), drawn(exchanges), drawn(people) - drawn(people))[step % 4]
            may = page.same(now + move)
            now = now + move * may[:, None]
            met.append(now[may])
        met = [np.unique(np.round(np.vstack(met), 6), axis=0)]
        yield met[0]


def _stays(page: Page, cohorts: Numbers) -> bool:
    """Whether the given cohort is left if, again and again, those go whose others are not there."""
    doubtful = page.doubtful(cohorts)
    left, before = np.ones(len(cohorts), dtype=bool), -1
    while left.sum() != before:
        before = int(left.sum())
        for reader in range(cohorts.shape[1]):
            left &= ~_told(page, cohorts, doubtful & left[:, None], reader, left)
    return bool((left & (np.abs(cohorts - page.given) < TINY).all(axis=1)).any())


def _told(page: Page, cohorts: Numbers, doubtful: Flags, reader: int, left: Flags) -> Flags:
    """In which cohorts somebody's answer follows to this reader, if only those that are left could be."""
    told = np.zeros(len(cohorts), dtype=bool)
    for own in np.unique(cohorts[left, reader]):
        known = np.flatnonzero(left & (np.abs(cohorts[:, reader] - own) < TINY))
        closed = np.ptp(cohorts[known], axis=0) < page.step - TINY
        closed[reader] = False
        told[known] = (doubtful[known] & closed).any(axis=1)
    return told
