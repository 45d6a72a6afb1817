"""Same note, other byline: do labels move ratings?

*Method.* For each learner, the mean rating under one label minus that under the other; then the mean over learners.
Everybody is compared with themselves, so that strict and mild raters weigh the same. *Reference:* the paired t-test's
interval on learners' gaps. Each label should meet each note equally often; the lot sees to that, not this measure.

A gap is said of a group. Of one learner it is noise: three notes against three.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import name, number
from kith_exercises.measures._given import Scale, gaps_within, rows, scale_of
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["Rating", "Revision", "change_towards_label", "label_gap"]


@dataclass(frozen=True)
class Rating:
    """How one learner rated one note that bore a label."""

    learner: str
    note: str
    label: str
    value: float


@dataclass(frozen=True)
class Revision:
    """A rating before its label unfolded, and after."""

    learner: str
    note: str
    label: str
    before: float
    after: float


def label_gap(ratings: Iterable[Rating], labels: tuple[str, str], *, scale: Scale = (0, 10), seed: int = 0) -> Finding:
    """How many points higher notes are rated under the first label than under the second. Null: 0.

    Who rated notes of one label only is left out.
    """
    low, high = scale_of(scale)
    known = rows("ratings", ratings, Rating)
    gaps = _gaps(((r.learner, r.note, r.label, number("rating", r.value, low, high)) for r in known), labels)
    reach = high - low
    words = Wording(
        "these labels moved our ratings",
        f"Notes labelled “{labels[0]}” were rated {{size}} points higher than those labelled “{labels[1]}”",
        f"Notes labelled “{labels[0]}” were rated {{size}} points lower than those labelled “{labels[1]}”",
    )
    return weighed(fmean(gaps), interval_of_mean(gaps, -reach, reach, seed), len(gaps), words, reach=reach)


def change_towards_label(
    revisions: Iterable[Revision], labels: tuple[str, str], *, scale: Scale = (0, 10), seed: int = 0
) -> Finding:
    """How many points a rating moves towards its label once seen: up for the first, down for the second. Null: 0.

    Half of what changes under the first label minus what changes under the second, so that a second look which
    makes everybody milder counts for nothing. A gap before the label is seen is zero by design, and no success.
    """
    low, high = scale_of(scale)
    moved = (
        (r.learner, r.note, r.label, number("after", r.after, low, high) - number("before", r.before, low, high))
        for r in rows("revisions", revisions, Revision)
    )
    changes = [gap / 2 for gap in _gaps(moved, labels)]
    reach = high - low
    words = Wording(
        "seeing the label moved our ratings",
        "Ratings moved {size} points towards the label once it was seen",
        "Ratings moved {size} points away from the label once it was seen",
    )
    return weighed(fmean(changes), interval_of_mean(changes, -reach, reach, seed), len(changes), words, reach=reach)


def _gaps(values: Iterable[tuple[str, str, str, float]], labels: tuple[str, str]) -> list[float]:
    """For each learner who met both labels, the difference of their two means."""
    found = sorted(
        (name("learner", learner), name("note", note), name("label", label), value)
        for learner, note, label, value in values
    )
    if len({row[:2] for row in found}) < len(found):
        raise OutOfRange("ratings", [row[:2] for row in found], "one for each learner and note")
    return gaps_within("ratings", ((learner, label, value) for learner, _, label, value in found), "label", labels)
