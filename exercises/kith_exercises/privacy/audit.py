"""Whether a page of figures may be shown: the last look, with the answers at hand.

It asks what follows from a page that is shown. That one was not shown says something too, to somebody who knows these
rules: so there is but one page that may come in its place, the one without any parts, and all cohorts that failed share
it, as far as everybody's own figure is the same, with some that are drawn by lot (``drawn``). Had they the choice
between several, the cut that is left could tell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.alike import apart
from kith_exercises.privacy.cuts import atoms_of
from kith_exercises.privacy.every import Parts, few_enough, shown_of_all
from kith_exercises.privacy.figures import LEVELS
from kith_exercises.privacy.pages import TINY, Page
from kith_exercises.privacy.refusals import Whole, enough_drawn
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.rounding import cell_room, coarser, room, step, to_step, variance_within
from kith_exercises.privacy.witness import all_open

__all__ = ["Shown", "may_be_shown", "spread_between"]


@dataclass(frozen=True)
class Shown:
    """A mean that is to be shown: of these people, who are said to be ``least`` or more.

    A part's is told by cells of this ``width``; everybody's, which has none, is rounded.
    """

    people: frozenset[str]
    least: int
    width: float | None = None


def may_be_shown(
    values: Mapping[str, float],
    shown: Sequence[Shown],
    told: int,
    scale: Scale,
) -> bool:
    """Whether no answer follows from these means and from everybody's spread, as it is said of ``told`` or more.

    Nor from their not being shown, if some are of parts. Two of a lot who answered differently can change answers, and
    no figure is another. Where all of a lot but one answered the same, or it is of one or two people, as where cuts
    cross, other cohorts are looked for that give the same page, and are shown it themselves.
    """
    people = sorted(values)
    lots = atoms_of([frozenset(people), *(one.people for one in shown)])
    # Who of a lot answered what makes no difference to any figure, and may make none here.
    given = dict[str, float]()
    for lot in lots:
        given |= zip(sorted(lot), sorted(values[one] for one in lot), strict=True)
    room_of = np.array([_room(values, one, scale) for one in shown]).reshape(len(shown), 2)
    page = Page(
        np.array([given[person] for person in people]),
        scale,
        _rows([one.people for one in shown], people),
        _rows(lots, people),
        room_of[:, 0],
        room_of[:, 1],
        spread_between(values, told, scale),
    )
    drawn = [one for one in shown if one.width is not None]
    if not drawn:
        return all_open(page)
    whole = _whole(values, told, scale)
    parts = Parts(
        tuple(map(len, lots)),
        tuple(tuple(lot <= one.people for lot in lots) for one in drawn),
        tuple(one.width / scale.grain for one in drawn if one.width is not None),
    )
    kinds = np.round((page.given - scale.low) / scale.grain).astype(np.int64)
    if few_enough(whole, parts) and np.allclose(page.given, scale.low + kinds * scale.grain, rtol=0, atol=TINY):
        own = np.array([np.bincount(kinds[lot], minlength=whole.most + 1) for lot in page.lots])
        return own.tobytes() in shown_of_all(whole, parts)
    one_in = enough_drawn(whole, tuple(map(int, page.lots.argmax(axis=0))))
    return one_in is not None and all_open(replace(page, one_in=one_in))


def _whole(values: Mapping[str, float], told: int, scale: Scale) -> Whole:
    """Everybody's figure, in steps of the scale."""
    width, people = step(scale.grain, told), len(values)
    mean = to_step(math.fsum(sorted(values.values())) / people, width)
    most = int((scale.high - scale.low) / scale.grain + TINY)
    reach = math.ceil(width * people / scale.grain)
    middle = round((mean - scale.low) * people / scale.grain)
    same = [
        total
        for total in range(max(0, middle - reach), min(most * people, middle + reach) + 1)
        if to_step((scale.low * people + total * scale.grain) / people, width) == mean
    ]
    low, high = spread_between(values, told, scale)
    return Whole(
        people,
        most,
        (scale.high - scale.low) / scale.grain,
        (same[0], same[-1]) if same else (1, 0),
        (low / scale.grain**2, high / scale.grain**2),
        round(apart(scale.low, scale.high, scale.grain) / scale.grain),
    )


def _rows(sets: Sequence[frozenset[str]], people: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[person in one for person in people] for one in sets], dtype=bool).reshape(len(sets), len(people))


def _room(values: Mapping[str, float], shown: Shown, scale: Scale) -> tuple[float, float]:
    """How far the sum behind a mean may fall and rise before another mean would be shown."""
    people = len(shown.people)
    mean = math.fsum(sorted(values[one] for one in shown.people)) / people
    if shown.width is None:
        fall, rise = room(mean, step(scale.grain, shown.least))
    else:
        fall, rise = cell_room(mean - scale.low, scale.high - scale.low, shown.width)
    return fall * people, rise * people


def spread_between(values: Mapping[str, float], told: int, scale: Scale) -> tuple[float, float]:
    """Between which variances everybody's intervals, said to be of ``told`` people or more, are as they are shown."""
    ordered = sorted(values.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    width = coarser(step(scale.grain, told), scale.high - scale.low)
    return variance_within(variance, [(told, level, width) for level in LEVELS])
