"""What the desk tells of two readers' agreement, and what is not told from too little."""

import random

import pytest

from kith_facilitator.desk.agreement import LEAST, agreement


@pytest.mark.parametrize("pairs", [[], [(1, 1)], [(2, 2)] * 30, [(0.1 + 0.2, 0.3)] * 30])
def test_where_chance_leaves_no_room_there_is_no_figure(pairs: list[tuple[float, float]]) -> None:
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


def test_two_who_only_guess_are_hardly_ever_told_from_chance() -> None:
    dice = random.Random(11)
    found = [agreement([(dice.randrange(4), dice.randrange(4)) for _ in range(12)]) for _ in range(200)]
    assert sum(one.low is not None and one.low > 0 for one in found) <= 7  # 2.5% of one side, and a bit of luck


def test_a_figure_that_hangs_on_one_answer_does_not_tell() -> None:
    found = agreement([(0, 0)] * 11 + [(2, 2)])
    assert found.kappa == 1
    assert found.low is not None
    assert found.low < 0


def test_points_between_two_levels_and_points_that_differ_by_rounding_are_read() -> None:
    pairs = [(0, 0.5), (0.1 + 0.2, 0.3), (1, 1), (1.5, 2)] * 4
    found = agreement(pairs)
    assert found.same == 8
    assert found.kappa is not None
    assert 0.8 < found.kappa < 1
