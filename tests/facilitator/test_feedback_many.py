"""Feedback for many at once is nbgrader's own, one that fails stops nobody, and what was cut off goes on."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from benchmarks._submitted import bare
from kith_exercises import KithError
from kith_facilitator.configure import configure_pages, programs
from kith_facilitator.course_pages import PagesReport, write_pages
from kith_facilitator.feedback import give_feedback
from kith_facilitator.feedback_pages import FeedbackPages
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.home import Home, ensure_home
from tests.facilitator.desk_home import PEOPLE
from tests.facilitator.steps import kith, mark
from tests.facilitator.under_way import stop_midway, told, under_way
from tests.grading.stock_course import ASSIGNMENT, autograded, put_in, released
from tests.small_course import MODULE, NOTEBOOK, copied

STUDENTS = ("attached", "known", "partly")


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that knows nothing of Kith, in which three students were graded by nbgrader."""
    root = tmp_path_factory.mktemp("pages") / "course"
    with pytest.MonkeyPatch.context() as patch, chdir(root.parent):
        patch.setenv("PATH", programs())  # nbgrader runs others by name
        released(root)
        os.chdir(root)
        for student in STUDENTS:
            put_in(root, student)
            assert autograded(root, student)
    return root


@pytest.fixture
def course(graded_course: Path, tmp_path: Path) -> Path:
    """The same course once more, for a test of its own."""
    return moved(graded_course, tmp_path / "course")


def moved(course: Path, root: Path) -> Path:
    shutil.copytree(course, root)
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace(str(course), str(root)))
    return root


def pages(course: Path) -> dict[str, str]:
    base = course / "feedback"
    found = {
        str(path.relative_to(base)): path.read_text(errors="replace") for path in base.rglob("*") if path.is_file()
    }
    return {name: text.replace(str(course), "") for name, text in found.items()}


def written(course: Path, *words: str) -> PagesReport:
    return write_pages(Course(Settings(str(course), words)), ASSIGNMENT, track=list)


def test_pages_are_the_same_as_nbgrader_makes(graded_course: Path, course: Path, tmp_path: Path) -> None:
    theirs, env = moved(graded_course, tmp_path / "theirs"), bare(tmp_path)  # no home's settings, in either
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT]
    subprocess.run(command, cwd=theirs, env=env, check=True, capture_output=True)
    command = [sys.executable, "-m", "kith_facilitator", "feedback", ASSIGNMENT, "--course-dir", str(course)]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    assert "3 have a page" in done.stdout
    assert pages(course) == pages(theirs)
    assert {name.split("/")[0] for name in pages(course)} == set(STUDENTS)


def test_a_course_is_found_where_one_stands_and_a_log_is_told_how_far_it_is(course: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kith_facilitator", "feedback", ASSIGNMENT]
    for words in ([], ["--course-dir", "."]):
        done = subprocess.run(
            [*command, *words], cwd=course, env=bare(tmp_path), check=True, capture_output=True, text=True
        )
        assert f"3 have a page in {course / 'feedback'}" in done.stdout
        assert [line.rpartition("(")[2] for line in done.stderr.splitlines() if line.startswith("Feedback for")] == [
            "1 of 3)",
            "2 of 3)",
            "3 of 3)",
        ]
        assert "" not in done.stderr.splitlines()


def test_a_page_that_nobody_graded_is_left_out_of_a_learners_feedback(course: Path) -> None:
    (course / "autograded" / "partly" / ASSIGNMENT / "zzz.ipynb").write_text("{}")
    assert written(course).failed == ()
    names = [path.name for path in (course / "feedback" / "partly" / ASSIGNMENT).glob("*.html")]
    assert sorted(names) == ["p1.html", "zwei wörter.html"]


def test_a_process_that_dies_over_a_page_fails_that_one_by_name(course: Path) -> None:
    (course / "deadly.py").write_text(DEADLY)
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write('c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades", "deadly.Deadly"]\n')
    report = written(course)
    assert report.made == ("attached", "partly")
    assert [student for student, _ in report.failed] == ["known"]
    assert not (course / "feedback" / "known").exists() or not list((course / "feedback/known").rglob("*.html"))
    assert (course / ".kith/logs/feedback" / ASSIGNMENT / "known.log").is_file()


#: A step of nbgrader's that takes its whole process along.
DEADLY = """
import os

from nbgrader.preprocessors import NbGraderPreprocessor


class Deadly(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        if resources["nbgrader"]["student"] == "known":
            os._exit(3)
        return nb, resources
"""


def test_where_nobody_is_graded_the_next_step_is_said(course: Path, tmp_path: Path) -> None:
    shutil.rmtree(course / "autograded")
    with pytest.raises(KithError, match=f"Run “kith grade {ASSIGNMENT}” there first"):
        written(course)
    home = ensure_home(tmp_path / "home", role="facilitator").root
    said = kith("feedback", ASSIGNMENT, "--db", "sqlite:///other.db", home=home, expect_code=2)
    assert "A home has its own gradebook" in said


@pytest.fixture
def marked(to_mark: Home) -> Home:
    """A home in which four learners are fully marked."""
    for learner in PEOPLE:
        mark(to_mark, learner, 1)
    return to_mark


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_what_was_stopped_midway_goes_on_from_there(marked: Home, how: signal.Signals, code: int) -> None:
    stop_midway(marked, "feedback", how, code)
    given = sorted((marked.course / ".kith/given" / MODULE).iterdir())
    assert 1 <= len(given) < len(PEOPLE)
    report = give_feedback(marked, MODULE, track=list)
    assert sorted((*report.new, *report.unchanged)) == sorted(PEOPLE)
    assert report.failed == ()
    for learner in PEOPLE:
        assert (marked.course / "feedback" / learner / MODULE / f"{NOTEBOOK}.html").is_file()
    assert give_feedback(marked, MODULE, track=list).unchanged == tuple(sorted(PEOPLE))


def test_it_says_how_far_it_is_whoever_is_done_first(marked: Home) -> None:
    process = under_way(marked, "feedback")
    assert list(told(process)) == [0, 1, 2, 3, 4]
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_by_many_as_by_one(marked: Home, tmp_path: Path) -> None:
    other = copied(marked, tmp_path / "other")
    one, many = (
        give_feedback(marked, MODULE, track=list, workers=1),
        give_feedback(other, MODULE, track=list, workers=3),
    )
    assert one == many
    names = [
        sorted(str(p.relative_to(home.course)) for p in (home.course / "feedback").rglob("*"))
        for home in (marked, other)
    ]
    assert names[0] == names[1]


def test_who_makes_pages_finds_templates_that_were_compiled_before() -> None:
    import_module("kith_facilitator.pages_rehearsal")
    config = Config()
    configure_pages(config)
    pages: Any = FeedbackPages(CourseDirectory(), None, config=config).made_ready()
    assert len(pages.exporter.environment.bytecode_cache._kept) > 5
