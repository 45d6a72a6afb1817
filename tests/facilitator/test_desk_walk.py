"""The way through the answers: who gets which, what comes next, what is taken back, and what is read twice."""

import json
from datetime import timedelta

import pytest

from kith_facilitator.desk.controller import Desk
from kith_widgets import Refused
from tests.facilitator.desk_home import (
    PEOPLE,
    Clock,
    add_people,
    answers_of,
    beside,
    comment,
    criterion,
    formgrader_marks,
    level,
    opened,
    row,
)
from tests.facilitator.steps import mark
from tests.study import figure_in

ZORA, ANSELM, QUIRIN, BERTHA = PEOPLE


# The way through


def walk(desk: Desk) -> list[str]:
    """Next until it stays where it is."""
    seen: list[str] = []
    while (found := desk.act({"do": "next"})["open"]["answer"]) not in seen[-1:]:
        seen.append(found)
    return seen


def test_next_goes_through_what_is_not_marked_and_stays_at_the_end(desk: Desk) -> None:
    desk.act({"do": "view", "prompt": "how"})
    order = [one["answer"] for one in desk.state()["queue"]]
    for answer in order:
        assert desk.act({"do": "next"})["open"]["answer"] == answer
        level(desk, answer, "sign", 4)
    assert desk.act({"do": "next"})["open"]["answer"] == order[-1]


def test_what_was_put_aside_comes_back_last_and_only_for_who_did_it(desk: Desk) -> None:
    desk.act({"do": "view", "prompt": "how"})
    order = [one["answer"] for one in desk.state()["queue"]]
    assert desk.act({"do": "next"})["open"]["answer"] == order[0]
    state = desk.act({"do": "skip", "answer": order[0]})
    assert state["open"]["answer"] == order[1]
    assert [one["answer"] for one in state["queue"]] == [*order[1:], order[0]]
    assert row(beside(desk, "Bo"), order[0])["skipped"] is False
    for answer in order[1:]:
        level(desk, answer, "sign", 0)
    assert desk.act({"do": "next"})["open"]["answer"] == order[0]
    level(desk, order[0], "sign", 0)
    assert row(desk, order[0])["skipped"] is False
    assert [one["answer"] for one in desk.state()["queue"]] == order


def test_an_answer_that_somebody_has_open_is_left_to_them_for_ten_minutes(desk: Desk, clock: Clock) -> None:
    other = beside(desk, "Bo")
    for each in (desk, other):
        each.act({"do": "view", "prompt": "how"})
    order = [one["answer"] for one in desk.state()["queue"]]
    assert desk.act({"do": "next"})["open"]["answer"] == order[0]
    assert other.act({"do": "next"})["open"]["answer"] == order[1]
    assert row(other, order[0])["held"] == "Ann"
    assert row(desk, order[0])["held"] is None
    clock.now += timedelta(minutes=11)
    assert row(other, order[0])["held"] is None


def test_several_markers_split_the_answers_evenly_and_for_good(desk: Desk) -> None:
    add_people(desk.room.home, [f"more-{n:02}" for n in range(19)])
    state = desk.act({"do": "share", "markers": ["Ann", " Bo ", "Cy", "Ann"]})
    assert state["markers"] == ["Ann", "Bo", "Cy"]
    shares = {
        name: {one["answer"] for one in beside(desk, name).act({"do": "view", "mine": True})["queue"]}
        for name in state["markers"]
    }
    assert sorted(map(len, shares.values())) == [14, 16, 16]
    assert len(set.union(*shares.values())) == 46
    add_people(desk.room.home, ["later"])
    assert shares["Bo"] <= {one["answer"] for one in beside(desk, "Bo").act({"do": "view", "mine": True})["queue"]}
    with pytest.raises(Refused, match="shared among others than “Dee”"):
        beside(desk, "Dee").act({"do": "view", "mine": True})
    alone = desk.act({"do": "share", "markers": []})
    assert all(one["mine"] for one in alone["queue"])


# Undo


def test_undo_takes_back_step_by_step_what_one_did_oneself(desk: Desk) -> None:
    home, answer = desk.room.home, answers_of(desk)[ZORA, "why"]
    mark(home, ZORA, {"use": 3}, "First words")
    before, start = formgrader_marks(home, ZORA), desk.state()
    assert start["undo"] is None
    level(desk, answer, "use", 1)
    comment(desk, answer, "use", "Other words")
    desk.act({"do": "care", "answer": answer, "on": True, "note": "Soon"})
    state = desk.act({"do": "skip", "answer": answer})
    assert beside(desk, "Bo").state()["undo"] is None
    for says in ("putting Learner", "the care flag, Learner", "the comment on “Use”", "the level of “Use”"):
        assert state["undo"].startswith(says)
        state = desk.act({"do": "undo"})
    assert formgrader_marks(home, ZORA) == before
    assert opened(desk, answer)["care"] == {"on": False, "note": ""}
    assert state["undo"] is None
    with pytest.raises(Refused, match="nothing of yours"):
        desk.act({"do": "undo"})


def test_undo_leaves_what_somebody_changed_since_and_says_so(desk: Desk) -> None:
    answer = answers_of(desk)[ZORA, "why"]
    level(desk, answer, "evidence", 1)
    level(desk, answer, "use", 1)
    mark(desk.room.home, ZORA, {"use": 2}, "")
    with pytest.raises(Refused, match="was changed since, so it stays"):
        desk.act({"do": "undo"})
    assert formgrader_marks(desk.room.home, ZORA)["why--use"][0] == 2
    desk.act({"do": "undo"})
    assert formgrader_marks(desk.room.home, ZORA)["why--evidence"][:2] == (None, True)


def test_undo_lasts_longer_than_the_server(desk: Desk) -> None:
    level(desk, answers_of(desk)[ZORA, "why"], "use", 2)
    Desk(desk.room.home, marker="Ann").act({"do": "undo"})
    assert formgrader_marks(desk.room.home, ZORA)["why--use"][:2] == (None, True)


# A second reading


def test_a_second_marker_sees_a_sample_and_nothing_of_the_first(desk: Desk) -> None:
    home = desk.room.home
    add_people(home, [f"more-{n:02}" for n in range(56)])
    sample = {one["answer"] for one in beside(desk, "Bo").act({"do": "view", "second": True})["queue"]}
    of_sample = [(prompt, answer) for (_, prompt), answer in answers_of(desk).items() if answer in sample]
    for number, (prompt, answer) in enumerate(of_sample):
        for id in {"why": ("evidence", "use"), "how": ("sign",)}[prompt]:
            level(desk, answer, id, 1.25)
            comment(desk, answer, id, f"First-comment-{number}")
    desk.act({"do": "phrase", "criterion": "use", "text": "First-comment"})
    before = {who: formgrader_marks(home, who) for who in (*PEOPLE, "more-07")}
    second = beside(desk, "Bo")
    state = second.act({"do": "view", "second": True})
    assert {one["answer"] for one in state["queue"]} == sample
    assert len(sample) == 24  # a fifth of 60, in each of two questions
    assert {one["status"] for one in state["queue"]} == {"unmarked"}
    said = json.dumps([second.act({"do": "open", "answer": one["answer"]}) for one in state["queue"]])
    assert "First-comment" not in said
    assert not figure_in("1.25", said)
    answer = next(one["answer"] for one in state["queue"] if one["prompt"] == "how")
    level(second, answer, "sign", 4)
    assert row(second, answer)["status"] == "marked"
    assert criterion(second, answer, "sign")["points"] == 4
    assert criterion(desk, answer, "sign")["points"] == 1.25
    with pytest.raises(Refused, match="levels only"):
        comment(second, answer, "sign", "Mine")
    second.act({"do": "undo"})
    assert row(second, answer)["status"] == "unmarked"
    assert {who: formgrader_marks(home, who) for who in before} == before
    assert second.state()["agreement"] is None


def test_nobody_reads_their_own_marks_a_second_time(desk: Desk) -> None:
    for (_, prompt), answer in answers_of(desk).items():
        level(desk, answer, "sign" if prompt == "how" else "use", 1)
    with pytest.raises(Refused, match="“Ann” set the first levels"):
        desk.act({"do": "view", "second": True})
    desk.act({"do": "marker", "name": "Bo"})
    assert len(desk.act({"do": "view", "second": True})["queue"]) == 8


def test_agreement_is_told_once_both_have_marked_and_enough(desk: Desk) -> None:
    add_people(desk.room.home, [f"more-{n:02}" for n in range(8)])
    second = beside(desk, "Bo")
    second.act({"do": "view", "second": True})
    firsts = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    seconds = [0, 1, 1, 1, 2, 3, 3, 3, 4, 2]
    sample = [one["answer"] for one in second.state()["queue"] if one["prompt"] == "how"]
    assert len(sample) == 10
    assert desk.state()["agreement"] is None
    for number, (answer, first, other) in enumerate(zip(sample, firsts, seconds, strict=True)):
        level(desk, answer, "sign", first)
        level(second, answer, "sign", other)
        sign = next(one for one in desk.state()["agreement"] if one["criterion"] == "sign")
        assert sign["n"] == number + 1
        if number < 9:
            assert sign["kappa"] is None
            assert sign["sentence"].startswith("We can't tell yet")
    # Squares of the differences: 1 + 1 + 4 in 10 pairs; by chance 2 + 1.49 + (2 - 2)² = 3.4 (variances, and means).
    assert sign["kappa"] == pytest.approx(1 - 0.6 / 3.4, abs=1e-4)
    assert sign["sentence"].startswith("Agreement beyond chance: 0.82 (from 0.")
