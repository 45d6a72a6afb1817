"""What a network does, from its definition to networks like ours."""

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from kith_exercises import KithError
from kith_exercises.cards.static import activity_html
from kith_exercises.data import load
from kith_exercises.definitions import load_prompts
from kith_exercises.fields import Option
from kith_exercises.journal import Record, read_records
from kith_exercises.models.contagion import complex_contagion
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.network_lab import misses
from kith_exercises.primitives.network_off import offs
from kith_exercises.primitives.network_ours import chosen_ties, cohort_figures
from kith_exercises.webs import COUNTS, Thing, Web, changed, counted, run
from kith_widgets import Refused
from tests.primitives.samples import NETWORK_LAB, Came, Sample, Walker, in_text, second_door, states_along

CASES = Path(__file__).parents[2] / "widgets" / "src" / "network" / "cases.json"
ADDED: Mapping[str, Any] = {"step": "round-custom", "answers": {"change": {"add": ["emil", "ben"]}, "guess": 1}}


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(NETWORK_LAB, tmp_path / "learner" / "1-some")


def go(walker: Walker, *, rounds: int = 4) -> None:
    """Through the first rounds, by answers."""
    answers: list[dict[str, Any]] = [
        {"step": "round-fact", "answers": {"guess": 4}},
        dict(ADDED),
        {
            "step": "round-elsewhere",
            "answers": {"change": {"cut": ["dora", "cem"], "add": ["ana", "emil"]}, "guess": 5},
        },
        {"step": "round-gone", "answers": {"change": {"out": "dora"}, "guess": 0}},
    ]
    for answer in answers[:rounds]:
        walker.card("made").act({"do": "commit", **answer})


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")))
def test_it_runs_as_in_the_browser(case: Mapping[str, Any]) -> None:
    net = case["net"]
    web = Web(
        tuple(Option(one["id"], one["label"]) for one in net["people"]),
        tuple((one, other) for one, other in net["ties"]),
        tuple(Thing(one["label"], tuple(one["by"])) for one in net["things"]),
    )
    after = changed(web, case["change"])
    assert run(after, case["starts"], case["needs"]) == case["has"]
    assert {kind: counted(after, kind, case["starts"], case["needs"]) for kind in COUNTS} == case["came"]


@pytest.mark.parametrize("needs", [1, 2, 3])
def test_it_runs_as_the_model_of_many_does(needs: int) -> None:
    ring = complex_contagion(people=12, neighbours=4, threshold=needs, rewiring=0.4, seed=3)
    names = [f"{n}" for n in range(12)]
    ties = np.asarray(ring.ties).tolist()
    web = Web(tuple(Option(name, name) for name in names), tuple((f"{a}", f"{b}") for a, b in ties))
    first = [name for name, on in zip(names, np.asarray(ring.frames)[0], strict=True) if on]
    has = run(web, first, needs)
    assert [sum(at <= step for at in has.values()) for step in range(len(ring["took_it_up"]))] == [*ring["took_it_up"]]


def test_by_how_much_a_guess_was_off_is_counted_and_the_guess_stays_with_its_learner(walker: Walker) -> None:
    go(walker)
    travelled = read_records(walker.journal.travelling).records
    missed = [(one.reach, one.value["answers"]["miss"]) for one in travelled if one.event == "also"]
    # Three steps; three take it up, whatever that tie; all five hear it; nobody opens the till.
    assert missed == [("count", 1), ("count", -2), ("count", 0), ("count", -1)]
    assert not any("guess" in one.value["answers"] for one in travelled if one.event == "commit")


def test_what_came_is_in_no_state_and_is_worked_out_by_the_browser(walker: Walker) -> None:
    go(walker, rounds=2)
    scenes = [scene for one in walker.card("made").state()["passed"] for scene in one["scenes"]]
    assert [scene["kind"] for scene in scenes] == ["web", "run", "run"]
    assert scenes[2]["change"] == ["round-custom", "change"]
    assert "miss" not in in_text(walker.card("made").state())


def test_a_facilitator_reads_the_change_in_words_and_no_guess(walker: Walker) -> None:
    go(walker)
    html = activity_html(walker.activity, "made", read_records(walker.journal.travelling).records)
    told = ("Ben and Emil come to know each other.", "The tie between Cem and Dora is gone.", "Dora leaves.")
    assert all(sentence in html for sentence in told)
    assert "How many hear it now?" not in html


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("round-custom", {"add": ["ana", "ben"]}),
        ("round-custom", {"add": ["ana", "ana"]}),
        ("round-custom", {"add": ["ana", "zoe"]}),
        ("round-custom", {}),
        ("round-elsewhere", {"cut": ["ana", "emil"], "add": ["ana", "dora"]}),
        ("round-elsewhere", {"cut": ["ana", "ben"], "add": ["ana", "ben"]}),
        ("round-gone", {"out": "zoe"}),
    ],
)
def test_a_change_that_cannot_be_is_no_answer(walker: Walker, step: str, change: Any) -> None:
    go(walker, rounds=["round-fact", "round-custom", "round-elsewhere", "round-gone"].index(step))
    with pytest.raises(Refused, match="is not answered yet"):
        walker.card("made").act({"do": "commit", "step": step, "answers": {"change": change, "guess": 1}})


def chosen(counts: Mapping[str, int]) -> dict[str, str]:
    return {f"{id}-{number}": id for id, people in counts.items() for number in range(people)}


def test_until_there_are_two_bands_nothing_is_guessed_of_the_group(walker: Walker) -> None:
    figures = cohort_figures(walker.activity, chosen({"0-1": 2, "2-3": 6, "4-5": 3}))
    assert figures.keys() == NETWORK_LAB.came.known.keys() - {"who-hears/off"}
    assert {(one["title"], one["short"]) for one in figures.values()} == {("Not shown yet", "too few for two bands")}
    walker.around = Around(Came(known=figures))
    states = list(states_along(walker.card("ours"), second_door))
    assert [state["ahead"]["id"] for state in states if (state["ahead"] or {}).get("waits")] == ["reach"]


def test_networks_like_ours_are_drawn_from_what_was_released_and_from_nothing_else(walker: Walker) -> None:
    one, other = ({"0-1": 1, "2-3": 5, "4-5": 7}, {"0-1": 4, "2-3": 2, "4-5": 1, "6-": 6})
    figures = cohort_figures(walker.activity, chosen(one))
    assert figures == cohort_figures(walker.activity, chosen(other))
    assert figures["who-hears/reach"]["axis"]["max"] == 10
    walker.around = Around(Came(known=figures))
    assert not any(state["ahead"]["waits"] for state in states_along(walker.card("ours")) if state["ahead"])


def test_alone_networks_of_made_up_people_are_drawn(walker: Walker) -> None:
    walker.card("ours").act({"do": "form", "form": "alone"})
    *_, last = states_along(walker.card("ours"))
    [scene] = next(one["scenes"] for one in last["passed"] if one["id"] == "alone-reach")
    assert scene["paragraphs"][0].startswith("This is no group of people: 16 were made up")


def test_what_a_cohort_chose_and_how_far_off_it_was_is_read_from_its_journals(tmp_path: Path, walker: Walker) -> None:
    journals: dict[str, tuple[Record, ...]] = {}
    for number, band in enumerate(("0-1", "4-5")):
        one = Walker(NETWORK_LAB, tmp_path / str(number) / "1-some")
        go(one)
        one.card("ours").act({"do": "next", "step": "off"})
        one.card("ours").act({"do": "commit", "step": "ties", "answers": {"ties": band}})
        journals[f"learner-{number}"] = tuple(read_records(one.journal.travelling).records)
    assert chosen_ties(walker.activity, journals) == {"learner-0": "0-1", "learner-1": "4-5"}
    found = misses({1: [walker.activity]}, journals)
    # As shares of what could come: 4 steps, 5 people twice, 2 things.
    assert [one.size for one in found] == [0.25, 0.4, 0.0, 0.5] * 2


def test_a_cohort_is_told_how_far_off_its_guesses_were_once_they_are_all_made(tmp_path: Path, walker: Walker) -> None:
    journals: dict[str, tuple[Record, ...]] = {}
    for number in range(9):
        one = Walker(NETWORK_LAB, tmp_path / str(number) / "1-some")
        go(one, rounds=3 if number == 8 else 4)
        journals[f"learner-{number}"] = tuple(read_records(one.journal.travelling).records)
    found = offs(walker.activity, journals)
    # A quarter too high, two fifths too low, right, a half too low: on average 0.16, on a grid of 0.05.
    assert found == dict.fromkeys([f"learner-{number}" for number in range(8)], pytest.approx(-0.15))
    _, off = PRIMITIVES["network-lab"].asked(walker.activity, {})
    low = {f"learner-{number}": -0.3 + 0.05 * (number % 4) for number in range(24)}
    told = off.release(low)["who-hears/off"]
    assert told["title"].startswith("We guessed too low, by 2")
    assert told["point"] < 0
    assert all(-100 <= one["low"] <= one["high"] <= 100 for one in told["intervals"])
    level = off.release({who: (-1) ** number * 0.2 for number, who in enumerate(low)})["who-hears/off"]
    assert level["title"] == "We can't tell yet whether we guess too high or too low"
    assert "point" not in off.release(found)["who-hears/off"], "of eight who all say the same nothing is told"
    walker.around = Around(Came(known={"who-hears/off": told}))
    [first, *_] = states_along(walker.card("ours"))
    assert first["ahead"]["id"] == "off"


REAL = """
[marriages]
kind = "network-lab"
reach = "mine"
title = "Families"
data = "florentine"
people = ["Medici", "Ridolfi", "Tornabuoni", "Strozzi", "Pazzi"]
rounds = [{ id = "news", ask = "How many?", counts = "heard", starts = ["Medici"] }]
ours = { ask = "How many?", bands = [[0, 1], [2, -1]], guess = "How many?" }
"""


def test_a_network_of_data_has_their_ties_between_those_who_are_named_and_their_source(tmp_path: Path) -> None:
    one = Walker(Sample("network-lab", REAL), tmp_path / "1-some")
    real = {frozenset((row["one"], row["other"])) for row in load("florentine")}
    web = one.activity.spec.web
    assert {frozenset(tie) for tie in web.ties} == {tie for tie in real if tie <= {person.id for person in web.people}}
    assert len(web.ties) == 4
    card = one.card("made")
    state = card.act({"do": "commit", "step": card.state()["ahead"]["id"], "answers": {"guess": 3}})
    *_, run = state["passed"][0]["scenes"]
    assert run["how"].endswith(load("florentine").source.sentence)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"florentine"', '"florence"', "“data”: table is 'florence'"),
        ('"florentine"', '"daycare"', "“daycare” says nothing of who is tied to whom"),
        ('"Pazzi"', '"Pucci"', "“Pucci” is not in “florentine”"),
        ('"Pazzi"', '"Medici"', "“Medici” is not in “florentine”, or here twice"),
        ("people =", "ties = []\npeople =", "there is no such key as “ties”"),
    ],
)
def test_a_slip_in_what_is_named_of_data_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(KithError, match=says):
        Sample("network-lab", REAL.replace(old, new, 1)).write(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('["ana", "ben"]', '["ana", "zoe"]', 2, "“ties”: ['ana', 'zoe'] is no pair of two different people"),
        ('["ana", "cem"]', '["ben", "ana"]', 2, "is there twice; take one out"),
        ('label = "Emil"', 'label = "Maximiliane"', 2, "“Maximiliane” has no room in the picture"),
        ('by = ["dora"]', 'by = ["zoe"]', 2, "“by”: “zoe” is not in the network"),
        ('counts = "steps"', 'counts = "speed"', 13, "“counts” must be one of heard, steps, lost, alone"),
        ('change = "add"', 'change = "swap"', 19, "“change” must be one of add, move, leave"),
        ('starts = ["ana"]', "starts = []", 13, "it must name somebody"),
        ("needs = 2", "needs = 9", 19, "a whole number from 1 to 4"),
        ('id = "custom"', 'id = "fact"', 2, "“rounds” needs some with different ids"),
        ("[0, 1], [2, 3]", "[0, 2], [2, 3]", 43, "“bands”: bands must rise"),
        ("[6, -1]]", "[6, -1], []]", 43, "so take [] out"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(NETWORK_LAB.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [who-hears]")
