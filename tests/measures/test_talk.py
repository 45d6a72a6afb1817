"""Who talks, and who would ask: Gini's index by hand, and rooms that must end as Granovetter's rule says."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.measures.thresholds import Band, counted, merged, sampled_rooms
from kith_exercises.measures.turns import gini, turn_gini, turn_gini_by_lot


@pytest.mark.parametrize(
    ("amounts", "expected"), [((5, 5, 5, 5), 0), ((1, 2, 3, 4), 0.25), ((0, 0, 0, 9), 0.75), ((3,), 0)]
)
def test_gini_by_hand(amounts: tuple[float, ...], expected: float) -> None:
    assert gini(amounts) == pytest.approx(expected)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=8).filter(any))
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: list[int]) -> None:
    apart = np.abs(np.subtract.outer(amounts, amounts)).mean()
    assert gini(amounts) == pytest.approx(apart / 2 / np.mean(amounts))


def test_turns_count_groups_and_not_people() -> None:
    found = turn_gini([(1, 2, 3, 4), (1, 1, 1, 1)])
    assert (found.estimate, found.n) == (0.125, 2)
    by_lot = turn_gini_by_lot([(1, 2, 3, 4)], [(1, 1, 1, 1)], names=("free", "facts first"))
    assert (by_lot.estimate, by_lot.n) == (0.25, 2)


BANDS = (Band(0, 0), Band(1, 1), Band(2, 2), Band(3, 5), Band(6, 10), Band(11, None), Band(None, None))


def test_bands_are_counted_and_merged_until_each_holds_one_and_five_others() -> None:
    chosen = [place for place, times in enumerate((2, 4, 1, 6, 3, 5, 2)) for _ in range(times)]
    found = merged(counted(BANDS, chosen), least=6)
    assert found == (Band(0, 1, 6), Band(2, 5, 7), Band(6, None, 10))


@given(st.lists(st.integers(0, 9), min_size=7, max_size=7).filter(lambda people: sum(people) >= 6))
def test_merged_bands_hold_everybody_and_never_fewer_than_six(people: list[int]) -> None:
    bands = [Band(b.low, b.high, count) for b, count in zip(BANDS, people, strict=True)]
    found = merged(bands, least=6)
    assert sum(band.people for band in found) == sum(people)
    assert all(band.people >= 6 for band in found)
    assert all(earlier.high is not None and later.low is not None for earlier, later in list(pairwise(found))[:-1])


@pytest.mark.parametrize(
    ("levers", "ends"), [({}, 0), ({"first": 1}, 24), ({"easier": 1}, 24), ({"people": 10, "first": 1}, 10)]
)
def test_a_room_where_each_waits_for_one_needs_one(levers: dict[str, int], ends: int) -> None:
    assert set(sampled_rooms([Band(1, 1, 24)], **levers).ends) == {ends}


def test_who_is_not_here_never_asks_whatever_is_done() -> None:
    rooms = sampled_rooms([Band(None, None, 12)], first=100, easier=100)
    assert set(rooms.ends) == {0}
    assert rooms.finding.sentence == (
        "In half of 200 rooms of 12 like ours, at least 0 ask in the end; in 95 of 100, it is 0 to 0 (12 answers)."
    )


def test_rooms_end_where_granovetters_rule_ends_person_by_person() -> None:
    # One in two goes first and the others wait for one: a room stays silent only if nobody goes first.
    rooms = sampled_rooms([Band(0, 0, 5), Band(1, 1, 5)], people=3, rooms=8000, seed=1)
    silent = sum(end == 0 for end in rooms.ends) / 8000
    assert silent == pytest.approx(1 / 8, abs=3 * math.sqrt(1 / 8 * 7 / 8 / 8000))
    assert set(rooms.ends) == {0, 3}
