"""Answers in order, talk and texts go through gates of their own."""

import pytest

from kith_exercises.errors import OutOfRange
from kith_exercises.privacy import (
    Band,
    Figure,
    Steps,
    Texts,
    Thresholds,
    Withheld,
    release_steps,
    release_talk,
    release_texts,
)

ORDER = ("0", "1", "2", "3-5", "6-10", "more")


def chosen(*counts: int) -> dict[str, str]:
    every = [answer for answer, count in zip(ORDER, counts, strict=True) for _ in range(count)]
    return {f"p{n}": answer for n, answer in enumerate(every)}


@pytest.mark.parametrize(
    ("counts", "bands"),
    [
        ((6, 6, 0, 0, 0, 0), [("0",), ("1", "2", "3-5", "6-10", "more")]),
        ((2, 3, 4, 7, 1, 1), [("0", "1", "2"), ("3-5", "6-10", "more")]),
        ((1, 5, 6, 6, 0, 6), [("0", "1"), ("2",), ("3-5",), ("6-10", "more")]),
    ],
)
def test_answers_in_order_are_merged_until_each_band_holds_enough(
    counts: tuple[int, ...], bands: list[tuple[str, ...]]
) -> None:
    found = release_steps(chosen(*counts), ORDER)
    assert isinstance(found, Steps)
    assert [names for names, _ in found.parts] == bands
    assert all(band.high > 5 for _, band in found.parts)


@pytest.mark.parametrize("counts", [(5, 6, 0, 0, 0, 0), (24, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0), (5, 0, 0, 0, 0, 19)])
def test_where_there_are_no_two_bands_nothing_is_said(counts: tuple[int, ...]) -> None:
    assert isinstance(release_steps(chosen(*counts), ORDER), Withheld)


def test_an_answer_that_could_not_be_given_is_refused() -> None:
    with pytest.raises(OutOfRange, match="answer is '7': give it one of"):
        release_steps({"p0": "7"}, ORDER)


def groups(count: int, size: int = 4) -> dict[str, tuple[int, float]]:
    return {f"group {n}": (size, n / 10 % 0.7) for n in range(count)}


def test_talk_counts_groups_and_not_the_people_in_them() -> None:
    withheld, shown = release_talk(groups(5, size=12)), release_talk(groups(6))
    assert isinstance(withheld, Withheld)
    assert "groups" in withheld.reason
    assert isinstance(shown, Figure)
    assert shown.people == Band(5, 9)


def test_a_pair_is_no_group_since_one_share_tells_the_other() -> None:
    with pytest.raises(OutOfRange, match="a group of at least 3"):
        release_talk(groups(6) | {"pair": (2, 0.1)})


def test_texts_need_ten_others_and_come_in_no_order_of_theirs() -> None:
    offered = {f"p{n:02}": f"text {37 * n % 11:02}" for n in range(11)}
    found = release_texts(offered)
    assert isinstance(found, Texts)
    assert list(found.texts) == sorted(offered.values())
    few = release_texts({who: text for who, text in offered.items() if who != "p00"})
    assert isinstance(few, Withheld)
    assert "Fewer than ten people besides the reader" in few.reason
    assert isinstance(release_texts(offered, thresholds=Thresholds(text=12)), Withheld)


def test_texts_that_are_all_the_same_would_tell_each_one_s() -> None:
    assert isinstance(release_texts({f"p{n}": "yes" for n in range(20)}), Withheld)
