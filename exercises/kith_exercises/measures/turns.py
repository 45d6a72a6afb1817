"""How evenly was the talk shared?

*Method.* Gini's index of the seconds (or turns, or words) of a group's seats: half the mean difference between two
seats, divided by the mean (C. Gini 1912, Variabilità e mutabilità); 0 is an equal share, and (n - 1) / n is one seat
that talks alone. Then the mean over groups, Student's t being the *reference*: n counts groups, not people. Even talk
is not good talk.
"""

from collections.abc import Sequence
from statistics import fmean

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, row
from kith_exercises.measures._given import some, two_names
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import reported
from kith_exercises.measures.finding import Finding
from kith_exercises.measures.lots import difference_by_lot

__all__ = ["gini", "turn_gini", "turn_gini_by_lot"]


def gini(amounts: Sequence[float]) -> float:
    """How unevenly an amount is shared: 0 if all have the same, (n - 1) / n if one of n has it all."""
    ordered = sorted(row("amounts", amounts, 0, FAR))
    whole, people = sum(ordered), len(ordered)
    if not whole:
        raise OutOfRange("amounts", amounts, "a list of numbers of at least 0, not all of them 0")
    # The sum of all pairs' differences, each pair once.
    apart = sum((2 * place - people + 1) * amount for place, amount in enumerate(ordered))
    return float(apart / (people * whole))


def turn_gini(groups: Sequence[Sequence[float]], *, seed: int = 0) -> Finding:
    """The mean Gini of groups, each a list of what its seats talked. Without a null: no group talks like a clock."""
    some("groups", groups, "group")
    found = [gini(group) for group in groups]
    claim = "Talk was shared with a Gini of {size}, where 0 is equal shares"
    return reported(fmean(found), interval_of_mean(found, 0, 1, seed), len(found), claim, many="groups")


def turn_gini_by_lot(
    first: Sequence[Sequence[float]], second: Sequence[Sequence[float]], *, names: tuple[str, str], seed: int = 0
) -> Finding:
    """How much more uneven talk was in groups of the first lot than of the second. Null: 0."""
    some("first", first, "group")
    some("second", second, "group")
    names = two_names("names", names)
    ginis = [[gini(group) for group in groups] for groups in (first, second)]
    talk = (f"Gini of talk, {names[0]}", f"Gini of talk, {names[1]}")
    return difference_by_lot(*ginis, names=talk, scale=(0, 1), many="groups", seed=seed)
