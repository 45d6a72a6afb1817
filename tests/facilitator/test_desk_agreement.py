"""Weighted kappa against figures worked out by hand, and what is not told from too little."""

import math
import random

import pytest

from kith_facilitator.desk.agreement import LEAST, agreement, weighted_kappa


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
def test_it_is_what_one_works_out_by_hand(pairs: list[tuple[float, float]], kappa: float) -> None:
    assert weighted_kappa(pairs) == pytest.approx(kappa)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_cohens_table_for_any_levels_also_between_them(seed: int) -> None:
    dice = random.Random(seed)
    pairs = [(dice.choice((0, 1, 1.5, 2, 3)), dice.choice((0, 1, 2, 2.25, 3))) for _ in range(40)]
    assert weighted_kappa(pairs) == pytest.approx(by_the_table(pairs))
    assert weighted_kappa([(2 * a, 2 * b) for a, b in pairs]) == pytest.approx(by_the_table(pairs))
    assert weighted_kappa([(b, a) for a, b in pairs]) == pytest.approx(by_the_table(pairs))


@pytest.mark.parametrize("pairs", [[], [(1, 1)], [(2, 2)] * 30, [(0.1 + 0.2, 0.3)] * 30])
def test_where_chance_leaves_no_room_there_is_no_figure(pairs: list[tuple[float, float]]) -> None:
    assert weighted_kappa(pairs) is None
    assert agreement(pairs).kappa is None


def test_too_few_pairs_tell_nothing() -> None:
    pairs = [(0.0, 0.0), (2.0, 2.0)] * LEAST
    assert agreement(pairs[: LEAST - 1]).kappa is None
    assert agreement(pairs[:LEAST]).kappa == 1


def test_the_range_is_wide_for_few_and_narrow_for_many_and_holds_the_figure() -> None:
    dice = random.Random(7)
    pairs = [(level, min(3, max(0, level + dice.choice((-1, 0, 0, 0, 1))))) for level in dice.choices(range(4), k=400)]
    widths = []
    for n in (12, 50, 400):
        found = agreement(pairs[:n])
        assert found.kappa is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.kappa < found.high <= 1
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.15


def test_two_who_only_guess_are_told_from_chance_about_once_in_twenty_times() -> None:
    dice = random.Random(11)
    wrong = 0
    for _ in range(400):
        found = agreement([(dice.randrange(4), dice.randrange(4)) for _ in range(40)])
        assert found.low is not None
        wrong += found.low > 0
    assert wrong / 400 < 0.06  # of one side


def test_a_figure_that_hangs_on_one_answer_has_no_range() -> None:
    found = agreement([(0, 0)] * 11 + [(2, 2)])
    assert (found.kappa, found.low, found.high) == (1, None, None)
    assert math.isclose(found.kappa or 0, 1)
