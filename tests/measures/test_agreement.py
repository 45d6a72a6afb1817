"""Two markers: kappa by hand, as published, and beside Lin's concordance."""

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


def test_quadratic_kappa_by_hand() -> None:
    # Four texts; each marker gave level 0 twice, 1 and 2 once.
    found = weighted_kappa([(0, 1), (1, 0), (2, 0), (0, 2)], levels=3)
    by_chance = sum(a * b * (i - j) ** 2 for i, a in enumerate((2, 1, 1)) for j, b in enumerate((2, 1, 1))) / 16
    assert found.estimate == pytest.approx(1 - (1 + 1 + 4 + 4) / 4 / by_chance)


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
