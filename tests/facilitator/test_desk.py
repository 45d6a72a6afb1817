"""The marking desk: what is set there stands in nbgrader's gradebook, nobody is named, and steps can be taken back."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kith_exercises.changes import difference
from kith_exercises.journal import read_records
from kith_facilitator.cohort import Cohort, keep_cohort
from kith_facilitator.desk.controller import Desk
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets import Refused
from tests.facilitator.desk_home import (
    ODD,
    PEOPLE,
    add_people,
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
from tests.facilitator.steps import feedback, grade, mark, submit, write
from tests.small_course import MODULE, NOTEBOOK

ZORA, ANSELM, QUIRIN, BERTHA = PEOPLE


# Marks


def test_what_is_set_at_the_desk_is_what_formgrader_shows(desk: Desk) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    level(desk, answer, "evidence", 2)
    level(desk, answer, "use", 1.5)
    comment(desk, answer, "use", "Which *record*?\n→ Ask Mira.")
    assert formgrader_marks(desk.room.home, ZORA) == {
        "why--evidence": (2, False, None),
        "why--use": (1.5, False, "Which *record*?\n→ Ask Mira."),
        "why--done": (None, False, None),
        "how--sign": (None, True, None),
    }


def test_what_formgrader_sets_is_what_the_desk_shows_at_once(desk: Desk) -> None:
    answer = answers_of(desk)[ANSELM, "why"]
    assert row(desk, answer)["status"] == "unmarked"
    mark(desk.room.home, ANSELM, {"evidence": 1}, "From formgrader")
    assert row(desk, answer)["status"] == "partly"
    found = criterion(desk, answer, "evidence")
    assert (found["points"], found["comment"]) == (1, "From formgrader")
    assert found["tree"] == [{"kind": "p", "in": [{"kind": "text", "text": "From formgrader"}]}]
    level(desk, answer, "evidence", 2)
    assert formgrader_marks(desk.room.home, ANSELM)["why--evidence"] == (2, False, "From formgrader")


def test_a_level_that_is_cleared_is_as_one_that_was_never_set(desk: Desk) -> None:
    before = formgrader_marks(desk.room.home, ZORA)
    answer = answers_of(desk)[ZORA, "why"]
    level(desk, answer, "use", 3)
    comment(desk, answer, "use", "Yes")
    comment(desk, answer, "use", "")
    level(desk, answer, "use", None)
    assert formgrader_marks(desk.room.home, ZORA) == before


def test_extra_credit_that_formgrader_gave_stays(desk: Desk) -> None:
    with Nbgrader(desk.room.home).gradebook() as gradebook:
        gradebook.find_grade("why--use", NOTEBOOK, MODULE, ZORA).extra_credit = 0.5
        gradebook.db.commit()
    level(desk, answers_of(desk)[ZORA, "why"], "use", 1)
    with Nbgrader(desk.room.home).gradebook() as gradebook:
        assert gradebook.find_grade("why--use", NOTEBOOK, MODULE, ZORA).score == 1.5


def test_random_marks_on_everybody_read_back_equal(desk: Desk) -> None:
    dice, given = random.Random(4), {}
    add_people(desk.room.home, [f"more-{n}" for n in range(8)])
    for (student, prompt), answer in answers_of(desk).items():
        for id, most in {"why": {"evidence": 2, "use": 3}, "how": {"sign": 4}}[prompt].items():
            points, text = round(dice.uniform(0, most), 2), f"Words {dice.random()} *é* \0 👩🏽‍🚀\r\n"
            level(desk, answer, id, points)
            comment(desk, answer, id, text)
            given[student, f"{prompt}--{id}"] = (points, False, text)
    found = {
        (who, cell): got
        for who in {who for who, _ in given}
        for cell, got in formgrader_marks(desk.room.home, who).items()
    }
    assert {key: found[key] for key in given} == given
    assert desk.state()["counts"] == {"answers": 24, "marked": 24, "partly": 0, "learners": 12, "complete": 12}


def test_half_a_sign_in_a_comment_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    comment(desk, answer, "use", "Whole")
    with pytest.raises(Refused, match="holds half of a sign"):
        comment(desk, answer, "use", "Half \ud83d")
    assert criterion(desk, answer, "use")["comment"] == "Whole"


def test_a_gradebook_in_use_is_said_and_nothing_is_half_done(desk: Desk) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    with Nbgrader(desk.room.home).gradebook() as gradebook:
        connection = gradebook.engine.raw_connection()
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Refused, match="gradebook is in use"):
            level(desk, answer, "use", 1)
        connection.rollback()
    assert level(desk, answer, "use", 1)["undo"] is not None


def test_a_gradebook_that_was_put_back_is_read_anew(desk: Desk) -> None:
    place = desk.room.home.course / "gradebook.db"
    before, answer = place.read_bytes(), answers_of(desk)[ZORA, "why"]
    level(desk, answer, "use", 1)
    aside = place.with_suffix(".old")
    aside.write_bytes(before)
    aside.replace(place)
    assert criterion(desk, answer, "use")["points"] is None


def test_a_home_without_submissions_has_an_empty_desk(home: Home) -> None:
    state = Desk(home).act({"do": "next"})
    assert (state["queue"], state["open"], state["attention"]) == ([], None, [])
    assert [prompt["id"] for prompt in state["prompts"]] == ["why"]


# What is read


def test_the_answer_comes_as_it_was_typed_with_the_drafts_that_are_shown_and_no_others(desk: Desk) -> None:
    found = opened(desk, answers_of(desk)[ZORA, "why"])
    assert found["text"] == ODD
    assert [draft["text"] for draft in found["shown"]] == ["A draft to show, by 8"]
    assert found["grown"] == difference("A draft to show, by 8", ODD)
    assert "thrown away" not in json.dumps(desk.state())
    assert found["moved"] is None


def test_own_levels_stay_hidden_until_the_markers_stands(desk: Desk) -> None:
    answer = answers_of(desk)[QUIRIN, "why"]
    assert '"self": {' not in json.dumps(desk.act({"do": "open", "answer": answer}))
    level(desk, answer, "use", 3)
    assert criterion(desk, answer, "evidence")["self"] is None
    level(desk, answer, "evidence", 1)
    assert criterion(desk, answer, "evidence")["self"] == {"points": 2, "sentence": "in words of"}
    level(desk, answer, "evidence", None)
    assert criterion(desk, answer, "evidence")["self"] is None


def test_an_own_criterion_stands_in_its_place_at_equal_points(desk: Desk) -> None:
    answer = answers_of(desk)[BERTHA, "why"]
    found = criterion(desk, answer, "use")
    assert (found["own"], found["title"], found["asks"], found["max_points"]) == (
        True,
        "My own measure",
        "It is mine.",
        3,
    )
    assert [one["points"] for one in found["levels"]] == [0, 3]
    assert criterion(desk, answer, "evidence")["own"] is False
    level(desk, answer, "use", 3)
    assert formgrader_marks(desk.room.home, BERTHA)["why--use"][0] == 3


def test_what_came_after_feedback_is_beside_it(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ZORA, "why"]
    for id, points in (("evidence", 1), ("use", 1)):
        level(desk, answer, id, points)
        comment(desk, answer, id, f"On {id}\n→ Try it")
    level(desk, answers_of(desk)[ZORA, "how"], "sign", 4)
    assert feedback(home).given == (ZORA,)
    issued = criterion(desk, answer, "evidence")
    assert (issued["given"], issued["replies"]) == (1, [])
    to = desk._look().given(desk._look().every[answer])
    assert to is not None
    suggestion = to.feedback.criteria[0].suggestions[0].id
    write(home, ZORA, "reply", {"to": to.issued, "criterion": "evidence", "text": "I meant another"})
    verdict = {"to": to.issued, "suggestion": suggestion, "verdict": "declined", "because": "It was tried"}
    write(home, ZORA, "suggestion", verdict)
    submit(home, ZORA, "Why, better")
    grade(home)
    found = row(desk, answer)
    assert (found["replies"], found["revised"], found["status"]) == (1, True, "unmarked")
    assert {one["kind"] for one in desk.state()["attention"] if one["answer"] == answer} == {"reply", "revised"}
    assert opened(desk, answer)["moved"] == {"at": to.issued, "parts": difference(ODD, "Why, better")}
    evidence = criterion(desk, answer, "evidence")
    assert [one["text"] for one in evidence["replies"]] == ["I meant another"]
    assert evidence["verdicts"] == [{"text": "Try it", "verdict": "declined", "because": "It was tried"}]
    assert evidence["self"] is None  # the level is for words that are gone
    level(desk, answer, "evidence", 1)
    level(desk, answer, "use", 1)
    found = row(desk, answer)
    assert (found["replies"], found["revised"], found["status"]) == (0, False, "marked")
    assert formgrader_marks(home, ZORA)["why--evidence"][:2] == (1, False)


def test_who_is_late_is_late_by_what_is_agreed_else_by_the_gradebook(desk: Desk) -> None:
    home, answers = desk.room.home, answers_of(desk)

    def late() -> set[str]:
        return {name for (name, prompt), answer in answers.items() if prompt == "why" and row(desk, answer)["late"]}

    with Nbgrader(home).gradebook() as gradebook:
        gradebook.update_or_create_assignment(MODULE, duedate="2020-01-01 00:00:00 UTC")
        gradebook.find_submission(MODULE, BERTHA).extension = timedelta(days=100_000)
        gradebook.db.commit()
    assert late() == {ZORA, ANSELM, QUIRIN}
    agreed = Cohort(
        due={MODULE: datetime(2021, 1, 1, tzinfo=UTC)}, extensions={MODULE: {ZORA: timedelta(days=100_000)}}
    )
    keep_cohort(home, agreed)
    assert late() == {ANSELM, QUIRIN, BERTHA}
    assert [one["kind"] for one in desk.state()["attention"]] == ["late"] * 6
    keep_cohort(home, replace(agreed, due={MODULE: datetime(2999, 1, 1, tzinfo=UTC)}))
    assert late() == set()


# Who is who


def names_in(desk: Desk, *actions: dict[str, Any]) -> str:
    return json.dumps([desk.card(), desk.state(), *(desk.act(action) for action in actions)])


def test_with_names_off_nothing_says_who_wrote_an_answer(desk: Desk) -> None:
    with Nbgrader(desk.room.home).gradebook() as gradebook:
        gradebook.update_or_create_student(ZORA, first_name="Zora", last_name="Neale", email="zora@example.org")
    answers = answers_of(desk)
    said = names_in(
        desk,
        {"do": "open", "answer": answers[ANSELM, "why"]},
        {"do": "level", **seen(desk, answers[ANSELM, "why"], "use", "points"), "points": 1},
        {"do": "care", "answer": answers[QUIRIN, "why"], "on": True, "note": "Call them"},
        {"do": "view", "by": "learner"},
        {"do": "view", "learner": answers[BERTHA, "how"]},
        {"do": "view", "by": "prompt", "learner": None, "second": True},
    )
    for name in ("zora", "anselm", "quirin", "bertha", "Neale"):
        assert name not in said
    named = desk.act({"do": "view", "names": True, "second": False})
    assert {one["who"] for one in named["queue"]} == {"Zora Neale (sim-zora)", ANSELM, QUIRIN, BERTHA}
    assert len(named["learners"]) == 4


def test_the_desks_own_log_names_nobody(desk: Desk) -> None:
    for answer in answers_of(desk).values():
        desk.act({"do": "skip", "answer": answer})
        desk.act({"do": "care", "answer": answer, "on": True, "note": ""})
    kept = (desk.room.home.course / ".kith" / "desk" / f"{MODULE}.jsonl").read_text()
    assert not any(name.removeprefix("sim-") in kept for name in PEOPLE)


def test_an_answer_has_another_number_and_name_in_each_question_and_home(desk: Desk, tmp_path: Any) -> None:
    add_people(desk.room.home, [f"more-{n:02}" for n in range(20)])
    state, answers = desk.state(), answers_of(desk)
    numbers = {one["answer"]: one["who"] for one in state["queue"]}
    students = sorted({student for student, _ in answers})
    why = [numbers[answers[student, "why"]] for student in students]
    how = [numbers[answers[student, "how"]] for student in students]
    assert sorted(why) == sorted(how) == sorted(f"Learner {n}" for n in range(1, 25))
    assert why != how != sorted(how)
    assert len(set(answers.values())) == 48
    assert not set(answers.values()) & {desk.room.order.name(student) for student in students}


def test_the_order_is_the_same_for_every_marker_and_newcomers_come_last(desk: Desk) -> None:
    before = [one["answer"] for one in desk.state()["queue"] if one["prompt"] == "why"]
    add_people(desk.room.home, ["aaa", "zzz"])
    after = [one["answer"] for one in beside(desk, "Bo").state()["queue"] if one["prompt"] == "why"]
    assert after[:4] == before
    assert len(after) == 6
    fresh = Desk(desk.room.home)
    assert [one["answer"] for one in fresh.state()["queue"] if one["prompt"] == "why"] == after


def test_one_learner_across_questions_keeps_one_number(desk: Desk) -> None:
    answers = answers_of(desk)
    state = desk.act({"do": "view", "by": "learner", "learner": answers[QUIRIN, "why"]})
    assert [one["answer"] for one in state["queue"]] == [answers[QUIRIN, "why"], answers[QUIRIN, "how"]]
    assert len({one["who"] for one in state["queue"]}) == 1
    state = desk.act({"do": "view", "by": "prompt", "prompt": "how"})
    assert {one["prompt"] for one in state["queue"]} == {"how"}
    assert len(state["queue"]) == 4


# Care, and the bank


def test_a_care_note_is_in_no_gradebook_and_in_nothing_that_leaves(desk: Desk) -> None:
    home, note = desk.room.home, "Something-private-about-them"
    answers = answers_of(desk)
    for prompt, ids in (("why", ("evidence", "use")), ("how", ("sign",))):
        for id in ids:
            level(desk, answers[ZORA, prompt], id, 1)
    desk.act({"do": "care", "answer": answers[ZORA, "why"], "on": True, "note": note})
    assert next(one["sentence"] for one in desk.state()["attention"] if one["kind"] == "care") == note
    assert feedback(home).given == (ZORA,)
    holding = [path for path in home.root.rglob("*") if path.is_file() and note.encode() in path.read_bytes()]
    assert holding == [home.course / ".kith" / "desk" / f"{MODULE}.jsonl"]


def test_a_learners_words_do_not_get_into_the_bank(desk: Desk) -> None:
    quoted = "> She nodded, I think.\n\nHow do you know?"
    state = desk.act({"do": "phrase", "criterion": "evidence", "text": quoted})
    assert [one["text"] for one in state["bank"]] == ["How do you know?"]
    comment(desk, answers_of(desk)[ZORA, "why"], "evidence", quoted)
    assert [one["uses"] for one in desk.state()["bank"]] == [1]
    with pytest.raises(Refused, match="without words of your own"):
        desk.act({"do": "phrase", "criterion": "evidence", "text": "> She nodded."})


def test_the_bank_grows_by_hand_and_counts_what_is_used(desk: Desk) -> None:
    answers = answers_of(desk)
    for text in ("Say when.", "Name\n*one* record.", "Say when. "):
        state = desk.act({"do": "phrase", "criterion": "evidence", "text": text})
    assert len(state["bank"]) == 2
    for student in (ZORA, ANSELM):
        comment(desk, answers[student, "why"], "evidence", "Good. Name\n*one* record.")
    comment(desk, answers[ZORA, "why"], "use", "Say when.")  # another criterion
    mark(desk.room.home, QUIRIN, {"evidence": 1}, "Say when.")
    bank = beside(desk, "Bo").state()["bank"]
    assert [(one["text"], one["criterion"], one["uses"]) for one in bank] == [
        ("Name\n*one* record.", "evidence", 2),
        ("Say when.", "evidence", 1),
    ]
    state = desk.act({"do": "forget", "phrase": bank[0]["id"]})
    assert [one["text"] for one in state["bank"]] == ["Say when."]
    assert formgrader_marks(desk.room.home, ZORA)["why--evidence"][2] == "Good. Name\n*one* record."


# What a page may send


ODD_VALUES: list[Any] = [None, 0, 1.5, True, "", "x", "\ud800", [], {}, [[]], {"a": 1}, 10**400, "9" * 100_000]
FIELDS = {
    "module": ("module",),
    "view": ("by", "prompt", "learner", "names", "mine", "second"),
    "open": ("answer",),
    "skip": ("answer",),
    "level": ("answer", "criterion", "points", "version", "before", "module", "second"),
    "comment": ("answer", "criterion", "text", "version", "before", "module", "second"),
    "phrase": ("criterion", "text", "module", "second"),
    "forget": ("phrase", "module", "second"),
    "care": ("answer", "on", "note", "module", "second"),
    "marker": ("name",),
    "share": ("markers",),
    "run": ("step",),
}


def said(desk: Desk, action: dict[str, Any]) -> str:
    """The state that comes back, or the sentence."""
    try:
        return json.dumps(desk.act(action), allow_nan=False)
    except Refused as refused:
        return str(refused)


@pytest.mark.parametrize("does", FIELDS)
def test_whatever_a_page_sends_is_done_or_refused_in_a_sentence(desk: Desk, does: str) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    right = {"answer": answer, "criterion": "use", "points": 1, "text": "x", "module": MODULE, "step": "?", "on": True}
    right |= {"version": seen(desk, answer, "use", "points")["version"], "before": None, "second": False}
    for field in FIELDS[does]:
        for value in (*ODD_VALUES, float("nan"), float("inf"), -1):
            action = {"do": does, **{name: right[name] for name in FIELDS[does] if name in right}, field: value}
            assert said(desk, action).endswith((".", "}"))
    for left_out in FIELDS[does]:
        action = {"do": does, **{name: right[name] for name in FIELDS[does] if name in right and name != left_out}}
        assert said(desk, action).endswith((".", "}"))
    json.dumps(desk.state(), allow_nan=False)


@pytest.mark.parametrize("does", [None, 0, "", "destroy", [], {}, "__class__"])
def test_an_action_that_is_none_is_refused(desk: Desk, does: Any) -> None:
    with pytest.raises(Refused, match="doesn't know that action"):
        desk.act({"do": does})


@pytest.mark.parametrize("points", [-0.1, 3.1, float("nan"), float("inf"), 10**400, True, "3", [3]])
def test_points_beyond_the_criterion_are_refused(desk: Desk, points: Any) -> None:
    with pytest.raises(Refused, match="“Use” takes points from 0 to 3"):
        level(desk, answers_of(desk)[ZORA, "why"], "use", points)
    assert formgrader_marks(desk.room.home, ZORA)["why--use"] == (None, True, None)


def test_a_journal_that_is_a_pipe_or_a_link_is_not_opened(desk: Desk) -> None:
    import os

    answer = answers_of(desk)[ZORA, "why"]
    path = desk.room.home.course / "autograded" / ZORA / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    assert read_records(path).records
    path.unlink()
    os.mkfifo(path)
    assert opened(desk, answer)["text"] == ""
    path.unlink()
    path.symlink_to(desk.room.home.course / "autograded" / ANSELM / MODULE / "responses" / f"{NOTEBOOK}.jsonl")
    assert opened(desk, answer)["text"] == ""


def test_two_desks_of_two_servers_see_each_others_steps(desk: Desk) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    other = Desk(desk.room.home, marker="Bo")
    level(other, answer, "use", 2)
    other.act({"do": "phrase", "criterion": "use", "text": "Theirs"})
    assert criterion(desk, answer, "use")["points"] == 2
    assert [one["text"] for one in desk.state()["bank"]] == ["Theirs"]
    level(desk, answer, "use", 3)
    assert criterion(other, answer, "use")["points"] == 3
