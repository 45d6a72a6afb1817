"""What all see the same, such as where a makers' room ends, waits for the room where a facilitator holds it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kith_exercises.primitives import flow
from kith_exercises.primitives.doors import hold_of
from kith_exercises.primitives.known import Around
from kith_widgets import Refused
from tests.primitives.sample import Sample
from tests.primitives.samples import CASCADE, CONCEPT_MAP, NETWORK_LAB, SAMPLES, Walker, first_door, in_text


def held_behind(walker: Walker) -> Around:
    assert walker.around is not None
    return replace(walker.around, hold=hold_of("Green tea", "salt"))


@pytest.mark.parametrize(
    ("sample", "part", "came"),
    [
        (NETWORK_LAB, "made", '"kind": "run"'),
        (CONCEPT_MAP, "after", '"kind": "maps"'),
        (CASCADE, "room", '"100 of 100 ask in the end"'),
    ],
)
def test_what_comes_of_it_waits_for_the_room_and_stays_once_it_was_shown(
    sample: Sample, part: str, came: str, tmp_path: Path
) -> None:
    walker = Walker(sample, tmp_path / "learner" / "1-some")
    for before in walker.activity.parts[: walker.activity.parts.index(part)]:
        walker.card(before).act(first_door(walker.card(before).state()["ahead"]))
    free, walker.around = walker.around, held_behind(walker)
    card = walker.card(part)
    state = card.act(first_door(card.state()["ahead"]))
    held = state["ahead"]
    assert (held["held"], held["fields"], came in in_text(state)) == (True, [], False)
    with pytest.raises(Refused):
        card.act({"do": "next", "step": held["id"], "word": "black tea"})
    state = card.act({"do": "next", "step": held["id"], "word": " green  TEA "})
    assert in_text(state).count(came) == 1
    while state["ahead"] is not None:
        action = first_door(state["ahead"])
        state = card.act({**action, "word": "green tea"} if action["do"] == "next" else action)
    shown = in_text(state).count(came)
    walker.around = free
    assert in_text(walker.card(part).state()).count(came) == shown > 0, "without the word it stands there once, too"


@pytest.mark.parametrize(("sample", "part"), [(NETWORK_LAB, "made"), (CONCEPT_MAP, "after"), (CASCADE, "room")])
def test_a_word_that_is_set_later_covers_nothing_that_was_seen_to_the_end(
    sample: Sample, part: str, tmp_path: Path
) -> None:
    walker = Walker(sample, tmp_path / "learner" / "1-some")
    card = walker.card(part)
    while (state := card.state())["ahead"] is not None:
        card.act(first_door(state["ahead"]))
    walker.around = held_behind(walker)
    assert walker.card(part).state() == state


#: What a word holds, by kind: what all see the same at one time. The rest is of one person, and comes at their own.
TOGETHER = {
    "calibration": "answers",
    "cascade": "room-all-shown room-one-shown bands rooms lever-opens-shown lever-pairs-shown",
    "concept-map": "after-shown",
    "game-round": "what",
    "label-experiment": "group",
    "label-revision": "group",
    "network-lab": "round-gone-shown round-fact-shown round-elsewhere-shown round-custom-shown our-ties",
    "survey": "group",
}


def test_a_word_holds_what_all_see_the_same_and_nothing_that_is_of_one_person(tmp_path: Path) -> None:
    for sample in SAMPLES:
        steps = flow.steps_of(Walker(sample, tmp_path / sample.kind / "1-some").activity)
        assert {step.id for step in steps if step.held} == {*TOGETHER.get(sample.kind, "").split()}, sample.kind
