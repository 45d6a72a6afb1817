"""A note at one table: read on its giver's device, stamps folded until its reader has said whether they would act."""

from pathlib import Path
from typing import Any

import pytest

from kith_exercises.journal import read_records
from kith_exercises.primitives.receipt_figures import limits, trust
from tests.primitives.samples import RECEIPT_ROOM, Walker, commit, in_text, states_along


def given(step: Any, /, **answers: Any) -> dict[str, Any]:
    return {**commit(step), "answers": {**commit(step)["answers"], **answers}}


@pytest.fixture
def giver(tmp_path: Path) -> Walker:
    """Somebody who wrote a note, and expects 5."""
    walker = Walker(RECEIPT_ROOM, tmp_path / "learner" / "1-some")
    card = walker.card("give")
    note = {"note": "Salt the step.", "sure": 80, "how": "did", "fails": "Below zero", "wrong": ""}
    state = card.act(given(card.state()["ahead"], **note))
    card.act(given(state["ahead"], trust=5))
    return walker


def drawn(state: Any) -> list[Any]:
    """What unfolded behind the step that was passed last."""
    one = state["passed"][-1]
    return list(one["scenes"][one["before"] :])


def test_stamps_unfold_once_a_reader_has_said_or_looked(giver: Walker) -> None:
    card = giver.card("read")
    state = card.state()
    assert [scene.get("of") for scene in state["ahead"]["before"]] == [None, ["room-note", "note"]]
    assert "How sure: 80" not in in_text(card.card(), state)
    stamps = drawn(card.act(given(state["ahead"], trust=4)))
    assert [scene.get("paragraphs") or scene["of"] for scene in stamps] == [
        ["How sure: 80 %"],
        ["How I know: Did it"],
        ["room-note", "fails"],
    ]


def test_what_was_said_stands_beside_what_was_expected_and_trust_is_counted(giver: Walker) -> None:
    card = giver.card("read")
    state = card.act(given(card.state()["ahead"], trust=4))
    assert [field["words"] for field in state["ahead"]["fields"] if field["kind"] == "passage"] == ["Salt the step."]
    card.act(given(state["ahead"], again=8, claim={"spans": [[0, 4]]}, verdict="tried"))
    came = giver.card("came")
    state = came.act({"do": "next", "step": "room-came"})
    told, note, *_ = drawn(state)
    assert [said["of"] for said in told["said"]] == [["room-trust", "trust"], ["room-verdict", "again"]]
    assert note["spans"] == [[0, 4]]
    [quoted] = state["ahead"]["before"]
    assert [said["of"] for said in quoted["said"]] == [["room-forecast", "trust"], ["room-verdict", "again"]]
    journals = {"ana": giver.journal.read().records}
    assert trust(giver.activity, journals) == {"ana": (4, 8)}
    assert limits(giver.activity, journals) == {}


def test_only_both_figures_travel(giver: Walker) -> None:
    for part in ("read", "came"):
        *_, last = states_along(giver.card(part))
        assert last["ended"]
    travelled = read_records(giver.journal.travelling).records
    assert [(one.reach, one.value["answers"]) for one in travelled if one.event == "also"] == [
        ("count", {"before": 10, "again": 10})
    ]
    assert "Salt" not in giver.journal.travelling.read_text(encoding="utf-8")


def test_who_gave_nothing_or_was_read_by_nobody_goes_past(tmp_path: Path) -> None:
    walker = Walker(RECEIPT_ROOM, tmp_path / "learner" / "1-some")
    assert walker.card("give").act({"do": "next", "step": "room-note"})["ended"]
    for part, step, why in (("read", "room-trust", "This needs a text"), ("came", "room-came", "Nobody has said here")):
        card = walker.card(part)
        assert card.state()["ahead"]["waits"].startswith(why)
        assert card.act({"do": "next", "step": step})["ended"]
