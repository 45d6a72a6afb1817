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
from kith_exercises.privacy.pages import Page
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.rounding import coarser, room, step, variance_within
from kith_exercises.privacy.witness import all_open

__all__ = ["Shown", "may_be_shown"]


@dataclass(frozen=True)
class Shown:
    """A mean that is to be shown: of these people, who are said to be ``least`` or more."""

    people: frozenset[str]
    least: int


def may_be_shown(
    values: Mapping[str, float],
    shown: Sequence[Shown],
    scale: Scale,
    *,
    earlier: Sequence[frozenset[str]] = (),
) -> bool:
    """Whether no answer follows from these means and from intervals drawn from everybody's spread.

    In no figure may answers be alike. Two of a lot who answered differently can then change answers, and no figure is
    another. Where all of a lot answered the same, or it is of one or two people, as where cuts cross, other cohorts are
    looked for that give the same page.
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
            _between(values, shown, scale),
        )
    )


def _rows(sets: Sequence[frozenset[str]], people: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[person in one for person in people] for one in sets], dtype=bool).reshape(len(sets), len(people))


def _room(values: Mapping[str, float], shown: Shown, scale: Scale) -> tuple[float, float]:
    """How far the sum behind a mean may fall and rise before another mean would be shown."""
    people = len(shown.people)
    mean = math.fsum(sorted(values[one] for one in shown.people)) / people
    fall, rise = room(mean, step(scale.grain, shown.least))
    return fall * people, rise * people


def _between(values: Mapping[str, float], shown: Sequence[Shown], scale: Scale) -> tuple[float, float]:
    """Between which variances all shown intervals are the same."""
    ordered = sorted(values.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    span = scale.high - scale.low
    drawn = [(one.least, level, coarser(step(scale.grain, one.least), span)) for one in shown for level in LEVELS]
    return variance_within(variance, drawn)
