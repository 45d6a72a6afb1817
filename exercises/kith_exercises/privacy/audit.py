"""Whether a page of figures may be shown: the last look, with the answers at hand.

It asks what follows from a page that is shown. That one was not shown says something too, to somebody who knows these
rules: so there is but one page that may come in its place, the one without any parts, and all cohorts that failed share
it, as far as everybody's own figure is the same. Had they the choice between several, the cut that is left could tell:
of sixteen people in two by two parts of eight, with two possible answers and a threshold of three others, it would in
four of 625 cohorts (by how many of each lot answered what).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.cuts import atoms_of
from kith_exercises.privacy.figures import LEVELS
from kith_exercises.privacy.pages import TINY, Page, open_by
from kith_exercises.privacy.refusals import Whole, tells_nothing
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.rounding import coarser, room, step, to_step, variance_within
from kith_exercises.privacy.witness import all_open

__all__ = ["Shown", "may_be_shown", "refused_by", "spread_between"]


@dataclass(frozen=True)
class Shown:
    """A mean that is to be shown: of these people, who are said to be ``least`` or more."""

    people: frozenset[str]
    least: int


def may_be_shown(
    values: Mapping[str, float],
    shown: Sequence[Shown],
    told: int,
    scale: Scale,
    *,
    earlier: Sequence[frozenset[str]] = (),
    spare: int = 1,
) -> bool:
    """Whether no answer follows from these means and from everybody's spread, as it is said of ``told`` or more.

    Two of a lot who answered differently can change answers, and no figure is another. Where all of a lot but one
    answered the same, or it is of one or two people, as where cuts cross, other cohorts are looked for that give the
    same page, and are not refused themselves: as those are of which all of a part but ``spare`` or fewer agree.
    """
    people = sorted(values)
    before = [some & frozenset(people) for some in earlier]
    lots = atoms_of([frozenset(people), *(one.people for one in shown), *before])
    # Who of a lot answered what makes no difference to any figure, and may make none here.
    given = dict[str, float]()
    for lot in lots:
        given |= zip(sorted(lot), sorted(values[one] for one in lot), strict=True)
    room_of = np.array([_room(values, one, scale) for one in shown]).reshape(len(shown), 2)
    return all_open(
        Page(
            np.array([given[person] for person in people]),
            scale,
            _rows([one.people for one in shown], people),
            _rows(lots, people),
            _rows(before, people),
            room_of[:, 0],
            room_of[:, 1],
            spread_between(values, told, scale),
            spare,
        )
    )


def refused_by(
    values: Mapping[str, float], parts: Sequence[frozenset[str]], told: int, scale: Scale, *, least: int
) -> int | None:
    """By how many at most, and ``least`` or more, the people of a part may differ for all parts to be refused.

    The same for all cohorts with everybody's figure, said to be of ``told`` people or more: the smallest number by
    which nobody's answer follows if it is said that no part is shown. None if there is none, so that no part may be.
    """
    if not parts:
        return least
    people = sorted(values)
    width = step(scale.grain, told)
    mean = to_step(math.fsum(sorted(values.values())) / len(people), width)
    fall, rise = room(mean, width)  # what lies half way may go either way, and is left out
    low, high = spread_between(values, told, scale)
    whole = Whole(
        len(people),
        int((scale.high - scale.low) / scale.grain + TINY),
        ((mean - fall - scale.low) * len(people) / scale.grain, (mean + rise - scale.low) * len(people) / scale.grain),
        (low / scale.grain**2, high / scale.grain**2),
        open_by(scale),
    )
    rows = _rows(parts, people)
    spares = range(least, 1 + min(map(len, parts)) // 2)
    return next((spare for spare in spares if tells_nothing(whole, rows, spare)), None)


def _rows(sets: Sequence[frozenset[str]], people: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[person in one for person in people] for one in sets], dtype=bool).reshape(len(sets), len(people))


def _room(values: Mapping[str, float], shown: Shown, scale: Scale) -> tuple[float, float]:
    """How far the sum behind a mean may fall and rise before another mean would be shown."""
    people = len(shown.people)
    mean = math.fsum(sorted(values[one] for one in shown.people)) / people
    fall, rise = room(mean, step(scale.grain, shown.least))
    return fall * people, rise * people


def spread_between(values: Mapping[str, float], told: int, scale: Scale) -> tuple[float, float]:
    """Between which variances everybody's intervals, said to be of ``told`` people or more, are as they are shown."""
    ordered = sorted(values.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    width = coarser(step(scale.grain, told), scale.high - scale.low)
    return variance_within(variance, [(told, level, width) for level in LEVELS])
