"""Scores on scales: answers by item id, already keyed (`Instrument.keyed` turns the reversed ones round).

*Missing answers.* A scale is scored if four of five of its items are answered, as the mean of those. The mean over
learners has no null; *reference:* Student's interval.
"""

from collections.abc import Collection, Mapping
from statistics import fmean

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, name, number, share
from kith_exercises.instruments import ANSWERED
from kith_exercises.measures._given import Scale, scale_of, some
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import reported, unknown
from kith_exercises.measures.finding import Finding

__all__ = ["ANSWERED", "Keyed", "answered", "scale_mean", "scale_score", "scale_scores"]

#: One learner's keyed answers, by item; None, or no entry at all, for an item without an answer.
Keyed = Mapping[str, float | None]


def scale_score(items: Collection[str], keyed: Keyed, *, least: float = ANSWERED) -> float | None:
    """One learner's score: the mean of their answers to these items, or None if less than that share is there."""
    values = answered(items, keyed)
    # A share such as 0.8 is a little more than four of five.
    enough = values and len(values) >= share("least", least) * len(items) - 1e-9
    return fmean(values) if enough else None


def scale_scores(items: Collection[str], cohort: Mapping[str, Keyed], *, least: float = ANSWERED) -> dict[str, float]:
    """The scores of those who answered enough, by learner."""
    found = {one: scale_score(items, cohort[one], least=least) for one in sorted(by_name("cohort", cohort))}
    return {one: score for one, score in found.items() if score is not None}


def scale_mean(
    items: Collection[str], cohort: Mapping[str, Keyed], *, scale: Scale, what: str = "The scale", seed: int = 0
) -> Finding:
    """A cohort's mean score; ``scale`` is the lowest and the highest answer."""
    low, high = scale_of(scale)
    some("cohort", cohort, "learner")
    scores = [number(what, score, low, high) for score in scale_scores(items, cohort).values()]
    if not scores:
        return unknown(0, "nobody has answered enough of these items for a score")
    interval = interval_of_mean(scores, low, high, seed)
    return reported(fmean(scores), interval, len(scores), f"{what}: {{size}} on average")


def answered(items: Collection[str], keyed: Keyed) -> list[float]:
    """The answers that are there, in the order of the items."""
    some("items", items, "item")
    if len({name("items", item) for item in items}) < len(items):
        raise OutOfRange("items", items, "the ids of different items")
    known = by_name("keyed", keyed)
    given = [(item, known.get(item)) for item in items]
    return [number(item, answer) for item, answer in given if answer is not None]
