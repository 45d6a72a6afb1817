"""Was I heard, and did I feel understood? Two measures, because they are two things.

*Method.* Each teller marks two say-backs, one of each way, without knowing which is which. For each teller, the mark
of the one way minus that of the other; then the mean over tellers. *Reference:* the paired t-test's interval.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import name, number, one_of
from kith_exercises.measures._given import Scale, gaps_within, rows, scale_of, two_names
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["HEARD", "Marked", "felt_understood", "points_heard"]

#: What a teller says of each point, and what it counts.
HEARD = {"there": 1.0, "partly": 0.5, "not there": 0.0}


@dataclass(frozen=True)
class Marked:
    """A teller's marks on one say-back: each point's, and how understood they feel."""

    teller: str
    way: str
    points: tuple[str, ...]
    understood: float


def points_heard(marks: Iterable[Marked], ways: tuple[str, str], *, seed: int = 0) -> Finding:
    """The share of a teller's points that the first way passes on, minus that of the second. Null: 0."""
    ways = two_names("ways", ways)
    shares = ((name("teller", mark.teller), mark.way, _share(mark.points)) for mark in rows("marks", marks, Marked))
    words = Wording(
        f"listeners pass on more by way of “{ways[0]}” or of “{ways[1]}”",
        f"By way of “{ways[0]}” more of the points came through than by “{ways[1]}”, by {{size}} percentage points",
        f"By way of “{ways[0]}” less of the points came through than by “{ways[1]}”, by {{size}} percentage points",
        unit="percentage points",
        many="tellers",
        times=100,
    )
    return _paired(shares, ways, words, 1, seed)


def felt_understood(marks: Iterable[Marked], ways: tuple[str, str], *, scale: Scale = (1, 7), seed: int = 0) -> Finding:
    """How much more understood tellers feel by the first way than by the second. Null: 0."""
    (low, high), ways = scale_of(scale), two_names("ways", ways)
    felt = (
        (name("teller", mark.teller), mark.way, number("understood", mark.understood, low, high))
        for mark in rows("marks", marks, Marked)
    )
    words = Wording(
        f"tellers feel more understood by way of “{ways[0]}” or of “{ways[1]}”",
        f"Tellers felt more understood by way of “{ways[0]}” than by “{ways[1]}”, by {{size}} points",
        f"Tellers felt less understood by way of “{ways[0]}” than by “{ways[1]}”, by {{size}} points",
        many="tellers",
    )
    return _paired(felt, ways, words, high - low, seed)


def _share(points: Sequence[str]) -> float:
    if not isinstance(points, Sequence) or isinstance(points, str) or not points:
        raise OutOfRange("points", points, "a mark for at least one point")
    return fmean(HEARD[one_of("point", point, HEARD)] for point in points)


def _paired(
    values: Iterable[tuple[str, str, float]], ways: tuple[str, str], words: Wording, reach: float, seed: int
) -> Finding:
    gaps = gaps_within("marks", values, "way", ways)
    interval = interval_of_mean(gaps, -reach, reach, seed)
    return weighed(fmean(gaps), interval, len(gaps), words, reach=reach)
