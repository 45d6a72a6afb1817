"""The gradebook of one submission: what is read of the course's, what is written back, and what it costs."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import Engine, event

from kith_facilitator.grading.bound import FREE, Bound
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.job import Change, Job, Outcome
from kith_facilitator.grading.pool import Done
from kith_facilitator.grading.rows import Moved, Rows
from tests.grading.stock_course import ASSIGNMENT, RIGHT, put_in, released, wrong


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two students have been graded."""
    root = released(tmp_path_factory.mktemp("rows") / "course")
    for student in ("warns", "partly"):
        put_in(root, student)
    made = Course(Settings(str(root)))
    assert grade_course(made, ASSIGNMENT, track=list).graded == ("partly", "warns")
    return made


@pytest.fixture
def rows(course: Course) -> Rows:
    return Rows(course.directory.db_url, course.directory.course_id)


def test_nobody_else_is_in_it(rows: Rows, tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    path.write_bytes(rows.of("warns"))
    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert [student.id for student in gradebook.students] == ["warns"]
        assert [found.student.id for found in gradebook.assignment_submissions(ASSIGNMENT)] == ["warns"]
        assert len(gradebook.find_notebook("p1", ASSIGNMENT).source_cells) == 6


def test_reading_and_writing_one_student_scans_no_table(course: Course, rows: Rows, tmp_path: Path) -> None:
    """So that it costs the same in a gradebook of any size."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, facts: object, *_: object) -> None:
        asked.append((statement, facts))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        rows.of("warns")
        rows.write([change_of(course, 4.5), change_of(course, None, before=4.5)])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    of_book = [one for one in asked if one[0].startswith(("SELECT", "UPDATE"))]
    assert len(of_book) >= 6
    with sqlite3.connect(course.root / "gradebook.db") as book:
        for statement, facts in of_book:
            plan = [str(step[3]) for step in book.execute(f"EXPLAIN QUERY PLAN {statement}", facts)]  # type: ignore[arg-type]
            assert not any(step.startswith("SCAN") for step in plan), (statement, plan)


def change_of(course: Course, score: float | None, *, before: float | None = None) -> Change:
    """A mark for the essay of somebody, or away with it."""
    with sqlite3.connect(course.root / "gradebook.db") as book:
        book.row_factory = sqlite3.Row
        find = (
            "SELECT grade.* FROM grade JOIN base_cell ON base_cell.id = cell_id WHERE name = 'essay' ORDER BY grade.id"
        )
        old = dict(book.execute(find).fetchone())
    old["needs_manual_grade"] = bool(old["needs_manual_grade"])
    return Change("grade", old["id"], {**old, "manual_score": before}, {"manual_score": score})


def test_what_somebody_changed_meanwhile_is_not_written_over(course: Course, rows: Rows) -> None:
    late = change_of(course, 1.0, before=3.0)
    with pytest.raises(Moved):
        rows.write([change_of(course, 2.0), late])
    assert change_of(course, 0.0).old["manual_score"] is None  # all of it or nothing


class Meddling:
    """Does jobs one by one in this process; somebody marks while the first ones are done."""

    def __init__(self, course: Course, times: int) -> None:
        self._course, self._times = course, times
        self.done = 0
        self.stamps: list[str] = []

    def run(
        self,
        work: Callable[[Job], Outcome],
        pieces: Iterable[Job],
        bound: Bound = FREE,  # noqa: ARG002  # nothing is held to it here
    ) -> Iterator[Done[Job, Outcome]]:
        for piece in pieces:
            made = work(piece)
            self.done += 1
            self.stamps.append((self._course.kept / "graded" / ASSIGNMENT / "partly.json").read_text())
            if self.done <= self._times:
                self._mark()
            yield Done(piece, made)

    def _mark(self) -> None:
        with Gradebook(self._course.directory.db_url) as gradebook:
            grade = gradebook.find_grade("partly", "p1", ASSIGNMENT, "partly")
            grade.manual_score, grade.needs_manual_grade = float(self.done), False
            gradebook.db.commit()


def answer(course: Course, value: str) -> None:
    """Another submission of somebody who was graded before."""
    page = course.root / "submitted" / "partly" / ASSIGNMENT / "p1.ipynb"
    notebook = nbformat.read(page, as_version=4)
    wrong(value)(notebook)
    nbformat.write(notebook, page)


def test_who_is_marked_while_being_graded_is_graded_again_and_keeps_the_mark(course: Course) -> None:
    answer(course, RIGHT)
    hands = Meddling(course, times=1)
    assert grade_course(course, ASSIGNMENT, track=list, hands=hands).graded == ("partly",)
    assert hands.done == 2
    assert hands.stamps[0] == hands.stamps[1]  # what is graded and only being marked counts as graded meanwhile
    with Gradebook(course.directory.db_url) as gradebook:
        grade = gradebook.find_grade("partly", "p1", ASSIGNMENT, "partly")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (1, 3, True)


def test_somebody_who_never_stops_marking_is_asked_to(course: Course) -> None:
    answer(course, "def square(x):\n    return 0")
    report = grade_course(course, ASSIGNMENT, track=list, hands=Meddling(course, times=9))
    assert report.graded == ()
    assert "somebody goes on marking it meanwhile" in dict(report.failed)["partly"]
