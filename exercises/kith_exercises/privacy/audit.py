"""Whether a page of figures may be shown: the last look, with the answers at hand.

It asks what follows from a page that is shown. That one was not shown says something too, to somebody who knows these
rules: so there is but one page that may come in its place, which follows from everybody's figure, and all cohorts that
failed share it, as far as that figure is the same, with some that are drawn by lot (``drawn``). Had they the choice
between several, the cut that is left could tell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kith_exercises.privacy.alike import apart
from kith_exercises.privacy.cells import Cells
from kith_exercises.privacy.cuts import Cell, atoms_of
from kith_exercises.privacy.every import Parts, shown_of_all, shown_with_page
from kith_exercises.privacy.figures import LEVELS
from kith_exercises.privacy.pages import TINY, Page
from kith_exercises.privacy.refusals import Whole, enough_drawn
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.rounding import coarser, room, step, to_step, variance_within
from kith_exercises.privacy.witness import all_open

__all__ = ["Shown", "may_be_shown", "spread_between"]


@dataclass(frozen=True)
class Shown:
    """A mean that is to be shown: of these people, who are said to be ``least`` or more.

    A part's is told by these ``cells``; everybody's, which has none, is rounded.
    """

    people: frozenset[str]
    least: int
    cells: Cells | None = None


def may_be_shown(values: Mapping[str, float], shown: Mapping[Cell, Shown], told: int, scale: Scale) -> frozenset[Cell]:
    """Which of these means: so that no answer follows from all of them together, nor from what is left out.

    Everybody's is one of them, and has a spread that is said to be of ``told`` people or more. Parts that it settles
    are shown with it, as they tell nothing besides: where of 24 people two said no, half of each six or more said yes.
    Of the others all are shown, or none.
    """
    whole = _whole(values, told, scale)
    settled = {cell for cell, one in shown.items() if one.cells is None or whole.settles(len(one.people), one.cells)}
    asked = [one for cell, one in shown.items() if one.cells is None or cell not in settled]
    open_ = len(settled) == len(shown) or _open(values, asked, told, scale)
    return frozenset(shown if open_ else settled)


def _open(values: Mapping[str, float], shown: Sequence[Shown], told: int, scale: Scale) -> bool:
    """Whether no answer follows from these means, nor from their not being shown.

    Two of a lot who answered differently can change answers, and no figure is another. Where all of a lot but one
    answered the same, or it is of one or two people, as where cuts cross, other cohorts are looked for that give the
    same page, and are shown it themselves.
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
    drawn = [one for one in shown if one.cells is not None]
    whole, kinds = _whole(values, told, scale), page.kinds(page.given)
    own = np.array([np.bincount(kinds[lot], minlength=whole.most + 1) for lot in page.lots])
    parts = Parts(
        tuple(map(len, lots)),
        tuple(tuple(lot <= one.people for lot in lots) for one in drawn),
        tuple(one.cells for one in drawn if one.cells is not None),
    )
    of_all = shown_of_all(whole, parts)
    if of_all is not None:
        return own.tobytes() in of_all
    one_in = enough_drawn(whole, tuple(map(int, page.lots.argmax(axis=0))))
    if min(one_in[answer] for answer in kinds) == 1:
        return False
    certain = shown_with_page(whole, parts, own, one_in)
    return all_open(replace(page, one_in=one_in)) if certain is None else certain


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
    if shown.cells is None:
        fall, rise = room(mean, step(scale.grain, shown.least))
    else:
        span = scale.high - scale.low
        fall, rise = (span * way for way in shown.cells.room((mean - scale.low) / span))
    return fall * people, rise * people


def spread_between(values: Mapping[str, float], told: int, scale: Scale) -> tuple[float, float]:
    """Between which variances everybody's intervals, said to be of ``told`` people or more, are as they are shown."""
    ordered = sorted(values.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    width = coarser(step(scale.grain, told), scale.high - scale.low)
    return variance_within(variance, [(told, level, width) for level in LEVELS])
