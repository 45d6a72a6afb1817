"""Simulated learners have days: what they do is dated as anybody's, and what they said comes back to them in time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kith_exercises.cohort import NOTHING, Effects, SimulatedLearner, play, synthesise
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.measures.change import change
from kith_exercises.measures.finding import Finding
from kith_exercises.primitives.survey import scores

COURSE = Path(__file__).parents[2] / "course"
MODULE = "0-welcome"
MONDAY = date(2026, 11, 2)
LEARNERS = 60
#: Everybody comes; of what they could look back on, they put some off, and leave some lying.
USUAL = replace(Effects(), absent=0, late=0, looks=0.25, leaves=0.25)

BACK = """
[back]
kind = "look-back"
reach = "mine"
title = "Looking back"
of = ["my-question"]
"""


SURVEY = """
[giving]
kind = "survey"
reach = "count"
title = "How I give"
instrument = "ipip-giving"
scales = ["altruism"]
"""


def lay_out(folder: Path, prompts: str, calls: Sequence[str]) -> Path:
    """A module as it lies in a learner's folder, with one page."""
    folder.mkdir(parents=True)
    (folder / "prompts.toml").write_text(prompts, encoding="utf-8")
    cells = [{"cell_type": "code", "source": [call]} for call in calls]
    (folder / "page.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return folder


class Someone:
    """A simulated learner with a page of the course that ends in looking back."""

    def __init__(self, learner: SimulatedLearner, home: Path) -> None:
        prompts = (COURSE / MODULE / "prompts.toml").read_text(encoding="utf-8") + BACK
        calls = ['kith.reflection("my-question")', 'kith.activity("back")']
        self.learner, self.folder = learner, lay_out(home / learner.id / MODULE, prompts, calls)
        (self.folder / "sealed.toml").write_bytes((COURSE / MODULE / "sealed.toml").read_bytes())

    def play(self, *days: int) -> "Someone":
        """What they do on these days, counted from the first."""
        for day in days:
            play(self.learner, self.folder, MODULE, day=MONDAY + timedelta(days=day))
        return self

    def records(self) -> tuple[Record, ...]:
        return Journal.open(self.folder, MODULE, "page").read().records

    def looked(self) -> Iterator[tuple[str, str, date]]:
        """Which pieces they met, by which door, and when."""
        for one in self.records():
            if one.prompt == "back" and one.event in ("commit", "unfold"):
                yield one.value["step"], one.event, datetime.fromisoformat(one.at).date()


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> tuple[Someone, ...]:
    """What they did on the first day, and in the weeks after."""
    home = tmp_path_factory.mktemp("days")
    return tuple(Someone(one, home).play(0, 2, 9, 40) for one in synthesise(LEARNERS, 5, USUAL))


def test_what_one_said_comes_back_in_time_and_is_answered_put_off_or_left(cohort: tuple[Someone, ...]) -> None:
    met = [{when: (step, door) for step, door, when in one.looked()} for one in cohort]
    assert {when for one in met for when in one} == {MONDAY + timedelta(days=day) for day in (2, 9, 40)}
    first = [one.get(MONDAY + timedelta(days=2)) for one in met]
    # Within three standard errors of a quarter left lying and, of the others, a quarter put off.
    assert first.count(None) / LEARNERS == pytest.approx(0.25, abs=0.17)
    assert first.count(("my-question-1", "unfold")) / LEARNERS == pytest.approx(0.75 * 0.25, abs=0.15)
    assert first.count(("my-question-1", "commit")) / LEARNERS == pytest.approx(0.75 * 0.75, abs=0.19)
    # Who left the last piece meets it another day; who put two off is left in peace.
    last = [one for one, days in zip(cohort, met, strict=True) if MONDAY + timedelta(days=40) not in days]
    assert last
    for one in last:
        before = [door for _, door, _ in one.looked()]
        late = [step for step, _, _ in one.play(60, 61, 62, 63, 64).looked()][len(before) :]
        assert late == ([] if before.count("unfold") == 2 else ["my-question-21"])


def test_days_and_hours_are_those_on_which_people_sit_down(cohort: tuple[Someone, ...]) -> None:
    begun = []
    for one in cohort:
        times = [datetime.fromisoformat(record.at) for record in one.records()]
        apart = [(later - sooner).total_seconds() / 3600 for sooner, later in pairwise(times)]
        assert all(0 <= hours < 1 or hours > 10 for hours in apart)
        begun.append(times[0])
    assert {when.date() for when in begun} == {MONDAY}
    assert len(set(begun)) == LEARNERS
    hours = [when.hour for when in begun]
    assert min(hours) >= 7
    assert max(hours) - min(hours) >= 6


def test_the_same_seed_gives_the_same_dates_and_another_seed_others(
    cohort: tuple[Someone, ...], tmp_path: Path
) -> None:
    def dates(someone: Someone) -> list[str]:
        return [record.at for record in someone.records()]

    [same], [other] = synthesise(1, 5, USUAL), synthesise(1, 6, USUAL)
    again = Someone(same, tmp_path / "same").play(0, 2, 9, 40)
    assert dates(again) == dates(cohort[0])[: len(dates(again))]
    assert not {*dates(again)} & {*dates(Someone(other, tmp_path / "other").play(0, 2, 9, 40))}


def test_playing_twice_on_a_day_adds_nothing(tmp_path: Path) -> None:
    for learner in synthesise(12, 5, USUAL):
        someone = Someone(learner, tmp_path).play(0, 2)
        before = someone.records()
        assert someone.play(2).records() == before


def test_without_a_day_it_is_now(tmp_path: Path) -> None:
    someone = Someone(synthesise(1, 5, USUAL)[0], tmp_path)
    play(someone.learner, someone.folder, MODULE)
    [first, *_] = someone.records()
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(first.at)).total_seconds()) < 600


# A questionnaire asked twice


def changed(home: Path, effects: Effects) -> Finding:
    """How 24 who were asked the same in two modules have changed between, out of their journals."""
    waves = []
    for place, module in enumerate(("0-before", "1-after")):
        sent = {}
        for learner in synthesise(24, 3, replace(effects, absent=0, late=0, looks=0)):
            folder = lay_out(home / learner.id / module, SURVEY, ['kith.activity("giving")'])
            play(learner, folder, module, day=MONDAY + timedelta(weeks=4 * place))
            sent[learner.id] = read_records(folder / "responses" / "page.jsonl").records
        survey = load_prompts(folder / "prompts.toml")["giving"]
        assert isinstance(survey, Activity)
        waves.append(scores(survey, sent)["altruism"])
    return change(*waves, what="altruism", scale=(1, 5))


def test_who_is_asked_the_same_again_has_changed_by_what_was_planted(tmp_path: Path) -> None:
    found = changed(tmp_path / "planted", replace(NOTHING, change=0.8))
    assert found.tells
    assert found.interval
    assert found.interval.includes(0.8)
    plain = changed(tmp_path / "plain", NOTHING)
    assert plain.sentence.startswith("We can't tell yet")
    assert plain.estimate != 0, "nobody answers alike to the letter"
