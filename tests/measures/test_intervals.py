"""Intervals for means: beside Student's, at the edges, and whatever the order of what comes in."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped]  # SciPy ships no types

from kith_exercises.measures._means import interval_of_difference, interval_of_mean, ratio_parts
from kith_exercises.measures.chance import flips, shuffles

answers = st.lists(st.integers(0, 10).map(float), min_size=2, max_size=40)


def students(values: list[float]) -> tuple[float, float]:
    """Student's own interval at 97%."""
    found = stats.ttest_1samp(values, 0).confidence_interval(0.97)
    return float(found.low), float(found.high)


@given(answers.filter(lambda values: len(set(values)) > 1))
def test_an_interval_holds_students_and_reaches_at_most_half_as_far_again(values: list[float]) -> None:
    interval, (low, high) = interval_of_mean(values, -1000, 1000), students(values)
    middle, half = (low + high) / 2, (high - low) / 2
    assert interval.low <= low + 1e-9
    assert interval.high >= high - 1e-9
    assert interval.low >= middle - max(1.5 * half, middle - min(values)) - 1e-9
    assert interval.high <= middle + max(1.5 * half, max(values) - middle) + 1e-9


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_digit(values: list[float], chance: random.Random) -> None:
    other = list(values)
    chance.shuffle(other)
    assert interval_of_mean(values, 0, 10) == interval_of_mean(other, 0, 10)
    assert interval_of_difference(values, values[1:], 10) == interval_of_difference(other, sorted(values[1:]), 10)


@given(st.lists(st.integers(0, 10).map(float), min_size=1, max_size=40))
def test_no_interval_leaves_the_scale_or_its_own_mean(values: list[float]) -> None:
    interval = interval_of_mean(values, 0, 10)
    assert 0 <= interval.low <= np.mean(values) + 1e-12
    assert np.mean(values) - 1e-12 <= interval.high <= 10


def test_two_groups_get_at_least_welchs_interval() -> None:
    chance = np.random.default_rng(3)
    one, two = chance.normal(1, 2, 9), chance.normal(0, 1, 14)
    found = interval_of_difference(one, two, 100)
    welch = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.97)
    assert found.low <= welch.low + 1e-9
    assert found.high >= welch.high - 1e-9


def test_of_thousands_students_own_interval_is_taken() -> None:
    values = [float(value) for value in np.random.default_rng(4).poisson(3, 3000)]
    interval, (low, high) = interval_of_mean(values, 0, 100), students(values)
    assert (interval.low, interval.high) == pytest.approx((low, high))


def test_one_answer_leaves_nearly_the_whole_scale() -> None:
    interval = interval_of_mean([4.0], 0, 10)
    assert interval.low < 0.1
    assert interval.high > 9.8


def test_many_equal_answers_leave_room_for_those_who_might_have_differed() -> None:
    # (1 - q) ** 24 = 0.015 for q = 0.1605: so many might have said 0, or 10.
    interval = interval_of_mean([4.0] * 24, 0, 10)
    assert interval.low == pytest.approx(4 - 0.1605 * 4, abs=0.01)
    assert interval.high == pytest.approx(4 + 0.1605 * 6, abs=0.01)


def test_answers_that_differ_only_by_rounding_are_equal() -> None:
    # 1 - 2/3 and 2/3 - 1/3 are not the same float, and a spread of 1e-17 made an interval that ruled out all else.
    thirds = [1 - 2 / 3, 2 / 3 - 1 / 3] * 12
    assert len(set(thirds)) == 2
    assert interval_of_mean(thirds, -1, 1).width == pytest.approx(interval_of_mean([1 / 3] * 24, -1, 1).width)
    assert interval_of_difference(thirds, thirds[1:], 1).width > 0.1


def test_another_seed_moves_the_ends_by_little() -> None:
    values = [1.0, 2, 2, 3, 3, 3, 4, 4, 5, 7, 9, 9]
    ends = [interval_of_mean(values, 0, 10, seed) for seed in range(6)]
    assert np.ptp([end.low for end in ends]) < 0.2
    assert np.ptp([end.high for end in ends]) < 0.2


def test_parts_of_a_ratio_average_to_the_pooled_ratio() -> None:
    parts = ratio_parts([3.0, 1.0, 0.0], [4, 2, 3])
    assert np.mean(parts) == pytest.approx(4 / 9)
    # The first gave 3 of 4: 4/9 + (3 - 4 * 4/9) / 3.
    assert parts[0] == pytest.approx(4 / 9 + (3 - 16 / 9) / 3)


def test_flipping_signs_takes_each_way_once_where_there_are_few() -> None:
    assert sorted(flips([1.0, 2.0])) == [-1.5, -0.5, 0.5, 1.5]


def test_shuffling_groups_takes_each_way_once_where_there_are_few() -> None:
    assert sorted(shuffles([0.0, 1.0], [3.0, 9.0])) == [-5.5, -3.5, -2.5, 2.5, 3.5, 5.5]


def test_as_many_shuffles_as_asked_for_and_the_same_for_the_same_seed() -> None:
    values = [float(value) for value in range(-5, 19)]
    assert len(flips(values, times=200)) == 200
    assert np.array_equal(flips(values, seed=2), flips(values[::-1], seed=2))
    assert not np.array_equal(flips(values, seed=2), flips(values, seed=3))


@given(st.lists(st.integers(-5, 5).map(float), min_size=8, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_an_interval_that_leaves_zero_out_agrees_with_the_picture_of_chance(values: list[float]) -> None:
    null: NDArray[np.float64] = flips(values, times=4096)
    beyond = np.mean(np.abs(null) >= abs(np.mean(values)) - 1e-12)
    if not interval_of_mean(values, -5, 5).includes(0):
        assert beyond <= 0.05
