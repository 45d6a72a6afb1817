"""What the Assignment List's buttons do, and the sentence that each of them comes to."""

from pathlib import Path

import pytest

from kith_facilitator.assignments import Assignments
from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.release import release_module
from tests.small_course import MODULE, NOTEBOOK, write_course


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = ensure_home(tmp_path / "home", sources=write_course(tmp_path / "sources"))
    write_configuration(made)
    for name, value in environment(made).items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def assignments(home: Home) -> Assignments:
    return Assignments(str(home.root))


def test_each_step_says_what_it_did(home: Home, assignments: Assignments) -> None:
    release_module(home, MODULE)
    fetched = assignments.do("fetch", home.course_id, MODULE)
    assert (fetched.ok, fetched.fresh) == (True, True)
    assert (home.learner / MODULE / f"{NOTEBOOK}.ipynb").exists()
    submitted = assignments.do("submit", home.course_id, MODULE)
    assert (submitted.ok, submitted.fresh) == (True, True)
    assert list((home.exchange / home.course_id / "inbound").iterdir())
    waiting = assignments.do("fetch_feedback", home.course_id, MODULE)
    assert (waiting.ok, waiting.fresh) == (True, False)
    assert f"There is no feedback on {MODULE} yet." in waiting.sentence


def test_what_fails_says_why_and_what_to_do(home: Home, assignments: Assignments) -> None:
    assert "not released" in refused(assignments, "fetch", home)
    release_module(home, MODULE)
    assert "no folder" in refused(assignments, "submit", home)
    assert assignments.do("fetch", home.course_id, MODULE).ok
    assert "You have 1-small already" in refused(assignments, "fetch", home)
    (home.exchange / home.course_id / "inbound").rename(home.root / "gone")
    assert "takes no submissions" in refused(assignments, "submit", home)


@pytest.mark.parametrize("name", ["", "..", "../elsewhere", "/etc", ".hidden", "a/b"])
def test_a_name_that_is_none_reaches_no_file(home: Home, assignments: Assignments, name: str) -> None:
    assert "no module called" in assignments.do("fetch", home.course_id, name).sentence


def refused(assignments: Assignments, step: str, home: Home) -> str:
    folder = Path.cwd()
    answer = assignments.do(step, home.course_id, MODULE)
    assert not answer.ok
    assert "Traceback" not in answer.sentence
    assert Path.cwd() == folder
    return answer.sentence
