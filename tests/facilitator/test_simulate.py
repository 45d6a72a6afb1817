"""A simulated cohort submits once each, whatever cut it off before."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.cohort import Effects, play, synthesise
from kith_facilitator.collect import collect_module
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.simulate import SimulateReport, go_on, simulate_cohort
from kith_facilitator.sources import course_of
from tests.facilitator.steps import kith
from tests.facilitator.talking import arrivals, folder_of, run, say_back_home, sent_home
from tests.small_course import MODULE, fetched


def simulated(home: Home, learners: int) -> SimulateReport:
    return simulate_cohort(home, MODULE, learners=learners, seed=1, track=list)


def test_the_report_tells_who_submitted_now_and_who_before(home: Home) -> None:
    assert simulated(home, 2) == SimulateReport(new=("sim-001", "sim-002"), already=())
    assert simulated(home, 3) == SimulateReport(new=("sim-003",), already=("sim-001", "sim-002"))
    assert simulated(home, 1) == SimulateReport(new=(), already=("sim-001",))


def test_a_run_that_was_killed_before_somebody_submitted_goes_on(home: Home) -> None:
    [learner] = synthesise(1, 1)
    folder = fetched(home, learner.id)
    play(learner, folder, MODULE)
    before = {path: path.read_bytes() for path in folder.rglob("*.jsonl")}
    assert before
    assert simulated(home, 1).new == (learner.id,)
    assert {path: path.read_bytes() for path in folder.rglob("*.jsonl")} == before
    assert collect_module(home, MODULE).collected == (learner.id,)


def test_a_run_that_was_killed_while_somebody_fetched_goes_on(home: Home) -> None:
    folder = fetched(home, "sim-001")
    (folder / "prompts.toml").unlink()
    assert simulated(home, 1).new == ("sim-001",)


def test_a_run_that_was_stopped_between_two_learners_goes_on(home: Home) -> None:
    def one_only(learners: list[str]) -> Iterable[str]:
        return islice(learners, 1)

    simulate_cohort(home, MODULE, learners=3, seed=1, track=one_only)
    assert simulated(home, 3) == SimulateReport(new=("sim-002", "sim-003"), already=("sim-001",))


def test_nobody_is_simulated_among_real_learners(home: Home) -> None:
    with pytest.raises(KithError, match="home for real learners"):
        simulated(ensure_home(home.root, identity="unix"), 1)


def test_who_has_submitted_goes_on_with_what_was_handed_over(tmp_path: Path) -> None:
    home = say_back_home(tmp_path)
    assert len(simulated(home, 12).new) == 12
    declared = declared_of(course_of(home).module(MODULE))
    assert run(home, declared=declared).pairs
    went_on = simulated(home, 12).further
    assert went_on
    assert run(home, declared=declared).given.keys() & set(went_on), "what they said back goes to who told it"


def test_one_person_in_a_demo_hears_back_from_those_simulated_with_nothing_but_the_exchange(tmp_path: Path) -> None:
    home = say_back_home(tmp_path)
    simulated(home, 12)
    [me] = synthesise(1, seed=77, effects=Effects(absent=0, late=0, looks=0))
    me = replace(me, id="somebody")
    folder, came = folder_of(home, me.id), []
    for _ in range(3):
        play(me, folder, MODULE, home.exchange / home.course_id)
        Nbgrader(home, learner=me.id).submit(MODULE)
        kith("exchange", MODULE, "--yes", home=home.root)
        Nbgrader(home, learner=me.id).fetch_feedback(MODULE)
        came.append({parcel.sending for parcel in arrivals(home, me.id).parcels})
    assert came[0] == {"story/story"}
    assert came[1] == {"story/story", "story/said"}
    assert came[2] >= {"story/story", "story/said", "story/marks"}


def test_an_exchange_lets_nobody_go_on_where_nobody_is_simulated(tmp_path: Path) -> None:
    assert go_on(sent_home(tmp_path), MODULE) == ()
