"""Grading many that is cut off: what is done stays done, and the next run does the others."""

import signal

import pytest

from kith_facilitator.home import Home
from tests.facilitator.desk_home import PEOPLE
from tests.facilitator.steps import grade, sent
from tests.facilitator.under_way import stop_midway
from tests.small_course import MODULE, NOTEBOOK


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_what_was_stopped_midway_goes_on_from_there(to_mark: Home, how: signal.Signals, code: int) -> None:
    for learner in PEOPLE:
        sent(to_mark, learner, "2026-11-20 10:00:00 UTC")  # so that each is due once more
    stop_midway(to_mark, "grade", how, code)
    report = grade(to_mark)
    assert sorted((*report.graded, *report.unchanged)) == sorted(PEOPLE)
    assert 1 <= len(report.unchanged) < len(PEOPLE)
    assert report.failed == ()
    assert grade(to_mark).unchanged == tuple(sorted(PEOPLE))
    for learner in PEOPLE:
        assert (to_mark.course / "autograded" / learner / MODULE / f"{NOTEBOOK}.ipynb").is_file()
    assert not (to_mark.course / ".kith" / "grading").exists()
