"""Scores and alpha: by hand, as published, and with answers missing."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from kith_exercises.data import load
from kith_exercises.instruments import load as load_instrument
from kith_exercises.measures.alpha import alpha_interval, alpha_of_variances, cronbach_alpha, scale_alpha
from kith_exercises.measures.scales import scale_mean, scale_score


def test_seven_to_everything_on_edmondsons_scale_is_not_seven() -> None:
    instrument = load_instrument("edmondson")
    keyed = instrument.keyed({item.id: 7 for item in instrument.items})
    assert scale_score([item.id for item in instrument.items], keyed) == pytest.approx((4 * 7 + 3 * 1) / 7)


@pytest.mark.parametrize(("given", "score"), [(5, 3.0), (4, 3.0), (3, None), (0, None)])
def test_a_scale_is_scored_from_four_of_five_answers_on(given: int, score: float | None) -> None:
    items = ["a", "b", "c", "d", "e"]
    keyed: dict[str, float | None] = {item: 3.0 if place < given else None for place, item in enumerate(items)}
    assert scale_score(items, keyed) == score


def test_a_cohorts_mean_is_of_those_who_answered_enough() -> None:
    cohort = {"x": {"a": 1.0, "b": 2.0}, "y": {"a": 5.0, "b": 5.0}, "z": {"a": 5.0}}
    found = scale_mean(["a", "b"], cohort, scale=(1, 5))
    assert (found.estimate, found.n) == (3.25, 2)


def test_alpha_by_hand() -> None:
    # Variances 1 and 3, and 7 of the sums 3, 4 and 8.
    assert cronbach_alpha([[1, 2], [2, 2], [3, 5]]) == pytest.approx(2 * (1 - 4 / 7))


def spread(values: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    return float(np.var(np.repeat(values, people.astype(int)), ddof=1))


def test_alpha_of_bfi_agreeableness_is_704() -> None:
    # Over the 2,709 people with all five answers; the tables hold counts, which is all that alpha needs.
    sums = load("bfi_sums").where(scale="agreeableness")
    answers = load("bfi_answers").where(scale="agreeableness")
    items = [answers.where(item=item) for item in sorted(set(answers.words("item")))]
    of_items = [spread(item.numbers("answer"), item.numbers("people")) for item in items]
    alpha = alpha_of_variances(of_items, spread(sums.numbers("sum"), sums.numbers("people")))
    assert alpha == pytest.approx(0.704, abs=0.0005)


def test_feldts_interval_is_exact_for_parallel_items() -> None:
    # Of 1,000 samples of 24 people and 5 parallel normal items with a true alpha of 0.8, 950 hold it, within 3 errors.
    chance = np.random.default_rng(11)
    known = chance.normal(0, math.sqrt(0.8), (1000, 24, 1)) + chance.normal(0, 1, (1000, 24, 5))
    found = [alpha_interval(cronbach_alpha(sample), 24, 5) for sample in known]
    held = sum(interval.includes(0.8) for interval in found)
    assert abs(held - 950) <= 3 * math.sqrt(1000 * 0.05 * 0.95)


@pytest.mark.parametrize(("people", "shown"), [(14, False), (15, True)])
def test_no_alpha_is_shown_below_fifteen(people: int, shown: bool) -> None:
    chance = np.random.default_rng(2)
    cohort = {
        f"l{n}": {"a": float(a), "b": float(a + b)} for n, (a, b) in enumerate(chance.integers(0, 3, (people, 2)))
    }
    found = scale_alpha(["a", "b"], {**cohort, "without an answer": {"a": 1.0}})
    assert (found.estimate is not None) is shown
    assert found.n == people
