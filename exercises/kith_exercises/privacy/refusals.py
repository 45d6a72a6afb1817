"""What it says that no part is shown, to somebody who knows these rules: nothing, or no part is offered.

A page without parts has everybody's figure, and says that parts were refused: too many of one gave the same answer, or
an answer would have followed. All refused cohorts with that figure share the page, so together they must leave each
person open to each reader. Whether they do may depend on that figure and on who is in which part alone: anything else
would tell again. So some of the refused are made up here, for each answer a reader may have given: of one part as many
agree as it takes, and the others are such that everybody's mean and spread are those that are shown. The more cohorts
are refused, the more is open; so if these will do, all of them do. How many it takes is chosen by that figure as well:
if all of a part agreeing happens too seldom, all but one are looked at, and so on. If nothing helps, nobody with that
figure is shown parts. Without that look it would have told: of two parts, of seven and six people who answered 1 to 5,
refused where all but one agreed, somebody knew by a mean of 2.6, and its interval, that five others all answered 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, isqrt

import numpy as np

from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.pages import TINY, Flags

__all__ = ["Whole", "tells_nothing"]

#: So many answers are tried on each side of the mean, as the one that a part agrees on.
_TRIED = 21


@dataclass(frozen=True)
class Whole:
    """Everybody's figure: so many ``people``, answers from 0 to ``most``, and the bounds of their sum and variance.

    An answer is open if it may differ by ``step``.
    """

    people: int
    most: int
    sums: tuple[float, float]
    variance: tuple[float, float]
    step: int

    def totals(self) -> range:
        """The sums that give it."""
        return range(ceil(self.sums[0] - TINY), floor(self.sums[1] + TINY) + 1)

    def squares(self, total: int) -> tuple[int, int]:
        """Between which numbers the sum of squares lies, if all answers come to ``total``."""
        low, high = (self.people * bound + total * total / self.people for bound in self.variance)
        return ceil(low - TINY), floor(min(high, self.people * self.most**2) + TINY)

    def beside(self, fixed: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """What the others answered in a cohort with this figure in which so many gave such answers, as pairs.

        They differ as far as is found. Where nothing is found, there may yet be such a cohort.
        """
        rest = self.people - sum(many for many, _ in fixed)
        own = sum(many * answer for many, answer in fixed)
        squares = sum(many * answer**2 for many, answer in fixed)
        for total in self.totals():
            low, high = self.squares(total)
            found = _answers(rest, self.most, total - own, high - squares)
            if found and sum(answer**2 for answer in found) >= low - squares:
                everybody = [*found, *(answer for many, answer in fixed for _ in range(many))]
                if not alike(everybody, 1):  # else that figure would not be shown
                    return found
        return ()

    def possible(self, answer: int) -> bool:
        """Whether somebody may have given this answer: not if that spreads too far, the others being alike."""
        rest = self.people - 1
        return any(
            0 <= total - answer <= rest * self.most
            and answer**2 + _least_squares(rest, total - answer) <= self.squares(total)[1]
            for total in self.totals()
        )


def tells_nothing(whole: Whole, parts: Flags, spare: int) -> bool:
    """Whether nobody's answer follows from being refused, of parts (rows) with these people (columns).

    Refused are surely those in which all of a part but ``spare`` or fewer gave the same answer.
    """
    lots, size = np.unique(parts, axis=1, return_counts=True)
    many = [int(people) for people in parts.sum(axis=1)]
    others = [int(size[lot]) for lot in np.flatnonzero(~lots.any(axis=0))]
    if spare and (lots.sum(axis=0) <= 1).all() and not any(_agree(whole, people, spare) for people in {*many, *others}):
        return True  # no two parts have anybody in common, and all who are in the same can change answers
    pairs = {
        frozenset((people, bool(row[reader]), bool(row[person])) for people, row in zip(many, lots, strict=True))
        for reader, person in np.ndindex(lots.shape[1], lots.shape[1])
        if reader != person or size[person] > 1
    }
    kinds = frozenset[tuple[int, bool, bool]]().union(*pairs)
    for own in range(whole.most + 1):
        if whole.possible(own):
            open_ = {kind for kind in kinds if _open(whole, own, spare, *kind)}
            if not all(pair & open_ for pair in pairs):
                return False
    return True


def _open(whole: Whole, own: int, spare: int, people: int, reader_in: bool, person_in: bool) -> bool:
    """Whether a person is open to a reader who gave ``own``, if of some part of ``people`` all but ``spare`` agree."""
    if reader_in and person_in and not spare:
        return False
    # Who is not among those who agree, besides the reader, may be in the part or not.
    free = spare - reader_in
    said_by_all = list[int]()
    for said in [own] if reader_in and not spare else _tried(whole):
        fixed = [(people - spare, said)] if reader_in and not spare else [(1, own), (people - spare, said)]
        others = whole.beside(fixed)
        if not others:
            continue
        if not person_in:
            # Two of the others differ, and can change answers.
            if whole.people - people - (not reader_in) > 1 and others[-1] - others[0] >= whole.step:
                return True
        elif free > 0 and max(said - others[0], others[-1] - said) >= whole.step:
            return True  # the person is one of those who agree, or has changed answers with one who does not
        elif any(abs(said - before) >= whole.step for before in said_by_all):
            return True  # all may have said the one or the other
        said_by_all.append(said)
    return False


def _agree(whole: Whole, people: int, spare: int) -> bool:
    """Whether all of so many people but ``spare`` can agree at all."""
    if people <= spare + 1:
        return True
    agree, rest = people - spare, whole.people - people + spare
    for total in whole.totals():
        low, high = whole.squares(total)
        for said in range(whole.most + 1):
            left = total - agree * said
            if 0 <= left <= rest * whole.most:
                full, part = divmod(left, whole.most)
                most = full * whole.most**2 + part**2
                if _least_squares(rest, left) <= high - agree * said**2 and most >= low - agree * said**2:
                    return True
    return False


def _tried(whole: Whole) -> Iterator[int]:
    """Answers that a whole part may have given, those in the middle of the figure first."""
    middle = round(sum(whole.sums) / 2 / whole.people)
    apart = max(1, -(-whole.most // (_TRIED - 1)))
    for away in range(_TRIED):
        for answer in {middle - away * apart, middle + away * apart}:
            if 0 <= answer <= whole.most:
                yield answer


def _least_squares(people: int, total: int) -> int:
    """The sum of squares of answers that come to ``total`` and are as alike as can be."""
    low, above = divmod(total, people)
    return people * low**2 + above * (2 * low + 1)


@lru_cache(maxsize=1 << 16)
def _answers(people: int, most: int, total: int, squares: int) -> tuple[int, ...]:
    """Answers that come to ``total``, as far apart as is found while their squares come to no more than so."""
    if people < 2 or not 0 <= total <= people * most:
        return ()
    low, above = divmod(total, people)
    found = [low] * (people - above) + [low + 1] * above
    left = squares - sum(answer**2 for answer in found)
    if left < 0:
        return ()
    for one in range(people // 2):
        apart = found[-1 - one] - found[one]
        # Both go so far that 2 * way * (apart + way) is no more than what is left.
        way = min((isqrt(apart**2 + 2 * left) - apart) // 2, found[one], most - found[-1 - one])
        found[one] -= way
        found[-1 - one] += way
        left -= 2 * way * (apart + way)
    return tuple(sorted(found))
