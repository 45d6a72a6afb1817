"""Brier's score and Murphy's terms: worked out by hand, and adding up whatever the claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.measures.calibration import (
    Claim,
    brier_score,
    calibration_curve,
    decompose,
    overconfidence,
)

CLAIMS = [Claim("a", 0.9, True), Claim("a", 0.6, False), Claim("b", 0.8, True), Claim("b", 0.6, True)]


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier_score(CLAIMS).estimate == pytest.approx((0.01 + 0.36 + 0.04 + 0.16) / 4)


def test_overconfidence_is_what_was_said_less_what_was_so() -> None:
    assert overconfidence(CLAIMS).estimate == pytest.approx(2.9 / 4 - 3 / 4)


def test_murphys_terms_by_hand() -> None:
    terms = decompose(CLAIMS)
    assert terms.reliability == pytest.approx((2 * 0.01 + 0.04 + 0.01) / 4)
    assert terms.resolution == pytest.approx((2 * 0.0625 + 0.0625 + 0.0625) / 4)
    assert terms.uncertainty == pytest.approx(0.75 * 0.25)
    assert terms.within == pytest.approx(0)
    assert terms.n == 2
    assert terms.sentence == (
        "The Brier score of 0.142 is 0.017 for how far what was said lies from how often it came, less 0.062 for "
        "telling likely from unlikely, plus 0.188 for how hard it was to know (2 learners)."
    )


def test_what_differs_within_a_group_is_told_too() -> None:
    assert "plus 0.188 for how hard it was to know, and −0.046 for what" in decompose(CLAIMS, edges=(0.5, 1)).sentence


claims = st.lists(
    st.builds(Claim, st.sampled_from("abcdef"), st.integers(0, 100).map(lambda x: x / 100), st.booleans()), min_size=1
)


@given(claims, st.sampled_from([None, (0, 1), (0, 0.5, 1), (0, 0.25, 0.75, 1)]))
def test_the_terms_make_up_the_score_however_claims_are_grouped(
    found: list[Claim], edges: tuple[float, ...] | None
) -> None:
    assert decompose(found, edges=edges).brier == pytest.approx(brier_score(found).estimate)


def test_a_curve_says_of_each_group_how_often_it_was_so() -> None:
    points = calibration_curve(CLAIMS)
    assert [(p.said, p.right.estimate, p.claims, p.right.n) for p in points] == [
        (0.6, 0.5, 2, 2),
        (0.8, 1.0, 1, 1),
        (0.9, 1.0, 1, 1),
    ]
    assert [point.claims for point in calibration_curve(CLAIMS, edges=(0.5, 0.8, 1))] == [2, 2]
