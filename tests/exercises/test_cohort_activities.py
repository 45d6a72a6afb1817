"""Simulated learners go through every kind of activity by its card; what is planted in them comes out of journals."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from kith_exercises.cohort import NOTHING, Effects
from kith_exercises.cohort.learner import gather
from kith_exercises.cohort.together import thresholds
from kith_exercises.cohort.words import LABEL
from kith_exercises.fields import Text
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.cascade import chosen_bands
from kith_exercises.primitives.say_back_figures import marks
from kith_exercises.primitives.survey import scores
from tests.primitives.samples import BYLINE, CALIBRATION, IN_ROOM, LOOK_BACK, OFFER, SAMPLES
from tests.village import Village

#: Of these twelve, enough ask late for two bands to be shown.
SEED = 13
EVERYBODY = replace(Effects(), absent=0, late=0, looks=0, leaves=0, heard=0.5, understood=2.5, stamps=3)
#: They look back on what they said in this module, and leave it for others: a story that they told.
BACK = replace(LOOK_BACK, definition=LOOK_BACK.definition.replace('["why", "0-welcome/where"]', '["story"]'))
LEFT = replace(OFFER, definition=OFFER.definition.replace('"after-action"', '"story"').replace('"next"', '"story"'))
EACH = tuple({BACK.kind: BACK, LEFT.kind: LEFT}.get(one.kind, one) for one in SAMPLES)
SEALED = {sample.kind: sample.sealed for sample in SAMPLES}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    """Twelve who have done all that they could on five days, with an exchange between each two."""
    made = Village(tmp_path_factory.mktemp("village"), EACH, 12, SEED, EVERYBODY)
    for _ in range(4):
        made.play()
        made.hand_over()
    made.play()
    return made


def test_there_is_a_sample_of_every_kind() -> None:
    assert {sample.kind for sample in SAMPLES} == PRIMITIVES.keys()


@pytest.mark.parametrize("kind", sorted(PRIMITIVES))
def test_every_kind_is_played_to_its_end_between_exchanges(village: Village, kind: str) -> None:
    activity = village.activities[kind]
    for id in village.learners:
        records = village.records(id, activity.id)
        assert [part for part in activity.parts if not flow.ended(part, records)] == []
        assert not any(isinstance(one.value, dict) and one.value.get("without") for one in records), "nobody gave up"


def test_whatever_was_written_says_that_nobody_wrote_it(village: Village) -> None:
    found = []
    for activity in village.activities.values():
        steps = {step.id: step for step in flow.steps_of(activity)}
        for id in village.learners:
            for one in flow.passed(tuple(steps.values()), None, village.records(id, activity.id)):
                texts = [field.id for field in steps[one.id].fields if isinstance(field, Text)]
                found += [(one.answers or {})[id] for id in texts]
    assert len(found) > 100
    assert all(text.startswith(LABEL) for text in found if text)


def test_what_is_done_in_one_room_needs_no_exchange_and_is_counted_like_the_rest(tmp_path: Path) -> None:
    room = Village(tmp_path, IN_ROOM, 12, SEED, EVERYBODY)
    room.play()
    room.meet_again()
    for activity in room.activities.values():
        for id in room.learners:
            records = room.records(id, activity.id)
            assert [part for part in activity.parts if not flow.ended(part, records)] == []
            assert not any(isinstance(one.value, dict) and one.value.get("without") for one in records)
    sent, rows = room.sent(), {}
    for one in marks(room.activities["say-back"], sent):
        rows.setdefault(one.way, []).append(one.understood)
    assert fmean(rows["words"]) - fmean(rows["full"]) > 1, "as it is planted"


def test_playing_on_with_nothing_new_adds_nothing(village: Village) -> None:
    before = village.sent()
    village.play()
    assert village.sent() == before


def test_bands_are_those_of_everybodys_threshold(village: Village) -> None:
    enough = thresholds(gather(12, SEED, EVERYBODY))
    fits = {None: "none", 0: "0", 1: "1", 2: "2-5", 3: "2-5", 5: "2-5", 8: "6-", 12: "6-"}
    assert chosen_bands(village.activities["cascade"], village.sent()) == {id: fits[at] for id, at in enough.items()}


def test_some_look_some_come_late_and_some_never_come(tmp_path: Path) -> None:
    made = Village(tmp_path, [CALIBRATION], 40, 3, replace(Effects(), absent=0.15, late=0.15, looks=0.25))
    came = []
    for _ in range(2):
        made.play()
        came.append({id for id in made.learners if made.records(id, "how-sure")})
        made.hand_over()
    assert came[0] < came[1] < made.learners.keys()
    steps = flow.steps_of(made.activities["calibration"])
    passed = [one for id in came[1] for one in flow.passed(steps, "", made.records(id, "how-sure"))]
    doors = [one.door for one in passed if one.id.startswith("claim-")]
    assert 0.1 < doors.count("look") / len(doors) < 0.4


# What is planted


def figures(folder: Path, effects: Effects, seeds: range) -> list[tuple[str, Mapping[str, Any]]]:
    """The figures of cohorts of 24 by their ids, from journals by the readers of each kind."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for seed in seeds:
        made = Village(folder / str(seed), [CALIBRATION, BYLINE], 24, seed, effects)
        made.play()
        found += made.hand_over().items()
    return found


def test_figures_out_of_journals_find_what_was_planted(tmp_path: Path) -> None:
    found = figures(tmp_path, Effects(label=3, sureness=0.35), range(3))
    claims = {
        "how-sure/overconfidence": ("We were surer than we were right", 35),
        "byline/gap": ("Notes labelled “third week here” were rated", 3),
    }
    assert sorted(id for id, _ in found) == sorted([*claims] * 3)
    for id, figure in found:
        title, planted = claims[id]
        interval, _ = figure["intervals"]
        assert figure["title"].startswith(title)
        assert interval["low"] <= planted <= interval["high"]


def test_where_nothing_was_planted_figures_out_of_journals_cant_tell(tmp_path: Path) -> None:
    # Of a hundred of each, at most seven may claim something (tests/primitives/test_figures.py); these are eight.
    titles = [figure["title"] for _, figure in figures(tmp_path, NOTHING, range(4))]
    assert len(titles) == 8
    assert sum(title.startswith("We can't tell yet") for title in titles) >= 6


def test_what_was_planted_is_told_by_the_figures_that_came_in_envelopes(village: Village) -> None:
    titles = {id: figure["title"] for id, figure in village.figures.items()}
    assert titles["story/heard"].startswith("By way of “Say back what happened” more of the points came through")
    assert titles["story/understood"].startswith("Tellers felt more understood by way of “Say back what happened”")
    assert titles["stamped/trust"].startswith("Our trust in a note, once its stamp was seen, rose by ")
    by_scale = scores(village.activities["survey"], village.sent())
    for scale, of_learners in by_scale.items():
        assert village.figures[f"giving/{scale}"]["point"] == pytest.approx(fmean(of_learners.values()), abs=0.1)


def test_whoever_leaves_their_answers_out_is_in_no_question_to_the_cohort_and_nobody_else_moves(
    village: Village,
) -> None:
    sent, leaver = village.sent(), min(village.learners)
    asked = 0
    for kind, activity in village.activities.items():
        before = village.sent()
        took = village.leave_out(leaver, activity)
        without = village.sent()
        for one in PRIMITIVES[kind].asked(activity, SEALED[kind]):
            whole, found = one.answers(before), one.answers(without)
            asked += leaver in whole
            assert took or leaver not in whole
            assert found == {who: answer for who, answer in whole.items() if who != leaver}
    assert asked == 12, "all but the round of a game, which was played alone"
    village.leave_out(leaver, *village.activities.values(), out=False)
    assert village.sent() == sent
