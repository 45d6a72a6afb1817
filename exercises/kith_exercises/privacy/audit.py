"""Whether a page of figures may be shown: the last look, with the answers at hand.

It asks what follows from the page. What follows from a cut having been left out, for somebody who knows these rules,
is little and is not asked: it says that in some cohort of this kind an answer would have followed, and not whose.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.cuts import atoms_of
from kith_exercises.privacy.figures import LEVELS
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.rounding import step, variance_within
from kith_exercises.privacy.witness import others_for

__all__ = ["Shown", "may_be_shown"]


@dataclass(frozen=True)
class Shown:
    """A mean that is to be shown: of these people, who are said to be ``least`` or more."""

    people: frozenset[str]
    least: int


def may_be_shown(
    values: Mapping[str, float], shown: Sequence[Shown], scale: Scale, *, earlier: Sequence[frozenset[str]] = ()
) -> bool:
    """Whether no answer follows from these means and from intervals drawn from everybody's spread.

    Two of a lot who answered differently can change answers, and no figure is another. Where all of a lot answered
    the same, or it is of one or two people, as where cuts cross, other cohorts are looked for that give the same page.
    """
    everybody = frozenset(values)
    sets = [everybody, *(one.people for one in shown), *(people & everybody for people in earlier)]
    lots = [sorted(lot) for lot in atoms_of(sets)]
    doubtful = [lot for lot in lots if alike([values[person] for person in lot], scale.grain)]
    if not doubtful:
        return True
    between, out = _between(values, shown, scale), sets[1 + len(shown) :]
    return others_for([person for lot in doubtful for person in lot], values, sets, scale, between, out)


def _between(values: Mapping[str, float], shown: Sequence[Shown], scale: Scale) -> tuple[float, float]:
    """Between which variances all shown intervals are the same."""
    ordered = sorted(values.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    drawn = [(one.least, level, step(scale.grain, one.least)) for one in shown for level in LEVELS]
    return variance_within(variance, drawn)
