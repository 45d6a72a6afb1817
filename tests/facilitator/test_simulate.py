"""A simulated cohort submits once each, whatever cut it off before."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.cohort import play, synthesise
from kith_facilitator.collect import collect_module
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.simulate import SimulateReport, simulate_cohort
from kith_facilitator.sources import course_of
from tests.facilitator.talking import run, say_back_home
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
