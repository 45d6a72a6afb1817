"""Two groups by lot: did the lot make a difference?

*Method.* The difference of the two means. *Reference:* Welch's interval, which needs neither equal numbers nor equal
spread. Use it only where the lot decided who was where; for people compared with themselves there is `change`.
"""

from collections.abc import Sequence
from statistics import fmean

from kith_exercises.inputs import row
from kith_exercises.measures._given import Scale, scale_of, two_names
from kith_exercises.measures._means import interval_of_difference
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["difference_by_lot"]


def difference_by_lot(
    first: Sequence[float],
    second: Sequence[float],
    *,
    names: tuple[str, str],
    scale: Scale,
    many: str = "learners",
    seed: int = 0,
) -> Finding:
    """The mean of the first lot minus that of the second, one value a person (or a group). Null: 0."""
    (low, high), names = scale_of(scale), two_names("names", names)
    one, two = row("first", first, low, high), row("second", second, low, high)
    words = Wording(
        f"“{names[0]}” and “{names[1]}” differ",
        f"“{names[0]}” came out {{size}} higher than “{names[1]}”",
        f"“{names[0]}” came out {{size}} lower than “{names[1]}”",
        unit="",
        many=many,
    )
    interval = interval_of_difference(one, two, high - low, seed)
    return weighed(fmean(one) - fmean(two), interval, len(one) + len(two), words, reach=high - low)
