"""What a reveal says is computed from the data and from the learner's own answers, whatever those are."""

import json
from itertools import combinations
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.data import guyer
from kith_exercises.truths import NAMES, quotes, reveal, targets

MINE: dict[str, Any] = {"marks": {"values": {"public": 35, "anonymous": 60}, "width": 20}, "why": "a hunch"}


def scenes(name: str, answers: dict[str, Any] | None, guess: float | None = None) -> list[dict[str, Any]]:
    return [step.scene(guess) for step in reveal(name, answers)]


def test_groups_come_first_then_averages_then_chance() -> None:
    assert [scene["kind"] for scene in scenes("guyer", MINE)] == ["dots", "gap", "shuffle"]


def test_averages_are_not_in_the_first_scene() -> None:
    dots = scenes("guyer", MINE)[0]
    assert [row["mean"] for row in dots["rows"]] == [None, None]
    assert "55.7" not in json.dumps(dots)


def test_all_twenty_groups_and_my_marks_are_drawn() -> None:
    dots = scenes("guyer", MINE)[0]
    assert sum(len(row["values"]) for row in dots["rows"]) == len(dots["table"]["rows"]) == 20
    assert [row["mine"] for row in dots["rows"]] == [35, 60]


def test_the_gap_is_in_words() -> None:
    gap = scenes("guyer", MINE)[1]
    assert [(row["truth"], row["words"]) for row in gap["rows"]] == [(55.7, "21 apart"), (40.9, "19 apart")]
    assert "outside it in public and inside it when anonymous" in gap["sentence"]


def test_both_figures_are_quoted_for_the_explanation() -> None:
    assert quotes("guyer", MINE)[0] == "You expected 35 in public. It was 56."
    assert quotes("guyer", None) == ["In public it was 56.", "When anonymous it was 41."]


def test_the_share_of_shuffles_agrees_with_all_possible_ones() -> None:
    values = [group.cooperation for group in guyer().groups]
    observed = abs(sum(guyer().of("public")) - sum(guyer().of("anonymous")))
    total = sum(values)
    # Sums of whole numbers, so no rounding; all 184,756 ways to deal ten labels to twenty groups.
    gaps = [abs(2 * sum(dealt) - total) >= observed for dealt in combinations(values, 10)]
    exact = sum(gaps) / len(gaps)
    share = scenes("guyer", MINE)[2]["share"]
    assert abs(share - exact) < 3 * (exact * (1 - exact) / 1000) ** 0.5
    # Both directions count: one alone would lie near half of it.
    assert abs(share - exact) < abs(share - exact / 2)


def test_the_shuffles_are_the_same_each_time_and_all_counted() -> None:
    first, second = scenes("guyer", MINE)[2], scenes("guyer", None)[2]
    assert first["bins"] == second["bins"]
    assert sum(bar["count"] for bar in first["bins"]) == 1000


def test_the_shuffle_is_predicted_first_and_the_guess_quoted() -> None:
    step = reveal("guyer", MINE)[2]
    assert step.ask is not None
    assert (step.ask["min"], step.ask["max"]) == (0, 100)
    assert step.scene(step.check(20))["sentence"].startswith("You expected 20 of 100")
    with pytest.raises(ValueError, match="between 0 and 100"):
        step.check(101)


@pytest.mark.parametrize(
    "answers",
    [
        None,
        {},
        {"marks": None},
        {"marks": {"values": None}},
        {"marks": {"values": {"public": "35", "anonymous": float("nan")}, "width": "wide"}},
        {"marks": {"values": {"public": 10**400, "anonymous": True}, "width": float("inf")}},
        {"turn-1": {"values": []}, "turn-2": 3},
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_reveal_comes_whatever_was_answered(name: str, answers: dict[str, Any] | None) -> None:
    shown = scenes(name, answers)
    assert shown
    assert all(row["mine"] is None for scene in shown for row in scene.get("rows", []))
    json.dumps(shown, allow_nan=False)


def test_my_turns_are_told_back() -> None:
    [scene] = scenes("three-turns", {"turn-1": "group", "turn-2": "group", "turn-3": "self"})
    assert scene["paragraphs"][0] == "Your choices, three in all: two for the group, one for yourself."
    assert "120" in scene["title"]


def test_an_unknown_truth_is_named_with_those_that_exist() -> None:
    with pytest.raises(KithError, match=r"no reveal “guyr”.*guyer, three-turns"):
        reveal("guyr", None)


def test_only_marks_have_targets() -> None:
    assert targets("guyer") == {"public": 55.7, "anonymous": 40.9}
    assert targets("three-turns") == {}
