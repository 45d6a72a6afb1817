"""How a learner sees their own text, from records that may come from anywhere."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from kith_exercises.assessment import (
    GOOD_LIMIT,
    TITLE_LIMIT,
    Own,
    SelfLevel,
    criteria_for,
    own_criterion,
    replies,
    self_level_of,
    self_levels,
    shown_drafts,
    verdict_on,
    verdicts,
)
from kith_exercises.definitions import Criterion, Level
from kith_exercises.journal import Record


def records(*events: tuple[str, Any]) -> tuple[Record, ...]:
    """One a minute, from 12:01 on."""
    return tuple(
        Record(seq, f"2026-11-22T12:{seq:02}:00.000Z", "why", event, value, "facilitator", "w")
        for seq, (event, value) in zip(count(1), events, strict=False)
    )


def criterion(id: str, *points: float) -> Criterion:
    return Criterion(id, id.title(), "?", tuple(Level(p, f"level {p}", f"text {p}") for p in points))


OWN = {"replaces": "use", "title": "Courage", "good": "It says what I would rather not."}
RATED = {"criterion": "use", "points": 2, "sentence": "I asked."}


def at(minute: int) -> str:
    return f"2026-11-22T12:{minute:02}:00.000Z"


def test_the_newest_own_criterion_stands_until_it_is_taken_back() -> None:
    assert own_criterion(()) is None
    assert own_criterion(records(("criterion", OWN))) == Own(**OWN, at=at(1))
    assert own_criterion(records(("criterion", OWN), ("criterion", None))) is None


@pytest.mark.parametrize(
    "value",
    [
        "Courage",
        {**OWN, "title": " "},
        {**OWN, "title": "x" * (TITLE_LIMIT + 1)},
        {**OWN, "good": "x" * (GOOD_LIMIT + 1)},
        {**OWN, "good": None},
        {"title": "Courage"},
    ],
)
def test_a_criterion_that_no_card_writes_puts_nothing_in_place(value: Any) -> None:
    assert own_criterion(records(("criterion", value))) is None


@pytest.mark.parametrize("points", [(0, 1), (0, 2, 4), (0, 1, 2, 3), (0, 1, 2, 3, 4)])
def test_an_own_criterion_is_worth_the_same_points_and_has_levels_that_fit_anything(points: tuple[float, ...]) -> None:
    criteria = (criterion("evidence", 0, 3), criterion("use", *points))
    first, own = criteria_for(criteria, records(("criterion", OWN)))
    assert first is criteria[0]
    assert (own.id, own.title, own.asks) == ("use", "Courage", "It says what I would rather not.")
    assert tuple(level.points for level in own.levels) == points
    assert len({level.label for level in own.levels}) == len(points)
    assert criteria_for(criteria, records(("criterion", {**OWN, "replaces": "gone"}))) == criteria


def test_the_newest_own_level_counts() -> None:
    found = self_levels(
        records(("self", RATED), ("self", {**RATED, "points": 1}), ("self", {**RATED, "criterion": "x"}))
    )
    assert found == {"use": SelfLevel(1, "I asked.", at(2)), "x": SelfLevel(2, "I asked.", at(3))}


def test_an_own_level_is_about_what_stood_there_when_it_was_set() -> None:
    swapped = records(("self", RATED), ("criterion", OWN), ("self", {**RATED, "points": 3}))
    assert self_levels(swapped)["use"].points == 3
    assert self_levels(swapped[:2]) == {}
    assert self_levels((*swapped, *records(*[("text", "")] * 3, ("criterion", None))[3:]))["use"].points == 2


@pytest.mark.parametrize("points", [True, "2", -1, 1e300, float("nan"), [2]])
def test_a_level_that_is_no_number_is_passed_over(points: Any) -> None:
    assert self_levels(records(("self", {**RATED, "points": points}))) == {}


def beside(issued: str, points: Any) -> tuple[str, Any]:
    return "self", {**RATED, "points": points, "to": issued}


def test_beside_feedback_stands_the_last_level_from_before_it() -> None:
    three = records(*(("self", {**RATED, "points": points}) for points in (0, 1, 2)))
    for issued, points in ((at(2), 0), (at(3), 1), (at(9), 2)):
        assert self_level_of(three, "use", None, issued) == SelfLevel(points, "I asked.", at(int(points) + 1))
    assert self_level_of(three, "use", None, at(1)) is None
    assert self_level_of(three, "use", "Courage", at(9)) is None
    assert self_level_of((), "use", None, at(9)) is None


def test_who_had_set_none_has_the_first_that_was_set_beside_the_feedback() -> None:
    looked = records(beside(at(0), None), beside(at(0), 2))
    assert self_level_of(looked, "use", None, at(0)) == SelfLevel(None, "I asked.", at(1), at(0))
    # An earlier feedback's second door does not open the next one: a level is asked for anew.
    assert self_level_of(looked[:1], "use", None, at(5)) is None
    # Nor does a level from before it that was taken back since.
    assert self_level_of(records(("self", RATED), beside(at(0), None)), "use", None, at(5)) is None


def test_a_level_set_beside_feedback_is_about_it_whatever_stands_there_by_now() -> None:
    swapped = records(("criterion", OWN), beside(at(0), 2))
    for own in (None, "Courage", "Something else"):
        level = self_level_of(swapped, "use", own, at(0))
        assert level is not None
        assert level.points == 2


def test_the_newest_reply_to_each_criterion_of_each_feedback_counts() -> None:
    def reply(to: str, text: str) -> tuple[str, Any]:
        return "reply", {"to": to, "criterion": "use", "text": text}

    found = replies(records(reply("a", "one"), reply("b", "two"), reply("a", "three"), ("reply", {"to": "a"})))
    assert [(one.to, one.text, one.at) for one in found] == [("b", "two", at(2)), ("a", "three", at(3))]


def test_the_newest_verdict_on_a_suggestion_counts_and_only_three_words_are_one() -> None:
    said = {"to": "a", "criterion": "use", "suggestion": "00ce00de", "verdict": "adopted", "because": ""}
    found = verdicts(records(("suggestion", said), ("suggestion", {**said, "verdict": "declined", "because": "No."})))
    assert [(one.verdict, one.because) for one in found.values()] == [("declined", "No.")]
    assert verdicts(records(("suggestion", {**said, "verdict": "<b>"}))) == {}


def test_a_verdict_and_a_reply_can_be_taken_back() -> None:
    said = {"to": "a", "criterion": "use", "suggestion": "00ce00de", "verdict": "adopted", "because": ""}
    assert verdicts(records(("suggestion", said), ("suggestion", {**said, "verdict": None}))) == {}
    reply = {"to": "a", "criterion": "use", "text": "One."}
    assert replies(records(("reply", reply), ("reply", {**reply, "text": ""}))) == ()


def test_the_same_words_suggested_again_are_answered_anew() -> None:
    said = {"to": "a", "criterion": "use", "suggestion": "00ce00de", "verdict": "adopted", "because": ""}
    older = {**said, "to": "b"}
    del older["criterion"]
    found = verdicts(records(("suggestion", said), ("suggestion", older)))
    for to, criterion, known in (("a", "use", True), ("a", "evidence", False), ("b", "use", True), ("c", "use", False)):
        assert (verdict_on(found, to, criterion, "00ce00de") is not None) == known, (to, criterion)


def test_a_level_says_itself_what_it_is_about() -> None:
    level = {**RATED, "own": "Courage"}
    assert self_levels(records(("criterion", OWN), ("self", level)))["use"].points == 2
    assert self_levels(records(("self", level), ("criterion", OWN)))["use"].points == 2
    assert self_levels(records(("criterion", OWN), ("self", {**RATED, "own": None}))) == {}


def test_a_version_that_was_written_for_oneself_is_never_shown() -> None:
    first, *others = records(("text", "a"), ("text", "b"), ("text", "c"), ("grown", {"drafts": [1, 2]}))
    assert [one.value for one in shown_drafts((replace(first, reach="mine"), *others))] == ["b"]


def test_only_earlier_versions_that_were_chosen_are_shown() -> None:
    texts = records(("text", "a"), ("text", "b"), ("grown", {"drafts": [1, 4, 99]}), ("text", "c"))
    assert [record.value for record in shown_drafts(texts)] == ["a"]
    assert shown_drafts(texts[:2]) == ()
    assert shown_drafts((*texts, *records(*[("x", 0)] * 4, ("grown", {"drafts": []}))[4:])) == ()
    for odd in ({"drafts": 1}, {"drafts": None}, {}):
        assert shown_drafts(records(("text", "a"), ("text", "b"), ("grown", odd))) == ()
