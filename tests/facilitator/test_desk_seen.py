"""What is set at the desk lands where its page stood, on words that were looked at, and on nobody's newer judgement."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_facilitator.desk.controller import Desk
from kith_facilitator.desk.line import Line
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets import Refused
from tests.facilitator.desk_home import (
    PEOPLE,
    answers_of,
    beside,
    comment,
    criterion,
    formgrader_marks,
    level,
    opened,
    row,
    seen,
)
from tests.facilitator.steps import feedback, grade, submit, write
from tests.small_course import MODULE, NOTEBOOK

ZORA, ANSELM, QUIRIN, BERTHA = PEOPLE


def asks(desk: Desk, kind: str) -> list[dict[str, Any]]:
    return [one for one in desk.state()["attention"] if one["kind"] == kind]


# Words that were looked at


def test_a_level_and_a_comment_for_words_that_changed_are_refused_and_the_new_words_come(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    before = opened(desk, answer)
    late = {name: seen(desk, answer, "use", name) for name in ("points", "comment")}
    submit(home, ANSELM, "Quite other words")
    grade(home)
    for action in (
        {"do": "level", **late["points"], "points": 2},
        {"do": "comment", **late["comment"], "text": "On the first words"},
    ):
        with pytest.raises(Refused, match="words changed while you read"):
            desk.act(action)
    assert formgrader_marks(home, ANSELM)["why--use"] == (None, True, None)
    after = opened(desk, answer)
    assert after["text"] == "Quite other words"
    assert after["version"] != before["version"]
    level(desk, answer, "use", 2)
    assert formgrader_marks(home, ANSELM)["why--use"][0] == 2


def test_a_second_level_for_words_that_changed_is_refused(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    second = beside(desk, "Bo")
    second.act({"do": "view", "second": True})
    late = seen(second, answer, "use", "points")
    submit(home, ANSELM, "Quite other words")
    grade(home)
    with pytest.raises(Refused, match="words changed while you read"):
        second.act({"do": "level", **late, "points": 2})


def test_an_own_criterion_that_changed_is_other_words_too_and_a_reply_is_not(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[BERTHA, "why"]
    first = opened(desk, answer)["version"]
    write(home, BERTHA, "reply", {"to": "2026-01-01T00:00:00Z", "criterion": "use", "text": "But"})
    submit(home, BERTHA, None)
    grade(home)
    assert opened(desk, answer)["version"] == first
    write(home, BERTHA, "criterion", {"replaces": "use", "title": "My own measure", "good": "It is another."})
    submit(home, BERTHA, None)
    grade(home)
    assert opened(desk, answer)["version"] != first


@pytest.mark.parametrize("does", [{"do": "level", "points": 1}, {"do": "comment", "text": "Words"}])
def test_a_page_that_does_not_say_what_it_shows_is_told_to_reload(desk: Desk, does: dict[str, Any]) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    with pytest.raises(Refused, match="Reload it"):
        desk.act({**does, "answer": answer, "criterion": "use"})
    assert formgrader_marks(desk.room.home, ZORA)["why--use"] == (None, True, None)


# Where the page stood


def told(line: Line, session: str, *actions: dict[str, Any]) -> list[dict[str, Any]]:
    """What a line answers to a page's actions, one after another."""
    found = []
    for number, action in enumerate(actions):
        reply = line.answer({"session": session, "id": number, "payload": json.dumps(action)})
        assert reply is not None
        found.append(json.loads(reply["payload"]))
    return found


def test_a_second_level_that_waited_for_a_new_server_is_still_a_second_one(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ZORA, "why"]
    second = beside(desk, "Bo")
    second.act({"do": "view", "second": True})
    waited = {"do": "level", **seen(second, answer, "use", "points"), "points": 3, "module": MODULE, "second": True}
    line = Line(home)
    _, _, done = told(line, "tab", {"do": "look"}, {"do": "marker", "name": "Bo"}, waited)
    line.close()
    assert done["ok"] is True
    assert done["state"]["second"] is False
    assert formgrader_marks(home, ZORA)["why--use"] == (None, True, None)
    assert criterion(second, answer, "use")["points"] == 3


def test_a_level_of_another_module_than_the_pages_is_not_lost(to_mark: Home, tmp_path: Path) -> None:
    assert to_mark.sources is not None
    sources = shutil.copytree(to_mark.sources, tmp_path / "sources")
    shutil.copytree(sources / MODULE, sources / "2-more")
    course = (sources / "course.toml").read_text()
    (sources / "course.toml").write_text(course.replace(f'"{MODULE}"', f'"{MODULE}", "2-more"'))
    desk = Desk(replace(to_mark, sources=sources), MODULE, marker="Ann")
    answer = answers_of(desk)[ZORA, "why"]
    waited = {"do": "level", **seen(desk, answer, "use", "points"), "points": 3, "module": MODULE, "second": False}
    desk.act({"do": "module", "module": "2-more"})
    assert desk.act(waited)["module"] == "2-more"
    assert formgrader_marks(to_mark, ZORA)["why--use"][0] == 3
    with pytest.raises(Refused, match="no such module"):
        desk.act({**waited, "module": "9-none"})
    desk.close()


@pytest.mark.parametrize(
    "action",
    [
        {"do": "undo"},
        {"do": "skip", "answer": "?"},
        {"do": "forget", "phrase": "?"},
        {"do": "share", "markers": ["Ann", "Bo"]},
        {"do": "run", "step": "grade"},
    ],
)
def test_what_can_be_asked_again_is_refused_where_the_page_does_not_stand(desk: Desk, action: dict[str, Any]) -> None:
    level(desk, answers_of(desk)[ZORA, "why"], "use", 2)
    with pytest.raises(Refused, match="stood at another module or reading"):
        desk.act({**action, "module": MODULE, "second": True})
    assert formgrader_marks(desk.room.home, ZORA)["why--use"][0] == 2
    assert desk.state()["markers"] == []


# Two markers


def test_the_comment_of_another_marker_is_not_written_over_unseen(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ZORA, "why"]
    mine = seen(desk, answer, "use", "comment")
    comment(beside(desk, "Bo"), answer, "use", "Bo's words")
    with pytest.raises(Refused, match="“Use”: somebody else wrote here meanwhile"):
        desk.act({"do": "comment", **mine, "text": "Ann's words"})
    assert formgrader_marks(home, ZORA)["why--use"][2] == "Bo's words"
    desk.act({"do": "comment", **mine, "text": "Bo's words"})  # the same words are nobody's loss
    comment(desk, answer, "use", "Both our words")
    assert formgrader_marks(home, ZORA)["why--use"][2] == "Both our words"


def test_the_level_of_another_marker_is_not_written_over_unseen(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ZORA, "why"]
    mine = seen(desk, answer, "use", "points")
    level(beside(desk, "Bo"), answer, "use", 3)
    for points in (1, None):
        with pytest.raises(Refused, match="“Use”: somebody set another level meanwhile"):
            desk.act({"do": "level", **mine, "points": points})
    assert formgrader_marks(home, ZORA)["why--use"][0] == 3
    desk.act({"do": "level", **mine, "points": 3})  # an answer that got lost, and came again
    level(desk, answer, "use", 1)
    assert formgrader_marks(home, ZORA)["why--use"][0] == 1


# Grading


def test_while_there_is_no_graded_copy_the_submitted_words_are_read_and_no_level_is_set(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    before = opened(desk, answer)
    assert before["ungraded"] is None
    shutil.rmtree(home.course / "autograded" / ANSELM / MODULE)
    found = opened(desk, answer)
    assert found["text"] == before["text"] != ""
    assert found["version"] == before["version"]
    assert "was not graded to the end" in found["ungraded"]
    second = beside(desk, "Bo")
    second.act({"do": "view", "second": True})
    for each in (desk, second):
        with pytest.raises(Refused, match="no level would hold"):
            level(each, answer, "use", 0)
    assert formgrader_marks(home, ANSELM)["why--use"] == (None, True, None)


def test_after_grading_that_failed_an_answer_is_not_empty_and_takes_no_level(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    text = opened(desk, answer)["text"]
    (home.course / "submitted" / ANSELM / MODULE / f"{NOTEBOOK}.ipynb").write_text('{"cells": [')
    assert [who for who, _ in grade(home).failed] == [ANSELM]
    assert opened(desk, answer)["text"] == text
    with pytest.raises(Refused, match="Choose “Collect, grade, feedback” and grade"):
        level(desk, answer, "use", 0)


def test_while_grading_runs_that_is_what_the_answer_says(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    shutil.rmtree(home.course / "autograded" / ANSELM / MODULE)
    (home.course / ".kith" / "graded" / MODULE / f"{ANSELM}.json").unlink()
    desk.act({"do": "run", "step": "grade"})
    assert "is being graded just now" in opened(desk, answer)["ungraded"]
    assert asks(desk, "ungraded") == []


def test_who_really_wrote_nothing_has_an_empty_answer_that_can_be_marked(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ANSELM, "why"]
    for step in ("submitted", "autograded"):
        (home.course / step / ANSELM / MODULE / "responses" / f"{NOTEBOOK}.jsonl").unlink()
    found = opened(desk, answer)
    assert (found["text"], found["ungraded"]) == ("", None)
    level(desk, answer, "use", 0)
    assert formgrader_marks(home, ANSELM)["why--use"][0] == 0


def test_what_was_collected_and_not_graded_is_told_until_it_is(desk: Desk) -> None:
    home = desk.room.home
    assert asks(desk, "ungraded") == []
    for learner in (ZORA, QUIRIN):
        submit(home, learner, "Newer words")
    (found,) = asks(desk, "ungraded")
    assert found["sentence"].startswith("2 submissions are collected and not graded yet. Choose")
    assert (found["who"], found["answer"]) == ("", None)
    desk.act({"do": "view", "names": True})
    assert {one["who"] for one in asks(desk, "ungraded")} == {ZORA, QUIRIN}
    grade(home)
    assert asks(desk, "ungraded") == []


def test_a_reply_that_was_taken_up_does_not_come_back_with_another_grading(desk: Desk) -> None:
    home, answers = desk.room.home, answers_of(desk)
    answer = answers[ZORA, "why"]
    for id in ("evidence", "use"):
        level(desk, answer, id, 1)
    level(desk, answers[ZORA, "how"], "sign", 1)
    assert feedback(home).given == (ZORA,)
    to = desk._look().given(desk._look().every[answer])
    assert to is not None
    write(home, ZORA, "reply", {"to": to.issued, "criterion": "use", "text": "I meant another"})
    submit(home, ZORA, None)
    grade(home)
    assert row(desk, answer)["replies"] == 1
    level(desk, answer, "evidence", 1)
    assert row(desk, answer)["replies"] == 1  # another criterion's
    level(desk, answer, "use", 1)
    assert row(desk, answer)["replies"] == 0
    journal = home.course / "autograded" / ZORA / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    (home.course / ".kith" / "graded" / MODULE / f"{ZORA}.json").unlink()
    grade(home)
    journal.touch()
    assert row(desk, answer)["replies"] == 0
    write(home, ZORA, "reply", {"to": to.issued, "criterion": "use", "text": "Something else"})
    submit(home, ZORA, None)
    grade(home)
    assert row(desk, answer)["replies"] == 1


def test_a_gradebook_in_use_when_a_page_is_first_heard_is_told_in_words(to_mark: Home) -> None:
    line = Line(to_mark)
    with Nbgrader(to_mark).gradebook() as gradebook:
        connection = gradebook.engine.raw_connection()
        connection.execute("BEGIN EXCLUSIVE")
        (reply,) = told(line, "tab", {"do": "look"})
        assert (reply["ok"], "gradebook is in use" in reply["why"]) == (False, True)
        connection.rollback()
    reply = line.answer({"session": "tab", "id": 7, "payload": '{"do": "look"}'})
    assert reply is not None
    assert json.loads(reply["payload"])["ok"] is True
    line.close()
