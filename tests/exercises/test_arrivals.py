"""Parcels are read out of whatever pages a learner has fetched, in any state these are in."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.envelope import Envelope, seal
from kith_exercises.exchange import (
    FileArrivals,
    Inbox,
    Parcel,
    arrived,
    as_json,
    inbox_of,
    parcel_of,
)

STORY = Parcel("a1", "story", "story", "listen", "3f2a9c01", {"story": "Once"}, at="2026-11-22T10:00:00Z")
PLACE = Parcel("p1", "place", "", "", "makers", {"place": 2, "of": 7}, at="2026-11-20T10:00:00Z")


def fetched(learner: Path, module: str, sent: str, *parcels: object, student: str = "ada", **figures: Any) -> Path:
    """A page as Fetch Feedback leaves it."""
    delivery = tuple(as_json(parcel) if isinstance(parcel, Parcel) else parcel for parcel in parcels)
    page = learner / module / "feedback" / sent / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(seal(Envelope(student, module, "page", "", cohort=figures, delivery=delivery)))
    return page


def test_parcels_of_all_modules_come_in_the_order_in_which_they_were_sent(tmp_path: Path) -> None:
    later = replace(STORY, id="a0", at="2026-11-23T10:00:00Z")
    fetched(tmp_path, "1-two", "2026-11-23", later)
    fetched(tmp_path, "0-one", "2026-11-22", STORY, PLACE)
    assert FileArrivals(tmp_path).inbox("ada") == Inbox((STORY, later), place=2, of=7)
    assert FileArrivals(tmp_path).inbox("ada").of_sending("story") == (STORY, later)
    assert FileArrivals(tmp_path).inbox("ada").of_sending("place") == ()


def test_the_page_of_the_newest_submission_says_what_a_parcel_holds(tmp_path: Path) -> None:
    fetched(tmp_path, "0-one", "2026-11-22", STORY, mean=1)
    fetched(tmp_path, "0-one", "2026-11-23", replace(STORY, content={}), mean=2)
    assert [parcel.content for parcel in FileArrivals(tmp_path).inbox("ada").parcels] == [{}]
    assert FileArrivals(tmp_path).figures("ada") == {"mean": 2}


def test_a_page_for_somebody_else_is_passed_over_and_so_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    fetched(tmp_path, "0-one", "2026-11-22", STORY, student="bob")
    fetched(tmp_path, "0-one", "2026-11-23").write_bytes(b"\xff no page")
    (tmp_path / "0-one" / "feedback" / "2026-11-24" / "page.html").mkdir(parents=True)
    assert FileArrivals(tmp_path).inbox("ada") == Inbox()
    assert FileArrivals(tmp_path).inbox(None) == Inbox((STORY,))
    assert [envelope.student for envelope in arrived(tmp_path, None)] == ["bob"]


def test_what_the_lot_drew_comes_along_and_is_not_to_be_read_or_compared_in_the_page(tmp_path: Path) -> None:
    drawn = [replace(STORY, arm="words"), replace(STORY, id="a2", arm="words"), replace(STORY, id="a3", arm="x" * 40)]
    page = fetched(tmp_path, "0-one", "2026-11-22", *drawn)
    assert FileArrivals(tmp_path).inbox("ada").parcels == tuple(drawn)
    assert "words" not in page.read_text()
    assert len({as_json(parcel)["cover"] for parcel in drawn}) == 3
    assert parcel_of({**as_json(drawn[0]), "cover": "no cover"}) == STORY
    assert parcel_of({**as_json(drawn[0]), "cover": 3}) is None
    assert parcel_of({**asdict(drawn[0])}) == drawn[0], "as an earlier Kith wrote it"


def test_a_page_that_changed_is_read_again(tmp_path: Path) -> None:
    page = fetched(tmp_path, "0-one", "2026-11-22")
    assert FileArrivals(tmp_path).inbox("ada") == Inbox()
    page.write_text(seal(Envelope("ada", "0-one", "page", "", delivery=(as_json(STORY),))))
    assert FileArrivals(tmp_path).inbox("ada") == Inbox((STORY,))


@pytest.mark.parametrize(
    "item",
    [
        None,
        "a story",
        {},
        {"id": "x"},
        {**as_json(STORY), "content": "Once"},
        {**as_json(STORY), "id": 3},
        {**as_json(STORY), "label": None},
        {**as_json(STORY), "minutes": float("nan")},
        {**as_json(STORY), "minutes": True},
    ],
)
def test_what_has_not_the_form_of_a_parcel_is_none(item: object) -> None:
    assert parcel_of(item) is None


def test_a_parcel_of_a_later_kith_is_read_as_far_as_it_is_known() -> None:
    assert parcel_of({**as_json(STORY), "colour": "red"}) == STORY


@pytest.mark.parametrize("content", [{}, {"place": 7, "of": 7}, {"place": -1, "of": 7}, {"place": True, "of": 7}])
def test_a_place_that_is_none_is_no_place(content: dict[str, Any]) -> None:
    assert inbox_of([replace(PLACE, content=content)]) == Inbox()


def test_a_lot_that_was_drawn_stays() -> None:
    later = replace(PLACE, id="p2", content={"place": 5, "of": 9}, at="2026-11-25T10:00:00Z")
    assert inbox_of([later, PLACE]).place == 2
