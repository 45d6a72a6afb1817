"""Talk: what groups did together is counted by groups, never by people."""

from collections.abc import Mapping

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, number
from kith_exercises.privacy import reasons
from kith_exercises.privacy.figures import Figure, Withheld
from kith_exercises.privacy.release import positive, release
from kith_exercises.privacy.thresholds import Thresholds

__all__ = ["release_talk"]

#: In a group of two, each one's own share tells the other's.
_SMALLEST = 3


def release_talk(
    groups: Mapping[str, tuple[int, float]], *, thresholds: Thresholds | None = None, grain: float = 0.1
) -> Figure | Withheld:
    """The mean over groups of a number that each has as a whole (the Gini of its turns, say), or why it is withheld.

    ``groups`` gives size and number of each. The band of the figure is one of groups: a large group is one group, and
    whoever talks in it knows its number, so as many *other* groups are asked for as there must be other people.
    """
    thresholds = Thresholds.or_usual(thresholds)
    by_name("groups", groups, tuple)
    for name, group in groups.items():
        if len(group) != 2:
            raise OutOfRange(f"groups of “{name}”", group, "a pair of its size and its number")
        size, value = group
        number(f"number of “{name}”", value)
        if not isinstance(size, int) or isinstance(size, bool) or size < _SMALLEST:
            raise OutOfRange(f"size of “{name}”", size, f"a group of at least {_SMALLEST}, or leave it out")
    positive("grain", grain)
    if len(groups) < thresholds.people():
        return reasons.too_few(thresholds, unit="groups")
    return release([number for _, number in groups.values()], thresholds=thresholds, grain=grain)
