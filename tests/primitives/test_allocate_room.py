"""Where did I lose you, at one table: hands go up, their writer marks where, and nothing written leaves the device."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.journal import read_records
from kith_exercises.primitives.allocate import forecasts
from tests.primitives.samples import ALLOCATE_ROOM, Sample, Walker, commit, states_along


def given(step: Any, /, **answers: Any) -> dict[str, Any]:
    return {**commit(step), "answers": {**commit(step)["answers"], **answers}}


def written(folder: Path, sample: Sample = ALLOCATE_ROOM) -> Walker:
    """Somebody who has written, and expects two of three."""
    walker = Walker(sample, folder / "learner" / "1-some")
    card = walker.card("write")
    state = card.act(given(card.state()["ahead"], text="Fold it twice, then once."))
    card.act(given(state["ahead"], guess=2))
    return walker


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return written(tmp_path)


def test_places_are_marked_in_ones_own_words_and_the_forecast_is_held_against_the_check(walker: Walker) -> None:
    card = walker.card("came")
    state = card.state()
    assert [field["words"] for field in state["ahead"]["fields"]] == ["Fold it twice, then once."]
    state = card.act(given(state["ahead"], lost={"spans": [[8, 13]]}))
    [scene] = state["passed"][-1]["scenes"][state["passed"][-1]["before"] :]
    assert (scene["of"], scene["spans"]) == (["room-text", "text"], [[8, 13]])
    state = card.act(given(state["ahead"], right=0))
    [quoted] = state["ahead"]["before"]
    assert [said["of"] for said in quoted["said"]] == [["room-guess", "guess"], ["room-check", "right"]]
    [row] = forecasts(walker.activity, {"ana": walker.journal.read().records})
    assert row.said - row.came == 2
    again = walker.card("again").state()
    assert again["ahead"]["before"][0]["spans"] == [[8, 13]], "the second try has them in sight"


def test_no_word_of_it_travels(walker: Walker) -> None:
    for part in ("read", "came", "again"):
        *_, last = states_along(walker.card(part))
        assert last["ended"]
    travelled = read_records(walker.journal.travelling).records
    assert [one.value["answers"] for one in travelled if one.event == "also"] == [{"off": -1}]
    assert "twice" not in walker.journal.travelling.read_text(encoding="utf-8")


def test_without_a_text_there_is_nothing_to_read_aloud_and_one_goes_past(tmp_path: Path) -> None:
    walker = Walker(ALLOCATE_ROOM, tmp_path / "learner" / "1-some")
    walker.card("write").act({"do": "next", "step": "room-text"})
    card = walker.card("came")
    assert card.state()["ahead"]["waits"].startswith("This needs a text of yours")
    assert card.act({"do": "next", "step": "room-lost"})["ended"]


def test_where_it_was_expected_stands_beside_where_it_was(tmp_path: Path) -> None:
    sample = replace(
        ALLOCATE_ROOM,
        definition=ALLOCATE_ROOM.definition.replace("[explain-it.pass]", 'ahead = "Where?"\n\n    [explain-it.pass]'),
    )
    walker = Walker(sample, tmp_path / "learner" / "1-some")
    card = walker.card("write")
    state = card.act(given(card.state()["ahead"], text="Fold it twice."))
    card.act(given(state["ahead"], ahead={"spans": [[0, 4]]}, guess=3))
    card = walker.card("came")
    state = card.act(given(card.state()["ahead"], lost={"spans": []}))
    [pair] = state["passed"][-1]["scenes"][state["passed"][-1]["before"] :]
    assert [(part["label"], part["spans"]) for part in pair["parts"]] == [
        ("My words, and where I expected to lose them", [[0, 4]]),
        ("My words; they marked no place", []),
    ]
