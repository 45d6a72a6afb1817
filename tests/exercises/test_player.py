"""What a player gets from a model: its words, its bytes, and the same without a browser."""

import json
from typing import Any

import nh3
import numpy as np
import pytest

from kith_exercises.cards.player import player_card, player_html
from kith_exercises.errors import KithError
from kith_exercises.models import MODELS, Trajectory
from kith_exercises.models.picture import Frames
from kith_exercises.playing import playable, player, plays
from kith_exercises.trying import source_of
from kith_facilitator.pages import ATTRIBUTES, TAGS
from kith_widgets import Player

TRAJECTORIES = sorted(name for name, model in MODELS.items() if isinstance(model.run(), Trajectory))


def ran(name: str, **parameters: Any) -> Trajectory:
    run = MODELS[name].run(**parameters)
    assert isinstance(run, Trajectory)
    return run


def card(shown: Player) -> dict[str, Any]:
    found = json.loads(shown.card)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", TRAJECTORIES)
def test_one_line_shows_any_model_that_has_steps(name: str) -> None:
    shown = player(name)
    assert card(shown)["title"] == MODELS[name].question
    assert shown.runs == [ran(name).to_bytes()]


def test_the_models_that_can_be_played_are_those_that_have_steps() -> None:
    assert sorted(playable()) == TRAJECTORIES


@pytest.mark.parametrize("name", TRAJECTORIES)
def test_a_model_s_picture_draws_what_its_runs_have(name: str) -> None:
    run, picture = ran(name), MODELS[name].picture
    curves = {series for group in player_card([run], "k")["curves"] for series, _ in group["series"]}
    assert curves <= set(run.series)
    assert curves
    if picture is not None and picture.frames is not None:
        assert run.frames is not None
        assert isinstance(picture.frames, Frames)
        frames = np.asarray(run.frames)
        assert frames.ndim == (3 if picture.frames.standing(run.parameters) == "grid" else 2)


def test_frames_travel_as_bytes_and_the_card_holds_no_numbers_of_them() -> None:
    shown = player(ran("spatial_dilemma", side=99, steps=150))
    assert len(shown.runs[0]) > 99 * 99 * 151
    assert len(shown.card) < 1000 + len(source_of("spatial_dilemma")) * 1.1
    state = shown.get_state()
    assert isinstance(state["runs"][0], bytes)


def test_who_is_tied_to_whom_travels_with_a_network() -> None:
    run = ran("complex_contagion", people=60, rewiring=0.5)
    again = Trajectory.from_bytes(run.to_bytes())
    assert np.asarray(again.ties).shape == (120, 2)
    assert np.array_equal(np.asarray(again.ties), np.asarray(run.ties))
    assert ran("threshold_cascade").ties is None


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        (({"b": 1.7}, {"b": 2.1}), ["b = 1.7", "b = 2.1"]),
        (({"seed": 1}, {"seed": 2}), ["seed = 1", "seed = 2"]),
        (({"b": 1.7, "seed": 1}, {"b": 2.1, "seed": 2}), ["b = 1.7", "b = 2.1"]),
        (({}, {}), ["first run", "second run"]),
        (({"b": 1, "givers": 0.1, "steps": 5}, {"b": 2, "givers": 0.2, "steps": 6}), ["first run", "second run"]),
    ],
)
def test_two_runs_are_named_by_what_differs(change: tuple[Any, Any], labels: list[str]) -> None:
    small = {"side": 5, "steps": 3}
    one, other = (ran("spatial_dilemma", **{**small, **given}) for given in change)
    assert [run["label"] for run in card(player(one, other))["runs"]] == labels


def test_an_author_may_say_the_question_and_the_names() -> None:
    run = ran("threshold_cascade")
    shown = card(player(run, run, title="Who begins?", labels=("before", "after"), key="mine"))
    assert (shown["title"], shown["key"]) == ("Who begins?", "mine")
    assert [one["label"] for one in shown["runs"]] == ["before", "after"]


def test_a_number_behind_a_model_s_name_shows_what_to_try_beside_its_own_run() -> None:
    shown = player("spatial_dilemma.2")
    assert card(shown)["intro"] == MODELS["spatial_dilemma"].tries[1].text
    assert [run["label"] for run in card(shown)["runs"]] == ["b = 1.9", "b = 2.1"]


@pytest.mark.parametrize("name", [f"{one}.{n}" for one in TRAJECTORIES for n in range(1, 1 + len(MODELS[one].tries))])
def test_whatever_a_model_suggests_can_be_played(name: str) -> None:
    assert plays(name)
    assert len(player(name).runs) == 2


def test_people_stand_as_each_run_has_them() -> None:
    one, other = ran("complex_contagion", people=64), ran("complex_contagion", people=64, shape="lattice", neighbours=8)
    assert [run["layout"] for run in card(player(one, other))["runs"]] == ["ring", "grid"]


def test_a_run_of_one_s_own_is_drawn_from_its_arrays_alone() -> None:
    own = Trajectory("my_rule", {}, "It ends.", {"how_many": [1, 2]}, frames=np.zeros((2, 3, 3), np.uint8))
    shown = card(player(own))
    assert (shown["title"], shown["runs"][0]["layout"], shown["frames"]["kind"]) == ("My rule", "grid", "levels")
    assert shown["curves"] == [{"label": "How many", "share": False, "series": [["how_many", "How many"]]}]


def test_what_is_no_run_or_no_model_is_refused_in_a_sentence() -> None:
    with pytest.raises(KithError, match=r"^No model “chess” goes step by step\. These do: threshold_cascade"):
        player("chess")
    with pytest.raises(KithError, match=r"^“fixation\.9” is not among what fixation suggests to try: 1, 2"):
        player("fixation.9")
    with pytest.raises(KithError, match=r"^A player shows one run, or two side by side"):
        player("fixation.1", "fixation")
    with pytest.raises(KithError, match=r"float is no trajectory"):
        player(3.5)  # type: ignore[arg-type]  # what a learner may well write
    with pytest.raises(KithError, match=r"^There are 1 labels for 2 runs"):
        player("threshold_cascade", "threshold_cascade", labels=["one"])
    heavy = Trajectory("mine", {}, "It ends.", {}, frames=np.zeros((26, 1000, 1000), np.uint8))
    with pytest.raises(KithError, match=r"^These runs are 25 MB, more than a page should carry"):
        player(heavy)


def test_without_a_browser_a_run_is_its_sentence_and_three_rows_of_figures() -> None:
    runs = [ran("spatial_dilemma", side=9, steps=10, b=b) for b in (1.7, 2.1)]
    text = player_html(runs, player_card(runs, "k"))
    assert f"b = 1.7: {runs[0].outcome}" in text
    assert text.count("<tr>") == 2 * (1 + 3)
    assert f"<td>10</td><td>{runs[0]['givers'][-1]:.1%}</td>" in text
    assert nh3.clean(text, tags=set(TAGS), attributes={tag: set(names) for tag, names in ATTRIBUTES.items()}) == text


def test_a_player_carries_that_form_beside_its_view() -> None:
    bundle = player("threshold_cascade")._repr_mimebundle_()
    assert bundle is not None
    assert "100 of 100 act in the end." in bundle[0]["text/html"]
