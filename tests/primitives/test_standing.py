"""Where somebody stands in a part: which step of how many, and behind the last one what becomes of what they did."""

from dataclasses import replace
from pathlib import Path

import pytest

from kith_exercises.exchange import Parcel
from kith_widgets.words import languages
from tests.primitives.samples import (
    CALIBRATION,
    CASCADE,
    CONVERSATION,
    SAY_BACK,
    UNDER_RULE,
    Came,
    Walker,
    states_along,
)

DATE = "2026-11-26T17:00:00+00:00"


def walker(sample: object, folder: Path, *came: Parcel, **around: str) -> Walker:
    """A learner of this activity to whom this came."""
    one = Walker(sample, folder / "learner" / "1-some")  # type: ignore[arg-type]  # any of the samples
    assert one.around is not None
    one.around = replace(one.around, arrivals=Came(came), **around)  # type: ignore[arg-type]  # texts alone
    return one


def places(one: Walker, part: str) -> list[tuple[int, int] | None]:
    """The number of each step that is met."""
    return [state["ahead"]["place"] for state in states_along(one.card(part)) if state["ahead"]]


def test_a_step_says_which_of_how_many_it_is(tmp_path: Path) -> None:
    assert places(walker(SAY_BACK, tmp_path), "tell") == [(1, 2), (2, 2)]
    *claims, waiting, last = places(walker(CALIBRATION, tmp_path / "claims"), "")
    assert claims == [(n, len(claims) + 2) for n in range(1, len(claims) + 1)]
    assert len(claims) > 2
    assert waiting is None, "the group has not come"
    assert last == (len(claims) + 2, len(claims) + 2)


def test_what_an_answer_leads_to_is_counted_before_it_is_given(tmp_path: Path) -> None:
    one = walker(UNDER_RULE, tmp_path)
    assert len({place[1] for place in places(one, "") if place}) == 1


def test_while_something_has_to_come_no_number_is_told_that_it_could_change(tmp_path: Path) -> None:
    assert walker(SAY_BACK, tmp_path).card("listen").state()["ahead"]["place"] is None


def test_who_goes_on_without_is_asked_once_and_meets_each_step_when_it_can_be_taken(tmp_path: Path) -> None:
    one = walker(SAY_BACK, tmp_path)
    card = one.card("listen")
    first = card.state()["ahead"]
    assert first["waits"]
    assert card.act({"do": "next", "step": first["id"]})["ahead"] is None, "two stories lack, and that is said once"
    assert one.around is not None
    one.around = replace(one.around, arrivals=SAY_BACK.came)
    assert one.card("listen").state()["ahead"]["id"] == first["id"]


def test_nobody_is_told_a_number_that_their_answers_decide(tmp_path: Path) -> None:
    assert set(places(walker(CONVERSATION, tmp_path), "")) == {None}


def test_a_step_more_counts_once_it_came(tmp_path: Path) -> None:
    stories = tuple(one for one in SAY_BACK.came.parcels if one.sending == "story/story")
    assert len(stories) == 2
    usual = walker(SAY_BACK, tmp_path, *stories)
    more = walker(SAY_BACK, tmp_path / "more", *stories, replace(stories[0], id="late", origin="somebody late"))
    assert places(usual, "listen")[0] == (1, 4)
    assert places(more, "listen")[0] == (1, 6)


@pytest.mark.parametrize("language", languages())
def test_behind_the_last_step_it_is_said_what_happens_now_and_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", language)
    one = walker(SAY_BACK, tmp_path, handed=DATE)
    *before, last = states_along(one.card("tell"))
    assert {state["awaits"] for state in before} == {""}
    assert "2026" in last["awaits"]
    assert one.around is not None
    one.around = replace(one.around, clock=lambda: "2026-12-01T08:00:00.000Z")
    later = one.card("tell").state()["awaits"]
    assert later
    assert "2026" not in later, "a date that is past is none to submit by"
    one.around = replace(one.around, arrivals=SAY_BACK.came)
    assert one.card("tell").state()["awaits"] == "", "all that was awaited is here"


def test_a_count_is_awaited_and_what_went_nowhere_is_not(tmp_path: Path) -> None:
    band = walker(CASCADE, tmp_path, handed=DATE)
    said = list(states_along(band.card("band")))[-1]["awaits"]
    assert "what the group answered" in said
    own = walker(CALIBRATION, tmp_path / "own")
    assert list(states_along(own.card()))[-1]["awaits"] == ""
