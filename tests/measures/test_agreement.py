"""Two markers: kappa by hand, as published, and beside Lin's concordance."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.measures.agreement import kappa_of_counts, weighted_kappa


def test_the_kappas_of_cohens_own_example() -> None:
    # J. Cohen (1968), Psychological Bulletin 70, table 1: shares of 200 cases; confusions weigh 1, 3 and 6.
    shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    graver = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    assert kappa_of_counts(shares, weights="none") == pytest.approx(0.492, abs=0.0005)
    assert kappa_of_counts(shares, weights=graver) == pytest.approx(0.348, abs=0.0005)


def by_the_table(pairs: list[tuple[float, float]]) -> float:
    """Cohen's own form: observed and expected cells of the table, each weighted by its squared distance."""
    n, levels = len(pairs), sorted({level for pair in pairs for level in pair})
    observed = expected = 0.0
    for row in levels:
        for column in levels:
            weight = (row - column) ** 2
            observed += weight * sum(pair == (row, column) for pair in pairs) / n
            rows, columns = sum(a == row for a, _ in pairs), sum(b == column for _, b in pairs)
            expected += weight * rows * columns / n**2
    return 1 - observed / expected


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        # Differences 0, 0, 1, 0: a mean square of 1/4. Chance: 5/4 of squares on each side less twice 1 x 1... = 5/4.
        ([(0, 0), (1, 1), (2, 1), (2, 2)], 0.8),
        ([(0, 2), (2, 0)], -1),
        ([(0, 0), (0, 1), (1, 0), (1, 1)], 0),
        ([(0, 0), (3, 3)], 1),
        ([(0, 1), (1, 2), (2, 3)], 1 - 1 / (5 / 3 + 14 / 3 - 4)),
        ([(1, 1), (1, 2)], 0),  # who gives everybody one level can't agree beyond chance
    ],
)
def test_kappa_is_what_one_works_out_by_hand(pairs: list[tuple[float, float]], kappa: float) -> None:
    assert weighted_kappa(pairs, levels=4).estimate == pytest.approx(kappa)


@pytest.mark.parametrize("seed", range(8))
def test_kappa_is_that_of_cohens_table_for_any_points(seed: int) -> None:
    dice = random.Random(seed)
    levels = (0, 1, 1.5, 2, 2.25, 3)
    pairs = [(dice.choice((0, 1, 1.5, 2, 3)), dice.choice((0, 1, 2, 2.25, 3))) for _ in range(40)]
    kappa = pytest.approx(by_the_table(pairs))
    assert weighted_kappa(pairs, levels=levels).estimate == kappa
    assert weighted_kappa([(2 * a, 2 * b) for a, b in pairs], levels=[2 * one for one in levels]).estimate == kappa
    assert weighted_kappa([(b, a) for a, b in pairs], levels=levels).estimate == kappa


pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30)


@given(pairs.filter(lambda found: len({level for pair in found for level in pair}) > 1))
def test_quadratic_kappa_is_lins_concordance(found: list[tuple[int, int]]) -> None:
    # K. Krippendorff (1970), Sociological Methodology 2, 139-150: 2 cov over both variances and the squared gap.
    one, two = np.array(found).T
    lin = (
        2 * np.mean((one - one.mean()) * (two - two.mean())) / (one.var() + two.var() + (one.mean() - two.mean()) ** 2)
    )
    kappa = weighted_kappa(found, levels=4)
    assert kappa.estimate == pytest.approx(lin)
    assert kappa.interval is not None
    assert kappa.interval.low - 1e-9 <= lin <= kappa.interval.high + 1e-9


def test_markers_who_agree_on_every_text_may_still_not_on_the_next() -> None:
    found = weighted_kappa([(0, 0), (1, 1), (2, 2)] * 8, levels=3)
    assert found.estimate == 1
    assert found.interval is not None
    assert found.interval.low < 0.7


def test_one_marker_who_always_says_the_same_tells_nothing() -> None:
    found = weighted_kappa([(2, level) for level in (0, 1, 2, 3)] * 6, levels=4)
    assert found.estimate == pytest.approx(0)
    assert found.interval is not None
    assert found.interval.width > 1.9


@pytest.mark.parametrize(("texts", "tells"), [(4, False), (24, True)])
def test_agreement_on_all_texts_but_one_is_no_chance_where_there_are_many(texts: int, tells: bool) -> None:
    # The one that is far apart leaves kappa wide open; that it is more than chance, it does not.
    pairs = [(level, level) for level in (0, 1, 2, 3)] * 6
    found = weighted_kappa([(0, 3), *pairs][:texts], levels=4)
    assert found.tells is tells
    assert (found.smallest is not None) is tells


def test_two_texts_tell_next_to_nothing() -> None:
    found = weighted_kappa([(0, 1), (1, 0)], levels=4)
    assert found.estimate == -1
    assert not found.tells


def test_one_level_for_all_texts_tells_nothing_about_agreement() -> None:
    found = weighted_kappa([(2, 2)] * 24, levels=4)
    assert found.estimate is None
    assert found.sentence.startswith("We can't tell yet")
