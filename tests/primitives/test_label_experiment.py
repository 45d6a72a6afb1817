"""A trial on ourselves: lots are even, nothing travels before it is told, and what is left out leaves no trace."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.exchange import Inbox
from kith_exercises.journal import Record, read_records
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.label_answers import ratings
from kith_widgets import Refused
from tests.primitives.samples import BYLINE, Came, Walker, first_door, in_text, states_along


@dataclass(frozen=True)
class Placed(Came):
    """What has come, with a place among the others."""

    place: int | None = None

    def inbox(self, student: str | None) -> Inbox:  # noqa: ARG002  # the same for all
        return Inbox((), self.place, 8)


def learner(folder: Path, place: int | None, name: str = "ana") -> Walker:
    return Walker(BYLINE, folder / name / "1-some", Around(Placed(place=place), name, BYLINE.sealed))


def until(walker: Walker, step: str) -> dict[str, Any]:
    """The state in which this step is ahead."""
    return next(state for state in states_along(walker.card("rate")) if state["ahead"]["id"] == step)


def events(walker: Walker) -> list[Record]:
    return list(walker.journal.read().of("byline"))


def trials(walker: Walker) -> list[dict[str, Any]]:
    return [record.value for record in events(walker) if record.event == "trial" and record.reach == "count"]


def travelled(walker: Walker) -> list[str]:
    return [record.event for record in read_records(walker.journal.travelling).of("byline")]


def test_each_label_meets_each_note_and_each_learner_equally_often(tmp_path: Path) -> None:
    met = Counter[tuple[str, str]]()
    for place in range(8):
        walker = learner(tmp_path, place, f"sim-{place}")
        until(walker, "debrief")
        own = trials(walker)
        assert Counter(one["arm"] for one in own) == {"new": 2, "long": 2}
        assert sorted(one["note"] for one in own) == ["n1", "n2", "n3", "n4"]
        assert [one["order"] for one in own] == [1, 2, 3, 4]
        met.update((one["note"], one["arm"]) for one in own)
    assert set(met.values()) == {4}


def test_the_lots_stay_when_a_place_comes_later(tmp_path: Path) -> None:
    whole = learner(tmp_path, None)
    until(whole, "debrief")
    again = learner(tmp_path / "again", None)
    until(again, "note-3")
    placed = Walker(BYLINE, again.folder, Around(Placed(place=5), "ana", BYLINE.sealed))
    until(placed, "debrief")
    assert trials(placed) == trials(whole)


def test_one_note_stands_there_at_a_time_and_none_comes_back_before_the_debrief(tmp_path: Path) -> None:
    walker = learner(tmp_path, 3)
    shown = list(states_along(walker.card("rate")))
    for state in shown:
        if state["ahead"] and state["ahead"]["id"].startswith("note-"):
            assert in_text(state).count("Note text number") == 1
        if state["ahead"] and state["ahead"]["id"] == "debrief":
            assert "Note text number" not in in_text(state)
            assert "drawn by lot" not in in_text(state)
    told = next(one for one in shown[-1]["passed"] if one["id"] == "debrief")
    assert "drawn by lot" in in_text(told)
    assert len(told["scenes"][0]["said"]) == 4


def test_nothing_of_it_travels_before_it_is_told_and_then_all_of_it(tmp_path: Path) -> None:
    walker = learner(tmp_path, 1)
    until(walker, "debrief")
    assert trials(walker)
    assert travelled(walker) == []
    until(walker, "moved")
    assert Counter(travelled(walker)) == {"trial": 8, "debrief": 1}
    [debrief] = [record for record in events(walker) if record.event == "debrief"]
    assert Counter(debrief.value["arms"]) == {"new": 2, "long": 2}


def test_what_is_left_out_is_in_no_row_until_it_is_counted_again(tmp_path: Path) -> None:
    walker = learner(tmp_path, 1)
    until(walker, "moved")
    card = walker.card("rate")

    def rows() -> int:
        return len(ratings(walker.activity, {"ana": read_records(walker.journal.travelling).records}))

    assert rows() == 4
    assert card.act({"do": "out", "out": True})["out"] is True
    assert rows() == 0
    assert travelled(walker) == []
    assert card.act({"do": "out", "out": False})["out"] is False
    assert rows() == 4


def test_leaving_out_is_offered_and_taken_where_it_is_told_even_if_another_part_stands_on_another_page(
    tmp_path: Path,
) -> None:
    walker = learner(tmp_path, 1)
    until(walker, "moved")
    rate, came = walker.card("rate"), walker.card("came", page="other")
    assert (rate.state()["out"], came.state()["out"]) == (False, None)
    with pytest.raises(Refused):
        came.act({"do": "out", "out": True})
    rate.act({"do": "out", "out": True})
    assert travelled(walker) == []


def looked(walker: Walker) -> None:
    walker.card("rate").act({"do": "look", "step": "told"})


def left_out(walker: Walker) -> None:
    until(walker, "moved")
    walker.card("rate").act({"do": "out", "out": True})


def stopped_at(note: str) -> Callable[[Walker], None]:
    def stop(walker: Walker) -> None:
        until(walker, note)
        walker.card("rate").act({"do": "stop", "step": note})

    return stop


def test_what_travels_of_who_looked_stopped_or_wants_it_left_out_is_the_same(tmp_path: Path) -> None:
    found = []
    ways = (looked, left_out, stopped_at("note-1"), stopped_at("note-3"))
    for number, way in enumerate(ways):
        walker = learner(tmp_path / str(number), 1)
        way(walker)
        for part in walker.activity.parts:
            assert list(states_along(walker.card(part)))[-1]["ended"]
        records = read_records(walker.journal.travelling).of("byline")
        found.append([(one.event, one.value, one.reach) for one in records])
    assert found == [found[0]] * len(ways)
    assert "end" in [event for event, *_ in found[0]]


def test_who_stops_is_told_at_once_and_is_in_no_figure_for_good(tmp_path: Path) -> None:
    walker = learner(tmp_path, 1)
    until(walker, "note-3")
    card = walker.card("rate")
    state = card.act({"do": "stop", "step": "note-3"})
    assert state["ahead"]["id"] == "debrief"
    told = card.act({"do": "next", "step": "debrief"})
    assert told["out"] is None
    shown = in_text(told["passed"][-1])
    assert "drawn by lot" in shown
    assert "You stopped on the way" in shown
    assert len(next(one for one in told["passed"] if one["id"] == "debrief")["scenes"][0]["said"]) == 2
    with pytest.raises(Refused):
        card.act({"do": "out", "out": False})
    assert travelled(walker) == []
    assert [(one.value, one.reach) for one in events(walker) if one.event == "stop"] == [({"step": "note-3"}, "mine")]
    assert ratings(walker.activity, {"ana": read_records(walker.journal.travelling).records}) == []


def test_only_a_note_that_is_ahead_can_be_stopped_at(tmp_path: Path) -> None:
    walker = learner(tmp_path, 1)
    card = walker.card("rate")
    with pytest.raises(Refused):
        card.act({"do": "stop", "step": "told"})
    assert until(walker, "note-2")["ahead"]["stop"] == "Stop here"
    for step in ("note-1", "note-3", "debrief"):
        with pytest.raises(Refused):
            card.act({"do": "stop", "step": step})
    assert card.state()["ahead"]["id"] == "note-2"


def test_rows_say_what_each_note_got_and_the_label_it_bore(tmp_path: Path) -> None:
    walker = learner(tmp_path, 2)
    until(walker, "moved")
    found = ratings(walker.activity, {"ana": read_records(walker.journal.travelling).records})
    labels = {"new": "third week here", "long": "ten years in this work"}
    assert [(row.note, row.label, row.value) for row in found] == [
        (one["note"], labels[one["arm"]], 10) for one in trials(walker)
    ]


def test_who_takes_the_second_door_is_told_and_asked_for_no_rating(tmp_path: Path) -> None:
    walker = learner(tmp_path, 4)
    card = walker.card("rate")
    card.act({"do": "look", "step": "told"})
    asked = [state["ahead"]["id"] for state in states_along(card) if state["ahead"]]
    assert [id for id in asked if id.startswith("note-")] == []
    assert "debrief" in asked
    assert card.state()["ended"]


def test_alone_there_is_no_lot_but_what_others_found(tmp_path: Path) -> None:
    walker = learner(tmp_path, None)
    card = walker.card("rate")
    card.act({"do": "form", "form": "alone"})
    states = list(states_along(card, first_door))
    assert "Found elsewhere" in in_text(states[-1])
    assert states[-1]["ended"]
    assert trials(walker) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("notes = 4", "notes = 5", "must be even"),
        ("notes = 4", "notes = 1", "a whole number from 2 to 24"),
        ('{ id = "new", label = "third week here" }, ', "", "must be two"),
        ("third week here", "Ten years in this work", "have one label, so nothing would differ"),
        ('kind = "rating"', 'kind = "number"', "one of them a rating|no such key"),
        ('kind = "rating"', 'kind = "rating", reach = "mine"', "a rating that stays with its learner"),
        ("max = 10,", "max = 1, step = 0.1,", "“step” must be a whole number"),
        ('debrief = ["The notes were the same for everybody.", ', "debrief = []\nnone = [", "“debrief” is empty"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in BYLINE.definition
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(replace(BYLINE, definition=BYLINE.definition.replace(old, new)).definition))
    with pytest.raises(KithError, match=says):
        load_prompts(path)


def test_a_page_without_a_kernel_goes_on_from_the_first_step_to_the_debrief(tmp_path: Path) -> None:
    folded = learner(tmp_path, 3).card("rate").folded()["steps"]
    told, *notes, debrief, _ = folded
    assert [one["id"] for one in notes] == ["note-1", "note-2", "note-3", "note-4"]
    assert all(one["before"] and one["stop"] for one in notes)
    assert (told["then"], debrief["id"], debrief["debrief"]) == ({"": "debrief"}, "debrief", True)
    drawn = [until(learner(tmp_path, 3, f"who-{n}"), f"note-{n}")["ahead"]["before"] for n in range(1, 5)]
    assert [one["before"] for one in notes] == drawn, "the same lots as with a kernel"
    listed = [one["of"] for one in debrief["scenes"][0]["said"]]
    assert listed == [[one["id"], "sound"] for one in notes], "each rating, once it is given, stands in the debrief"
