"""``--workers N``: so many processes do the work, no more and no fewer, and what is no number is refused."""

import shutil
from pathlib import Path

import pytest

from kith_facilitator.home import ensure_home
from tests.facilitator.steps import kith
from tests.grading.stock_course import ASSIGNMENT, SUBMISSIONS, put_in, released

STUDENTS = tuple(SUBMISSIONS)[-4:]

#: A step of nbgrader's that goes on when as many processes have come to it as are to be at work.
MEETING = """
import os
import time
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor

HERE = Path(__file__).parent


def say(word):
    with (HERE / "met").open("a") as file:
        file.write(f"{word} {os.getpid()}\\n")


def there():
    lines = (HERE / "met").read_text().rpartition("\\n")[0]  # the last one may be half written
    return {line.split()[1] for line in lines.splitlines()}


class Meeting(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        say("begun")
        deadline, wanted = time.monotonic() + 60, int((HERE / "wanted").read_text())
        while len(there()) < wanted:
            assert time.monotonic() < deadline, "the others did not come"
            time.sleep(0.01)
        say("ended")
        return nb, resources
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = released(tmp_path_factory.mktemp("workers") / "course")
    for student in STUDENTS:
        put_in(root, student)
    (root / "meeting.py").write_text(MEETING)
    with (root / "nbgrader_config.py").open("a") as settings:
        settings.write('c.Autograde.sanitize_preprocessors = ["meeting.Meeting"]\n')
        settings.write('c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades", "meeting.Meeting"]\n')
    return root


def met(course: Path, workers: int, *words: str) -> tuple[int, int]:
    """How many processes did the work of a command, and the most that were at it at one time."""
    (course / "wanted").write_text(str(workers))
    (course / "met").unlink(missing_ok=True)
    kith(*words, ASSIGNMENT, "--course-dir", str(course), "--workers", str(workers), home=course)
    most, working = 0, set[str]()
    lines = [line.split() for line in (course / "met").read_text().splitlines()]
    for word, process in lines:
        (working.add if word == "begun" else working.remove)(process)
        most = max(most, len(working))
    return len({process for _, process in lines}), most


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_so_many_grade_and_make_pages_as_were_asked_for(
    course: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.chdir(course)  # as nbgrader has it: what a configuration names lies where one stands
    shutil.rmtree(course / "autograded", ignore_errors=True)
    assert met(course, workers, "grade", "--no-execute") == (workers, workers)
    assert met(course, workers, "feedback") == (workers, workers)


@pytest.mark.parametrize("workers", ["0", "-1", "1.5", "two", ""])
@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_what_is_no_number_of_workers_is_refused_before_anything_is_done(
    tmp_path: Path, command: str, workers: str
) -> None:
    home = ensure_home(tmp_path / "home").root
    said = kith(command, "1-empathy", "--workers", workers, home=home, expect_code=2)
    assert said == f"“{workers}” is no number of workers. Name one from 1 on with --workers, or leave it out."


def test_on_a_cluster_the_number_is_the_clusters_own(course: Path) -> None:
    words = ("--course-dir", str(course), "--dask", "tls://127.0.0.1:9", "--workers", "2")
    said = kith("grade", ASSIGNMENT, *words, home=course, expect_code=2)
    assert said == "On a cluster, its own workers grade. Leave out --workers, or --dask."
