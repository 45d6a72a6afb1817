"""What got in learners' way, as the desk lists it: by question, in words as given, without a name."""

import json
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.snags import SnagsCard
from kith_exercises.facts import read_course
from kith_exercises.journal import Journal
from kith_facilitator.desk.controller import Desk
from kith_facilitator.results import results
from kith_widgets import Refused
from tests.facilitator.desk_home import PEOPLE
from tests.facilitator.steps import folder_of, kith, submit, write
from tests.small_course import MODULE, NOTEBOOK


def snag(desk: Desk, learner: str, where: str, kind: str, said: str = "") -> None:
    write(desk.room.home, learner, "commit", {"where": where, "kind": kind, "said": said}, "snags")


def listed(desk: Desk) -> list[dict[str, Any]]:
    return [one for one in desk.state()["attention"] if one["kind"] == "snag"]


def test_obstacles_are_counted_by_question_and_told_in_words_as_given_and_by_nobody(desk: Desk) -> None:
    home, (zora, anselm, *_) = desk.room.home, PEOPLE
    before = results(home, desk.room.course, [MODULE])
    snag(desk, zora, "why", "words", "What is <b>a record</b>?")
    snag(desk, zora, "*", "time")
    snag(desk, anselm, "why", "words", "A record?")
    snag(desk, anselm, "why", "technical")
    assert listed(desk) == [], "nothing of it was handed in"
    for learner in (zora, anselm):
        submit(home, learner, None)
    assert [(one["who"], one["sentence"], one["answer"]) for one in listed(desk)] == [
        ("Why", "Said 3 times: Words that I don't understand (2) and Something that does not work (1).", None),
        ("Why", "A record?", None),
        ("Why", "What is <b>a record</b>?", None),
        ("The page as a whole", "Said once: It takes more time than I have (1).", None),
    ]
    without_times = [(row.learner, row.criterion, row.points) for row in results(home, desk.room.course, [MODULE])]
    assert without_times == [(row.learner, row.criterion, row.points) for row in before], "no mark hangs on it"


def test_one_public_line_moves_it_on_and_nothing_that_was_not_fixed_disappears(desk: Desk) -> None:
    home, (zora, anselm, *_) = desk.room.home, PEOPLE
    place = Path(home.exchange, home.course_id)

    def move(where: str, state: str, line: str, expect_code: int = 0) -> str:
        return kith("snags", MODULE, "--move", where, state, line, home=home.root, expect_code=expect_code)

    assert "Nothing got in anybody's way" in kith("snags", MODULE, home=home.root)
    snag(desk, zora, "why", "words", "What is a record?")
    snag(desk, zora, "*", "time")
    submit(home, zora, None)
    for wrong in (("gone", "tried", "So."), ("why", "fixed", "So."), ("why", "tried", " ")):
        assert "Nothing was kept" in move(*wrong, expect_code=2)
    assert read_course(place).moves == ()

    assert "Why (said by a few of us): something was tried" in move("why", "tried", "“Record” is explained now.")
    assert [one["who"] for one in listed(desk)] == ["The page as a whole"]
    snag(desk, anselm, "why", "words", "Still: what is a record?")
    submit(home, anselm, None)
    assert [one["sentence"] for one in listed(desk) if one["who"] == "Why"][1:] == ["Still: what is a record?"]
    assert "why (Why): a few, 1 not looked at yet; Words that I don't understand; tried" in kith(
        "snags", MODULE, home=home.root
    )
    move("why", "not-helped", "We ask somebody who stumbled.")
    move("*", "cannot", "It takes that long.")
    assert listed(desk) == []
    moves = read_course(place).moves
    assert [(one.where, one.state, one.people) for one in moves] == [
        ("why", "tried", ""), ("why", "not-helped", ""), ("*", "cannot", "")
    ]  # fmt: skip
    assert not any(word in json.dumps([vars(one) for one in moves]) for word in (zora, "What is a record?"))

    own = Journal.open(folder_of(home, zora), MODULE, NOTEBOOK)
    [scene] = SnagsCard({"why": "Why"}, own, "key", lambda: moves).state()["ahead"]["before"]
    assert scene["title"] == "You said, we changed"
    assert [line.partition(": ")[2].partition(",")[0] for line in scene["paragraphs"]] == [
        "it can't be changed", "something was tried", "it did not help"
    ]  # fmt: skip
    assert scene["paragraphs"][1].endswith("“Record” is explained now.")


def test_the_desk_lists_them_when_asked_and_its_line_stands_on_every_page(desk: Desk) -> None:
    home, (zora, *_) = desk.room.home, PEOPLE
    snag(desk, zora, "why", "words", "What is a record?")
    submit(home, zora, None)
    assert desk.state()["obstacles"] is None
    [place] = desk.act({"do": "obstacles"})["obstacles"]
    assert (place["where"], place["people"], place["new"], place["state"], place["line"]) == (
        "why",
        "said by a few of us",
        1,
        "open",
        "",
    )
    for wrong in ({"line": " "}, {"state": "fixed"}, {"where": "gone"}, {"line": None}):
        with pytest.raises(Refused):
            desk.act({"do": "move", "where": "why", "state": "tried", "line": "So.", **wrong})
    [place] = desk.act({"do": "move", "where": "why", "state": "tried", "line": "It is explained."})["obstacles"]
    assert (place["new"], place["state"], place["line"]) == (0, "tried", "It is explained.")
    assert [move.line for move in read_course(Path(home.exchange, home.course_id)).moves] == ["It is explained."]
