"""What it says that no part is shown, to somebody who knows these rules: nothing, or no part is offered.

A page without parts has everybody's figure, and says that parts were refused: an answer would have followed, or this
cohort is one of those that were drawn (``drawn``). All refused cohorts with that figure share the page, so together
they must leave each person open to each reader. Whether they do may depend on that figure and on who is in which part
alone: anything else would tell again. So some of those that are drawn are made up here, for each answer that a reader
may have given, such that everybody's mean and spread are those that are shown. The more cohorts are refused, the more
is open; so if these will do, all of them do. If they will not, more are drawn in which somebody gave that answer; and
if nothing helps, all are, so that whoever gave it is never shown a part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

import numpy as np

from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.cells import Cells
from kith_exercises.privacy.drawn import ONE_IN, Counts, among_exchanges

__all__ = ["Whole", "enough_drawn"]

#: So many cohorts for each person are made up, and more if these don't do; from so many others at most, of whom so many
#: with each sum of answers are other people's: these come of so many exchanges.
_MET = (10, 40, 160)
_TRIED = 2_000
_KINDS = 4
_VARIED = 400


@dataclass(frozen=True)
class Whole:
    """Everybody's figure: so many ``people``, answers from 0 to ``most``, and the bounds of their sum and variance.

    The scale is ``span`` steps long, and an answer is open if it may differ by ``step`` of them.
    """

    people: int
    most: int
    span: float
    sums: tuple[int, int]
    variance: tuple[float, float]
    step: int

    def settles(self, people: int, cells: Cells) -> bool:
        """Whether in all these cohorts the mean of so many people, whoever they are, lies in the same cell."""
        others = (self.people - people) * self.most
        ends = np.array([max(0, self.sums[0] - others), min(people * self.most, self.sums[1])])
        lowest, highest = cells.of(ends / people / self.span)
        return self.sums[0] <= self.sums[1] and bool(lowest == highest)

    def squares(self, total: int) -> tuple[float, float]:
        """Between which numbers the sum of squares lies, if all answers come to ``total``."""
        low, high = (self.people * bound + total * total / self.people for bound in self.variance)
        return low, min(high, float(self.people * self.most**2))

    def cohorts(self, own: int, chance: np.random.Generator) -> list[Counts]:
        """Answers of cohorts with this figure, of which the first is ``own``: as varied as is found.

        Where nothing is found, there may yet be such cohorts.
        """
        found = []
        for total in range(self.sums[0], self.sums[1] + 1):
            low, high = self.squares(total)
            others = _answers(self.people - 1, self.most, total - own, int(high) - own**2)
            for _ in range(_KINDS if others else 0):
                varied = _varied([own, *others], self.most, low, high, self.step, chance)
                if varied:
                    found.append(np.array(varied))
        return found

    def possible(self, answer: int) -> bool:
        """Whether somebody may have given this answer: not if that spreads too far, the others being alike."""
        rest = self.people - 1
        return any(
            0 <= total - answer <= rest * self.most
            and answer**2 + _least_squares(rest, total - answer) <= self.squares(total)[1]
            for total in range(self.sums[0], self.sums[1] + 1)
        )


@lru_cache(maxsize=64)
def enough_drawn(whole: Whole, lots: tuple[int, ...]) -> tuple[int, ...]:
    """One in how many cohorts in which somebody gave an answer is to be drawn, for each of them.

    So many that being refused tells nothing to whoever gave it; where that can't be had, all of them: then it tells no
    more than everybody's figure. ``lots`` says of each person in which one they are.
    """
    found = [1 if whole.possible(answer) else max(ONE_IN) for answer in range(whole.most + 1)]
    middle = sum(whole.sums) / 2 / whole.people
    for one_in in ONE_IN:
        left = [answer for answer, rate in enumerate(found) if rate == 1]
        for side in ([one for one in reversed(left) if one <= middle], [one for one in left if one > middle]):
            for answer in _that_tell_nothing(whole, side, np.sort(lots), one_in):
                found[answer] = one_in
    return tuple(found)


def _that_tell_nothing(whole: Whole, asked: list[int], lots: Counts, one_in: int) -> set[int]:
    """Which of these answers, the rarest last, tell whoever gave them nothing if one cohort in so many is drawn."""
    chance, found = np.random.default_rng(len(lots)), set[int]()
    place = len(asked) - 1
    while asked:
        made = whole.cohorts(asked[place], chance)
        if made:
            met = set(asked).intersection(np.unique(made).tolist())
            found |= _nothing_learned(made, met, asked[place], lots, one_in, whole.step, chance)
        # If not even this one does, none will that is rarer.
        asked = [one for one in (asked if asked[place] in found else asked[:place]) if one not in found]
        place = len(asked) // 2
    return found


def _nothing_learned(
    made: Sequence[Counts], asked: set[int], own: int, lots: Counts, one_in: int, step: int, chance: np.random.Generator
) -> set[int]:
    """Which of the answers tell whoever gave them nothing of the others: of cohorts that are drawn, who gave which."""
    starts = np.flatnonzero(np.diff(lots, prepend=-1))
    met = np.zeros((0, len(lots)), dtype=np.int64)
    tried, left = 0, set(asked)
    for enough in _MET:
        while len(met) < enough * len(lots) and tried < _TRIED:
            some = chance.permutation(made[tried % len(made)])
            pairs = among_exchanges(some, lots, one_in)
            cohorts = np.tile(some, (len(pairs), 1))
            np.put_along_axis(cohorts, pairs, some[pairs[:, ::-1]], axis=1)
            met, tried = np.vstack([met, cohorts]), tried + 1
        ends = _ends(met, lots, starts)
        left = {answer for answer in left if not _learns_nothing(met, starts, ends, answer, step)}
        if own not in left:
            break
    return asked - left


def _ends(cohorts: Counts, lots: Counts, starts: Counts) -> tuple[Counts, Counts, Counts, Counts]:
    """The lowest answer of each lot, the next one, the last but one, and the highest."""
    apart = lots * (cohorts.max(initial=0) + 1)
    ordered = np.sort(cohorts + apart, axis=1) - apart
    last = np.append(starts[1:], len(lots)) - 1
    return (
        ordered[:, starts],
        ordered[:, np.minimum(starts + 1, last)],
        ordered[:, np.maximum(last - 1, starts)],
        ordered[:, last],
    )


def _learns_nothing(
    cohorts: Counts, starts: Counts, ends: tuple[Counts, Counts, Counts, Counts], own: int, step: int
) -> bool:
    """Whether each lot is open to whoever gave this answer, in whichever lot; ``ends`` are the lots' answers."""
    gave, (low, second, before, high) = cohorts == own, ends
    for reader, first in enumerate(starts):
        theirs = gave[:, first : starts[reader + 1] if reader + 1 < len(starts) else None]
        known = np.flatnonzero(theirs.any(axis=1))
        if not len(known):
            return False
        spread = high[known].max(axis=0) - low[known].min(axis=0)
        # Of their own lot all others: the reader is left out.
        lowest, highest = low[known, reader], high[known, reader]
        lowest = np.where(lowest == own, second[known, reader], lowest).min()
        highest = np.where(highest == own, before[known, reader], highest).max()
        spread[reader] = highest - lowest if theirs.shape[1] > 1 else step
        if (spread < step).any():
            return False
    return True


def _least_squares(people: int, total: int) -> int:
    """The sum of squares of answers that come to ``total`` and are as alike as can be."""
    low, above = divmod(total, people)
    return people * low**2 + above * (2 * low + 1)


def _answers(people: int, most: int, total: int, squares: int) -> tuple[int, ...]:
    """Answers that come to ``total``, as far apart as is found while their squares come to no more than so."""
    if people < 2 or not 0 <= total <= people * most:
        return ()
    low, above = divmod(total, people)
    found = [low] * (people - above) + [low + 1] * above
    left = squares - sum(answer**2 for answer in found)
    if left < 0:
        return ()
    first, last = 0, people - 1
    while first < last:
        if found[last] == most:
            last -= 1
            continue
        apart = found[last] - found[first]
        # Both go so far that 2 * way * (apart + way) is no more than what is left.
        way = min((isqrt(apart**2 + 2 * left) - apart) // 2, found[first], most - found[last])
        found[first] -= way
        found[last] += way
        left -= 2 * way * (apart + way)
        first, last = first + 1, last - 1
    return tuple(sorted(found))


def _varied(
    found: list[int], most: int, low: float, high: float, step: int, chance: np.random.Generator
) -> list[int] | None:
    """Others of the same sum, the first kept, whose squares come to between these numbers."""
    squares, places = sum(answer**2 for answer in found), len(found)
    draws = chance.integers((1, 1, 1, 0), (places, places, max(2, 1 + most // 2), 9), (_VARIED, 4)).tolist()
    for one, other, way, lucky in draws:
        if one != other and found[one] >= way and found[other] + way <= most:
            then = squares + 2 * way * (way + found[other] - found[one])
            # Until they fit, some that are further away will do now and then.
            fits = low <= squares <= high
            if max(low - then, then - high) <= max(0, low - squares, squares - high) or (not fits and lucky == 0):
                found[one], found[other], squares = found[one] - way, found[other] + way, then
    return found if low <= squares <= high and not alike(found, step) else None
