"""A note at one table: read on its giver's device, stamps folded until its reader has said whether they would act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
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


def drawn(state: Any, step: str = "") -> list[Any]:
    """What unfolded behind a step, or behind the one that was passed last."""
    one = next((one for one in state["passed"] if one["id"] == step), state["passed"][-1])
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
    [quoted] = came.act({"do": "next", "step": "room-use"})["ahead"]["before"]
    assert [said["of"] for said in quoted["said"]] == [["room-forecast", "trust"], ["room-verdict", "again"]]
    journals = {"ana": giver.journal.read().records}
    assert trust(giver.activity, journals) == {"ana": (4, 8)}
    assert limits(giver.activity, journals) == {}


def met_again(giver: Walker) -> Walker:
    """The same giver, read by somebody, two days later."""
    for _ in states_along(giver.card("read")):
        pass
    assert giver.around is not None
    later = datetime.now(UTC) + timedelta(days=2)
    giver.around = replace(giver.around, clock=later.isoformat)
    return giver


def test_what_a_reader_did_with_it_is_said_on_the_giver_s_device_when_they_meet_again(giver: Walker) -> None:
    for _ in states_along(giver.card("read")):
        pass
    card = giver.card("came")
    ahead = card.act({"do": "next", "step": "room-came"})["ahead"]
    assert ahead["id"] == "room-use"
    assert ahead["waits"].startswith("When you meet again, from ")
    *_, last = states_along(card)
    assert last["ended"], "nobody has to wait for it"
    card = met_again(giver).card("came")
    ahead = card.state()["ahead"]
    assert (ahead["id"], ahead["waits"]) == ("room-use", "")
    answers = {"thanks": {"spans": [[0, 4]]}, "use": "adapted", "difference": "Nobody slips."}
    card.act(given(ahead, **answers))
    thanks, use, words = drawn(card.act({"do": "next", "step": "room-told"}), "room-told")
    assert (thanks["of"], thanks["spans"]) == (["room-note", "note"], [[0, 4]])
    assert use["paragraphs"] == ["What your reader says they did with it: I changed it to fit, and used it."]
    assert words["of"] == ["room-use", "difference"]
    assert "Nobody slips" not in giver.journal.travelling.read_text(encoding="utf-8")


@pytest.mark.parametrize(("fails", "limit"), [("Below zero", True), (" ", False)])
def test_whether_a_note_says_when_it_fails_is_counted_where_it_can_do_without(
    tmp_path: Path, fails: str, limit: bool
) -> None:
    label = 'label = "When it fails"'
    sample = replace(RECEIPT_ROOM, definition=RECEIPT_ROOM.definition.replace(label, f"optional = true\n{label}"))
    walker = Walker(sample, tmp_path / "learner" / "1-some")
    card = walker.card("give")
    [*_, field] = ahead["fields"] if (ahead := card.state()["ahead"]) else []
    assert "Whether it says when it fails counts" in field["reach"]["sentence"]
    card.act(given(ahead, note="Salt the step.", sure=80, how="did", fails=fails, wrong=""))
    assert limits(walker.activity, {"ana": read_records(walker.journal.travelling).records}) == {"ana": limit}


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
