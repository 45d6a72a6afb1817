"""What got in learners' way, as the desk lists it: by question, in words as given, without a name."""

from typing import Any

from kith_facilitator.desk.controller import Desk
from kith_facilitator.results import results
from tests.facilitator.desk_home import PEOPLE
from tests.facilitator.steps import submit, write
from tests.small_course import MODULE


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
