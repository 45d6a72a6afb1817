"""A kernel that is killed: by a machine without memory, and its work is graded all the same; by its own code, and not.

Nobody can tell the two apart by how it ends. So it is graded once more, alone, and what happens again was its code.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.plan import Wishes
from kith_facilitator.grading.report import GradeReport
from kith_kernels import Mode
from kith_kernels.protection import FORCED, available
from kith_kernels.warm import parent_of
from tests.grading.killed import killed_once, waits_to_be_killed
from tests.grading.stock_course import ASSIGNMENT, put_in, released

#: All of these have the same answers, and would have the same marks.
HONEST, KILLED, ORPHANED, KILLS_ITSELF, KILLS_ALL = "honest", "killed", "orphaned", "kills itself", "kills all"
ALL = {"hidden": 2, "partly": 3, "quiet": 1}
SELF = "import os\nos.kill(os.getpid(), 9)"
AGAIN = "its kernel was killed, which its own code can do and a machine that has no memory left"


@dataclass(frozen=True)
class Run:
    """A course after it was graded."""

    root: Path
    report: GradeReport
    mode: Mode = Mode.none

    def marks(self, student: str) -> dict[str, float]:
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as book:
            page = book.find_submission_notebook("p1", ASSIGNMENT, student)
            return {grade.name: grade.auto_score for grade in page.grades if grade.name in ALL}

    def notes(self, student: str) -> list[str]:
        return [note for who, note in self.report.noted if who == student]


def hand_in(root: Path, student: str, code: str = "") -> None:
    """The same honest work under a name, with a cell behind the first test."""
    shutil.move(put_in(root, "attached").parent, root / "submitted" / student)
    page = root / "submitted" / student / ASSIGNMENT / "p1.ipynb"
    notebook = nbformat.read(page, as_version=4)
    if code:
        notebook.cells.insert(2, new_code_cell(code))
    nbformat.write(notebook, page)


def graded(root: Path, mode: Mode) -> GradeReport:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FORCED, mode)
        wishes = Wishes(workers=2, unsafe=mode is Mode.none)
        return grade_course(Course(Settings(str(root))), ASSIGNMENT, track=list, wishes=wishes)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With time enough for each cell, and a folder that code may read."""
    root = released(tmp_path_factory.mktemp("killed") / "course")
    data = root.parent / "data"
    data.mkdir()
    with (root / "nbgrader_config.py").open("a") as settings:
        settings.write(f"c.Execute.timeout = 200\nc.BoundedExecute.readable = [{str(data)!r}]\n")
    return root


def copied(course: Path, root: Path) -> Path:
    shutil.copytree(course, root)
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace(str(course), str(root)))
    return root


@pytest.fixture(scope="module", params=[Mode.none, *available()])
def run(request: pytest.FixtureRequest, course: Path) -> Iterator[Run]:
    root = copied(course, course.parent / f"course-{request.param}")
    notes = {student: course.parent / "data" / f"{student}-{request.param}" for student in (KILLED, ORPHANED)}
    names = {
        student: f"{student[0]}{request.param[0]}-{os.getpid()}" for student in notes
    }  # of fifteen letters at most
    hand_in(root, HONEST)
    hand_in(root, KILLS_ITSELF, SELF)
    for student, note in notes.items():
        hand_in(root, student, waits_to_be_killed(names[student], note))
    with (
        killed_once(names[KILLED], notes[KILLED]),
        killed_once(names[ORPHANED], notes[ORPHANED], by_its_parent=True),
    ):
        yield Run(root, graded(root, request.param), request.param)


@pytest.mark.parametrize("student", [KILLED, ORPHANED])
def test_whose_kernel_was_killed_from_outside_has_the_marks_of_anybody_else(student: str, run: Run) -> None:
    """Or what started it: with nothing to hold code that is what starts all kernels, else what watches this one."""
    assert student in run.report.graded
    assert run.marks(student) == run.marks(HONEST) == ALL
    (note,) = run.notes(student)
    assert note.startswith(AGAIN)


def test_code_that_kills_its_own_kernel_each_time_has_nothing_from_there_on_and_that_is_told(run: Run) -> None:
    if run.mode is Mode.namespaces:  # the first process of its own world is the only one that it can't kill
        assert (run.marks(KILLS_ITSELF), run.notes(KILLS_ITSELF)) == (ALL, [])
    else:
        assert run.marks(KILLS_ITSELF) == {"hidden": 2, "partly": 0, "quiet": 0}
        again, ended = run.notes(KILLS_ITSELF)
        assert again.startswith(AGAIN)
        assert "it was killed, by its own code or for want of memory" in ended
    assert run.report.graded == tuple(sorted((HONEST, KILLED, ORPHANED, KILLS_ITSELF)))
    assert run.notes(HONEST) == []


def test_who_kills_what_starts_all_kernels_takes_nothing_from_the_others(course: Path, tmp_path: Path) -> None:
    """With nothing to hold code it can; held it can't. All workers share one, as they do in the command."""
    root = copied(course, tmp_path / "course")
    for student in (HONEST, KILLED):
        hand_in(root, student)
    hand_in(root, KILLS_ALL, "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(60)")
    parent_of(()).begin()
    found = Run(root, graded(root, Mode.none))
    assert found.report.graded == (HONEST, KILLED)
    assert [found.marks(student) for student in found.report.graded] == [ALL] * 2
    assert [(who, "Grade it again." in why) for who, why in found.report.failed] == [(KILLS_ALL, True)]
    assert graded(root, Mode.none).unchanged == found.report.graded
