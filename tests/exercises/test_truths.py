"""What a reveal says is computed from the data alone; where a learner's own figure belongs, it says whose."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.data import guyer
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.fields import Field
from kith_exercises.truths import NAMES, Held, quotes, reveal, targets
from kith_exercises.truths.sealed import Unfolding
from tests.study import figure_in

PROMPTS = load_prompts(Path(__file__).parents[2] / "course" / "0-welcome" / "prompts.toml")


def fields(prompt: str) -> tuple[Field, ...]:
    found = PROMPTS[prompt]
    assert isinstance(found, FoldPrompt)
    return found.fields


BEING_SEEN = fields("being-seen")


def scenes(name: str, asked: tuple[Field, ...] = BEING_SEEN) -> list[dict[str, Any]]:
    return [step.scene() for step in reveal(name, asked)]


def test_groups_come_first_then_averages_then_chance() -> None:
    assert [scene["kind"] for scene in scenes("guyer")] == ["dots", "gap", "shuffle"]


def test_averages_are_not_in_the_first_scene() -> None:
    dots = scenes("guyer")[0]
    assert [row["mean"] for row in dots["rows"]] == [None, None]
    assert not figure_in("55.7", json.dumps(dots))


def test_all_twenty_groups_are_drawn_and_the_field_named_whose_marks_stand_beside_them() -> None:
    dots = scenes("guyer")[0]
    assert sum(len(row["values"]) for row in dots["rows"]) == len(dots["table"]["rows"]) == 20
    assert dots["of"] == "marks"
    assert [row["id"] for row in dots["rows"]] == ["public", "anonymous"]


def test_the_averages_stand_in_the_gap_and_in_its_table_in_one_order() -> None:
    gap = scenes("guyer")[1]
    assert [(row["label"], row["truth"]) for row in gap["rows"]] == [("Public", 55.7), ("Anonymous", 40.9)]
    assert [row[:2] for row in gap["table"]["rows"]] == [["Public", "55.7"], ["Anonymous", "40.9"]]


def test_both_figures_are_quoted_for_the_explanation() -> None:
    public, anonymous = quotes("guyer", BEING_SEEN)
    assert public == {
        "of": ["marks", "public"],
        "with": "You expected {mine} in public. It was 56.",
        "without": "In public it was 56.",
    }
    assert anonymous["without"] == "When anonymous it was 41."


def test_the_share_of_shuffles_agrees_with_all_possible_ones() -> None:
    values = [group.cooperation for group in guyer().groups]
    observed = abs(sum(guyer().of("public")) - sum(guyer().of("anonymous")))
    total = sum(values)
    # Sums of whole numbers, so no rounding; all 184,756 ways to deal ten labels to twenty groups.
    gaps = [abs(2 * sum(dealt) - total) >= observed for dealt in combinations(values, 10)]
    exact = sum(gaps) / len(gaps)
    share = scenes("guyer")[2]["share"]
    assert abs(share - exact) < 3 * (exact * (1 - exact) / 1000) ** 0.5
    # Both directions count: one alone would lie near half of it.
    assert abs(share - exact) < abs(share - exact / 2)


def test_the_shuffles_are_the_same_each_time_and_all_counted() -> None:
    first, second = scenes("guyer")[2], scenes("guyer", ())[2]
    assert first["bins"] == second["bins"]
    assert sum(bar["count"] for bar in first["bins"]) == 1000


def test_what_is_dealt_before_ones_eyes_is_what_was_counted() -> None:
    """Bar by bar, and the first deals of all twenty groups."""
    scene = scenes("guyer")[2]
    bins, dealing = scene["bins"], scene["dealing"]
    assert [dealing["order"].count(place) for place in range(len(bins))] == [bar["count"] for bar in bins]
    values, total = dealing["values"], sum(dealing["values"])
    assert values == [group.cooperation for group in guyer().groups]
    for public, place in zip(dealing["first"], dealing["order"], strict=False):
        assert len(set(public)) == 10
        gap = (2 * sum(values[at] for at in public) - total) / 10
        assert bins[place]["from"] - 1e-9 <= gap <= bins[place]["to"] + 1e-9


def test_the_shuffle_is_explained_and_predicted_first_and_the_guess_quoted() -> None:
    step = reveal("guyer", BEING_SEEN)[2]
    assert step.ask is not None
    assert (step.ask["min"], step.ask["max"]) == (0, 100)
    assert step.ask["hint"].startswith("To shuffle is to take the words")
    assert step.check(20) == 20
    with pytest.raises(ValueError, match="between 0 and 100"):
        step.check(101)
    [said] = step.scene()["said"]
    assert said["of"] == "guess"
    assert said["with"].startswith("You expected {mine} of 100; it was ")


@pytest.mark.parametrize("asked", [(), BEING_SEEN, fields("three-turns")], ids=["nothing", "marks", "choices"])
@pytest.mark.parametrize("name", NAMES)
def test_a_reveal_comes_whatever_was_asked_and_holds_no_answer(name: str, asked: tuple[Field, ...]) -> None:
    held = Held((Unfolding("Show", "Forty", "It was {public}.", "", "choices", (("public", 40), ("anonymous", 3))),))
    shown = [step.scene() for step in reveal(name, asked, held)]
    assert shown
    assert not [row for scene in shown for row in scene.get("rows", []) if "mine" in row]
    json.dumps([shown, quotes(name, asked, held)], allow_nan=False)


def test_my_turns_are_told_back() -> None:
    [scene] = scenes("three-turns", fields("three-turns"))
    assert scene["tally"]["of"] == ["turn-1", "turn-2", "turn-3"]
    assert "120" in scene["title"]


def test_an_unknown_truth_is_named_with_those_that_exist() -> None:
    with pytest.raises(KithError, match=r"no reveal “guyr”.*guyer, three-turns, sealed"):
        reveal("guyr", ())


def test_only_marks_have_targets() -> None:
    assert targets("guyer") == {"public": 55.7, "anonymous": 40.9}
    assert targets("three-turns") == {}
