"""Measures that compare people with themselves, or what they said with what came: worked out by hand."""

import numpy as np
import pytest

from kith_exercises.measures.change import change
from kith_exercises.measures.forecasts import Forecast, forecast_error, forecast_miss
from kith_exercises.measures.label_gap import Rating, Revision, change_towards_label, label_gap
from kith_exercises.measures.lots import difference_by_lot
from kith_exercises.measures.norms import norm_misperception
from kith_exercises.measures.over_time import Miss, error_over_time
from kith_exercises.measures.say_back import Marked, felt_understood, points_heard


def test_the_label_gap_compares_each_learner_with_themselves() -> None:
    ratings = [
        *(Rating("a", f"n{i}", "senior", value) for i, value in enumerate((8, 6))),
        *(Rating("a", f"m{i}", "new", value) for i, value in enumerate((5, 5))),
        Rating("b", "n0", "senior", 3),
        Rating("b", "m0", "new", 2),
        Rating("c", "n0", "new", 9),  # met one label only
    ]
    found = label_gap(ratings, ("senior", "new"))
    assert found.estimate == 1.5  # the mean of 2 and 1
    assert found.n == 2


def test_change_towards_the_label_leaves_out_what_changes_under_both() -> None:
    revisions = [Revision("a", "n", "senior", 5, 7), Revision("a", "m", "new", 5, 6)]
    assert change_towards_label(revisions, ("senior", "new")).estimate == 0.5


def test_points_heard_and_felt_understood_are_two_figures() -> None:
    marks = [
        Marked("a", "full", ("there", "there", "partly"), 4),
        Marked("a", "words", ("there", "not there", "not there"), 6),
    ]
    assert points_heard(marks, ("full", "words")).estimate == pytest.approx(2.5 / 3 - 1 / 3)
    assert felt_understood(marks, ("full", "words")).estimate == -2


def test_a_change_is_of_those_who_answered_both_times() -> None:
    found = change({"a": 2, "b": 3, "c": 7}, {"a": 4, "b": 4, "d": 1}, what="Ease", scale=(1, 7))
    assert (found.estimate, found.n) == (1.5, 2)


def test_two_lots_differ_by_their_means() -> None:
    found = difference_by_lot([1, 2, 3], [1, 1], names=("early", "late"), scale=(0, 20))
    assert (found.estimate, found.n) == (1, 5)


def test_a_norm_is_misjudged_by_the_mean_guess_less_what_the_others_do() -> None:
    own, guessed = {"a": 1, "b": 3, "c": 8}, {"a": 2, "b": 3, "c": 4}
    of_others = [np.mean([own[other] for other in own if other != one]) for one in own]
    truth = np.mean([guessed[one] - others for one, others in zip(own, of_others, strict=True)])
    assert norm_misperception(own, guessed, what="asking", scale=(0, 10)).estimate == pytest.approx(truth)


def test_a_learner_with_two_forecasts_counts_once() -> None:
    forecasts = [Forecast("a", 5, 3), Forecast("a", 1, 3), Forecast("b", 2, 5)]
    assert forecast_error(forecasts, scale=(0, 10)).estimate == -1.5  # the mean of 0 and -3
    assert forecast_miss(forecasts, scale=(0, 10)).estimate == 2.5  # the mean of 2 and 3


def test_error_over_time_is_the_mean_of_each_ones_slope() -> None:
    misses = [Miss("a", 0, 0.5), Miss("a", 1, 0.25), Miss("b", 0, 0.3), Miss("b", 2, 0.1), Miss("c", 1, 0.9)]
    found = error_over_time(misses)
    assert found.estimate == pytest.approx((-0.25 - 0.1) / 2)
    assert found.n == 2
