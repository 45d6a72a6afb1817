"""Rooms in which each waits for others: as authors write them, with levers, and drawn from what was released."""

from collections.abc import Sequence

import pytest

from kith_exercises.measures import thresholds
from kith_exercises.primitives.crowds import (
    Band,
    Lever,
    crowd_of,
    like_ours,
    read_bands,
    read_crowd,
    room,
    rooms_like_ours,
)
from kith_exercises.privacy import Steps, release_steps

WRITTEN = [[0, 0], [1, 1], [2, 2], [3, 5], [6, 10], [11, -1], []]
BANDS = read_bands(WRITTEN)
IDS = [band.id for band in BANDS]


def released(counts: dict[str, int], among: Sequence[Band] = BANDS) -> Steps:
    """What may be told of a group in which so many chose each band."""
    chosen = {f"{id}-{n}": id for id, people in counts.items() for n in range(people)}
    found = release_steps(chosen, [band.id for band in among])
    assert isinstance(found, Steps)
    return found


def test_bands_have_an_end_or_none_and_ids_to_keep() -> None:
    assert [(band.low, band.high) for band in BANDS[-3:]] == [(6, 10), (11, None), (None, None)]
    assert IDS == ["0", "1", "2", "3-5", "6-10", "11-", "none"]


@pytest.mark.parametrize(
    "bands",
    [[], [[]], [[0, 0], [0, 3]], [[5, 3]], [[0, -1], [1, 1]], [[], [0, 0]], [[0, 0], [], []], [[0]], [0], [[0, "1"]]],
)
def test_a_slip_in_bands_is_named(bands: list[object]) -> None:
    with pytest.raises(ValueError, match=r"band|rise"):
        read_bands(bands)


@pytest.mark.parametrize(
    ("text", "thresholds"),
    [("0", (0,)), ("0, 2, 2..4", (0, 2, 2, 3, 4)), ("3 x 3, 0", (3, 3, 3, 0)), ("1..2 x 2", (1, 1, 2, 2))],
)
def test_a_room_is_written_in_a_line(text: str, thresholds: tuple[int, ...]) -> None:
    assert read_crowd(text) == thresholds


@pytest.mark.parametrize("text", ["", "0,,1", "5..2", "-1", "0..9999", "a", "0..400, 0..400", "1.5"])
def test_a_slip_in_a_room_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"threshold|people"):
        read_crowd(text)


def test_a_room_of_a_hundred_falls_still_when_one_person_moves() -> None:
    """Granovetter 1978, pp. 1424-1425: with thresholds 0 to 99 all act; with 0, 2, 2, 3 ... one does."""
    assert room(read_crowd("0..99"))["active"][-1] == 100
    assert room(read_crowd("0, 2, 2..99"))["active"][-1] == 1


def test_levers_start_a_room_that_stands_still() -> None:
    still = read_crowd("1..20")
    assert room(still)["active"][-1] == 0
    assert room(still, Lever("opens", "The facilitator asks first", first=1))["active"][-1] == 21
    assert room(still, Lever("pairs", "Two minutes in pairs", easier=1))["active"][-1] == 20


def test_a_room_put_together_by_hand_is_the_same_as_one_in_a_line() -> None:
    assert crowd_of({"10": 2, "0": 1, "2": 3, "4": 0}) == read_crowd("0, 2 x 3, 10 x 2")


def test_rooms_like_ours_are_drawn_from_the_bands_as_they_were_told() -> None:
    steps = released({"0": 2, "1": 3, "2": 6, "3-5": 6, "6-10": 1, "none": 2})
    assert [names for names, _ in steps.parts] == [("0", "1", "2"), ("3-5", "6-10", "11-", "none")]
    assert like_ours(steps, BANDS) == (thresholds.Band(0, 2, 12), thresholds.Band(3, None, 7))


def test_two_groups_that_are_told_alike_give_the_same_rooms() -> None:
    one, other = released({"0": 5, "1": 1, "3-5": 7}), released({"0": 2, "1": 5, "6-10": 6})
    assert one.to_json()["steps"][0] != other.to_json()["steps"]
    alike = released({"0": 1, "1": 5, "3-5": 7})
    assert alike == one
    assert rooms_like_ours(alike, BANDS).ends == rooms_like_ours(one, BANDS).ends


def test_a_lever_moves_where_rooms_like_ours_end() -> None:
    bands = BANDS[1:]  # where nobody can say that they would go first
    steps = released({"1": 7, "2": 7, "3-5": 7}, bands)
    opened = rooms_like_ours(steps, bands, Lever("opens", "The facilitator asks first", first=1))
    assert rooms_like_ours(steps, bands).finding.estimate == 0
    assert opened.finding.estimate is not None
    assert opened.finding.estimate > 10
