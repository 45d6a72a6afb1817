"""Whether answers are so alike that a figure of them would tell single ones.

Whatever is published stays the same if two people of a group change their answers. So as long as, without anybody's
own record, two different answers are left in each group, a reader can't tell what any of the others answered
(l-diversity: Machanavajjhala et al. 2007, ACM TKDD 1(1), 3). Where they are not, nothing of that group is shown.
"""

from collections.abc import Sequence

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number

__all__ = ["alike", "apart", "most_alike"]

_TINY = 1e-9

#: An answer must be open by one part in so many of its scale, or by one grain where that is more.
_PARTS = 20


def apart(low: float, high: float, grain: float) -> float:
    """How far two answers on a scale must lie apart to be two: on a long one in fine steps more than one of them.

    Else of a cohort in which all said 70 or 71 of a hundred everybody's answer would be told.
    """
    if number("high", high) <= number("low", low):
        raise OutOfRange("high", high, f"a number above {low}")
    if number("grain", grain) <= 0:
        raise OutOfRange("grain", grain, "a number above 0")
    return grain * max(1, round((high - low) / _PARTS / grain))


def alike(values: Sequence[float], grain: float) -> bool:
    """Whether fewer than two people answered otherwise than the others, answers within one ``grain`` being the same."""
    return len(values) - most_alike(values, grain) < 2


def most_alike(values: Sequence[float], grain: float) -> int:
    """How many people at most gave the same answer."""
    ordered = sorted(values)
    most = first = 0
    for place, value in enumerate(ordered):
        while value - ordered[first] >= grain - _TINY:
            first += 1
        most = max(most, place - first + 1)
    return most
