"""Saying it back at one table: numbers said aloud tie screens together that know nothing of each other."""

from pathlib import Path
from typing import Any

import pytest

from kith_exercises.fields import Text
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.say_back_figures import marks
from kith_exercises.primitives.say_back_room import way_at
from tests.primitives.samples import SAY_BACK_ROOM, Walker, commit, in_text, states_along

WAYS = {"words": "Say back what happened.", "full": "Say back what happened and how it was."}


def person(folder: Path, me: str) -> Walker:
    """Somebody in the room with a device of their own."""
    return Walker(SAY_BACK_ROOM, folder / me / "1-some", Around(student=me, sealed=SAY_BACK_ROOM.sealed))


def given(ahead: Any, **answers: Any) -> dict[str, Any]:
    """The first door, with these answers."""
    return {**commit(ahead), "answers": {**commit(ahead)["answers"], **answers}}


def number_at(state: Any) -> int:
    """The number that a teller is to say now."""
    [paragraph] = state["ahead"]["before"][0]["paragraphs"]
    return int(paragraph.partition("say the number ")[2].partition(" ")[0])


def listened(walker: Walker, number: int) -> list[str]:
    """What stands on a listener's screen behind a number that a teller said."""
    card = walker.card("listen")
    state = card.act(given(card.state()["ahead"], number=number))
    scene, clock = state["passed"][-1]["scenes"]
    assert (clock["kind"], clock["minutes"]) == ("clock", 3)
    card.act({"do": "look", "step": state["ahead"]["id"]})
    return list(scene["paragraphs"])


def test_only_the_listener_knows_the_way_until_both_are_marked(tmp_path: Path) -> None:
    teller, listeners = person(tmp_path, "ana"), [person(tmp_path, "ben"), person(tmp_path, "cleo")]
    card = teller.card("tell")
    state = card.act({"do": "next", "step": "room-tell"})
    heard = []
    for listener in listeners:
        shown, *_ = listened(listener, number_at(state))
        heard.append(shown)
        assert not any(way in in_text(teller.card("tell").card(), state) for way in WAYS.values())
        assert not [one for one in teller.journal.read().records if one.event == "also"]
        state = card.act(given(state["ahead"], understood=5 + len(heard)))
    assert sorted(heard) == sorted(WAYS.values()), "each teller is heard in both ways"
    state = card.act({"do": "next", "step": "room-ways"})
    told = state["passed"][-1]["scenes"][0]["paragraphs"]
    assert told[:2] == [f"Number {n} was asked: {way}" for n, way in enumerate(heard, 1)]
    counted = marks(teller.activity, {"ana": teller.journal.read().records})
    assert [(WAYS[one.way], one.understood) for one in counted] == [(heard[0], 6), (heard[1], 7)]
    assert b'"mark-1"' not in teller.journal.travelling.read_bytes(), "the marks stay, their numbers count"


@pytest.mark.parametrize("place", [1, 2])
def test_lots_of_tellers_are_about_even_in_either_place(tmp_path: Path, place: int) -> None:
    activity = SAY_BACK_ROOM.write(tmp_path)
    firsts = [way_at(activity, f"learner-{n}", place) for n in range(200)]
    assert 80 <= firsts.count("words") <= 120


def test_who_marks_one_alone_is_in_no_figure(tmp_path: Path) -> None:
    one = person(tmp_path, "ana")
    *_, last = states_along(
        one.card("tell"), lambda ahead: given(ahead) if ahead["id"] == "room-mark-1" else skip(ahead)
    )
    assert last["ended"]
    sent = {"ana": one.journal.read().records}
    assert len(marks(one.activity, sent)) == 1
    assert [asked.answers(sent) for asked in PRIMITIVES["say-back"].asked(one.activity, {})] == [{}, {}]


def skip(ahead: Any) -> dict[str, Any]:
    return {"do": "look" if ahead["door"] == "both" else "next", "step": ahead["id"]}


def test_what_a_teller_says_stands_beside_what_was_expected_and_how_far_off_it_was_counts(tmp_path: Path) -> None:
    one = person(tmp_path, "ben")
    card = one.card("listen")
    state = card.act(given(card.state()["ahead"], number=7))
    card.act(given(state["ahead"], through=2, understood=6))
    assert card.act({"do": "next", "step": "room-listen-2"})["ended"], "who heard nobody guesses nothing"
    card = one.card("landed")
    state = card.act(given(card.state()["ahead"], through=0.5, understood=3))
    state = card.act({"do": "next", "step": "room-landed-2"})
    [first, _] = state["ahead"]["before"]
    assert [said["of"] for said in first["said"][:2]] == [["room-guess-1", "through"], ["room-landed-1", "through"]]
    counted = [found.value["answers"] for found in one.journal.read().records if found.reach == "count"]
    assert counted == [{"through": 1.5, "understood": 3}]


def test_nobody_is_asked_for_a_text_where_they_speak(tmp_path: Path) -> None:
    steps = [step for step in flow.steps_of(SAY_BACK_ROOM.write(tmp_path)) if "room" in step.forms]
    assert not [step.id for step in steps for field in step.fields if isinstance(field, Text) and step.part != "landed"]
