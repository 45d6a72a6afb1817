"""A finding says no more than its interval: what it claims, what it can't tell, and how it says either."""

import math

import pytest

from kith_exercises.measures._worded import in_words, reported, tallied, unknown, weighed
from kith_exercises.measures.finding import Finding, Interval, Wording

WORDS = Wording("it moved", "it rose by {size} points", "it fell by {size} points")


def found(estimate: float, interval: Interval, reach: float = 10, smallest: float | None = None) -> Finding:
    return weighed(estimate, interval, 24, WORDS, reach=reach, smallest=smallest)


def test_an_interval_that_includes_nothing_happened_cannot_tell_and_says_what_would_show() -> None:
    finding = found(0.5, Interval(-0.5, 1.5))
    assert finding.sentence == (
        "We can't tell yet whether it moved: a difference of 1.4 points or more would show in about four of five "
        "cohorts like this one (24 learners)."
    )
    assert not finding.tells


@pytest.mark.parametrize(
    ("estimate", "interval", "sentence"),
    [
        (1.25, Interval(0.5, 2.0), "It rose by 1.2 points (0.5 to 2.0 at 95%, 24 learners)."),
        (-1.25, Interval(-2.0, -0.5), "It fell by 1.2 points (0.5 to 2.0 at 95%, 24 learners)."),
    ],
)
def test_a_claim_names_its_direction_and_how_far_it_may_be_off(
    estimate: float, interval: Interval, sentence: str
) -> None:
    finding = found(estimate, interval)
    assert finding.tells
    assert finding.sentence == sentence


def test_an_end_that_lies_on_the_null_cannot_rule_it_out() -> None:
    assert not found(1.0, Interval(0.0, 2.0)).tells


def test_the_smallest_difference_is_a_little_more_than_half_the_interval() -> None:
    smallest = found(0.0, Interval(-1.0, 1.0)).smallest
    assert smallest == pytest.approx(1.39, abs=0.005)


@pytest.mark.parametrize("smallest", [None, 9.5, math.inf])
def test_no_difference_is_promised_to_show_that_the_scale_does_not_hold(smallest: float | None) -> None:
    finding = found(0.5, Interval(-8, 8), reach=9, smallest=smallest)
    assert finding.smallest is None
    assert finding.sentence == (
        "We can't tell yet whether it moved: no difference would show in about four of five cohorts like this one "
        "(24 learners)."
    )


def test_an_end_that_is_ruled_in_is_never_told_as_nothing() -> None:
    assert found(12.4, Interval(0.3, 24.5)).sentence == "It rose by 12 points (0.30 to 24 at 95%, 24 learners)."


def test_what_people_named_may_hold_braces() -> None:
    words = Wording("{it} moved", "{it} rose by {size} points", "{it} fell by {size} points")
    assert weighed(1.0, Interval(0.5, 1.5), 24, words, reach=5).sentence.startswith("{it} rose by 1.0 points (")
    assert reported(0.2, None, 3, "{it} is {size}").sentence == "{it} is 0.20 (3 learners)."


def test_what_only_describes_has_no_null_to_tell_from() -> None:
    finding = reported(0.21, Interval(0.18, 0.25), 1, "the score is {size}")
    assert finding.sentence == "The score is 0.21 (0.18 to 0.25 at 95%, 1 learner)."
    assert finding.null is None
    assert not finding.tells


def test_what_is_counted_is_said_with_how_many_there_are() -> None:
    assert tallied(3, 12, "Known by one", "topics").sentence == "Known by one: 3 of 12 topics."
    assert tallied(3, 12, "Used", "notes", Interval(0.055, 0.57)).sentence == (
        "Used: 3 of 12 notes (6% to 57% at 95%)."
    )


def test_without_anything_to_measure_there_is_no_number_and_a_reason() -> None:
    assert unknown(3, "there are three").sentence == "We can't tell yet: there are three."
    assert unknown(3, "there are three").estimate is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0.0"), (0.04321, "0.043"), (0.5, "0.50"), (1.25, "1.2"), (12.5, "12"), (123.4, "123"), (-0.31, "−0.31")],
)
def test_numbers_are_said_with_two_digits_that_count(value: float, words: str) -> None:
    assert in_words(value) == words
