"""The gradebook as the desk needs it: read fresh, one query a table, and marked just as formgrader marks.

What is set here is what formgrader shows, and the other way round: both write the same two rows of a task cell.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from kith_facilitator.home import Home
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["Book", "Mark", "Marks"]


@dataclass(frozen=True)
class Mark:
    """One criterion of one answer in the gradebook."""

    grade: str
    comment_row: str | None
    points: float | None
    auto: float | None
    needs: bool
    max_points: float
    comment: str

    @property
    def done(self) -> bool:
        """Whether somebody has marked it, and the answer is still the one that was marked."""
        return self.points is not None and not self.needs

    @property
    def revised(self) -> bool:
        """Whether it was marked, and asks to be looked at again."""
        return self.points is not None and self.needs


@dataclass(frozen=True)
class Book:
    """All marks of one module: by learner and notebook, by the name of the task cell. And what learners are called."""

    marks: Mapping[tuple[str, str], Mapping[str, Mark]]
    names: Mapping[str, str]
    #: The notebook in which each task cell stands.
    notebooks: Mapping[str, str]
    #: Who is late by the due date that stands in the gradebook.
    late: frozenset[str] = frozenset()


class Marks:
    """The gradebook of a home, opened once and read anew each time."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._path = home.course / "gradebook.db"
        self._open: tuple[int, Any] | None = None

    def read(self, module: str) -> Book:
        """Everything that the gradebook has on a module; nothing where there is no gradebook yet."""
        if not self._path.is_file() or (self._open is None and not _is_made(self._path)):
            return Book({}, {}, {})
        with self._session() as db:
            cells = _cells(db, module)
            pages = _pages(db, module)
            comments = _comments(db, module)
            names = {
                row.id: _called(row) for row in db.execute(select(*_columns(Student, "id", "first_name last_name")))
            }
            marks: dict[tuple[str, str], dict[str, Mark]] = {page: {} for page in pages.values()}
            for row in _of_module(db, module, Grade, "manual_score auto_score needs_manual_grade"):
                if row.cell_id in cells and row.notebook_id in pages:
                    cell = cells[row.cell_id]
                    comment = comments.get((row.notebook_id, row.cell_id))
                    marks[pages[row.notebook_id]][cell.name] = Mark(
                        grade=row.id,
                        comment_row=comment.id if comment else None,
                        points=row.manual_score,
                        auto=row.auto_score,
                        needs=bool(row.needs_manual_grade),
                        max_points=cell.max_score,
                        comment=(comment.manual_comment or comment.auto_comment or "") if comment else "",
                    )
            late = frozenset(_late(db, module))
        return Book(marks, names, {cell.name: cell.notebook for cell in cells.values()}, late)

    def set_points(self, mark: Mark, points: float | None, *, needs: bool | None = None) -> None:
        """Set or clear the points, as formgrader does; undo gives ``needs`` to bring back what was."""
        with self._session() as db:
            grade = db.get(Grade, mark.grade)
            if grade is None:
                raise Refused(say("deskNoAnswer"))
            grade.manual_score = points
            unset = points is None and grade.auto_score is None
            grade.needs_manual_grade = unset if needs is None else needs
            db.commit()

    def set_comment(self, mark: Mark, text: str) -> None:
        """Set the comment; an empty one is none."""
        with self._session() as db:
            comment = db.get(Comment, mark.comment_row) if mark.comment_row else None
            if comment is None:
                raise Refused(say("deskNoAnswer"))
            comment.manual_comment = text or None
            db.commit()

    def close(self) -> None:
        """Let go of the file; doing it twice is harmless."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """A session that holds no lock afterwards."""
        try:
            gradebook = self._gradebook()
            try:
                yield gradebook.db
            finally:
                gradebook.db.remove()
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise Refused(say("deskBusy")) from None
            raise

    def _gradebook(self) -> Any:
        """The open gradebook; opened anew if another file has taken its place."""
        place = self._path.stat().st_ino
        if self._open is None or self._open[0] != place:
            self.close()
            self._open = (place, Gradebook(f"sqlite:///{self._path}", self._home.course_id))
        return self._open[1]


def _is_made(path: Path) -> bool:
    """Whether nbgrader has made the gradebook to its end: opening it earlier would make the same tables beside it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return db.execute("SELECT 1 FROM course").fetchone() is not None  # which comes last
    except sqlite3.OperationalError as error:
        return "locked" in str(error)  # somebody works in it; whoever asks is told so


def _columns(table: Any, *names: str) -> list[Any]:
    return [getattr(table, name) for part in names for name in part.split()]


def _is(module: str) -> Any:
    """The condition that an assignment is this module; nbgrader's columns have no types."""
    assignment: Any = Assignment
    return assignment.name == module


def _cells(db: Any, module: str) -> dict[str, Any]:
    """The task cells of a module, by their ids."""
    found = db.execute(
        select(TaskCell.id, BaseCell.__table__.c.name, TaskCell.__table__.c.max_score, Notebook.name.label("notebook"))
        .select_from(TaskCell.__table__)
        .join(BaseCell.__table__, BaseCell.__table__.c.id == TaskCell.__table__.c.id)
        .join(Notebook, Notebook.id == BaseCell.__table__.c.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(_is(module))
    )
    return {row.id: row for row in found}


def _pages(db: Any, module: str) -> dict[str, tuple[str, str]]:
    """Whose notebook each submitted one is: learner and notebook, by its id."""
    found = db.execute(
        select(SubmittedNotebook.id, SubmittedAssignment.student_id, Notebook.name)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(_is(module))
    )
    return {row.id: (row.student_id, row.name) for row in found}


def _of_module(db: Any, module: str, table: Any, columns: str) -> Any:
    """The rows of grades or comments on what was submitted for a module."""
    return db.execute(
        select(*_columns(table, "id cell_id notebook_id", columns))
        .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(_is(module))
    )


def _late(db: Any, module: str) -> Iterator[str]:
    """Who submitted after the due date and whatever longer they have."""
    found = db.execute(
        select(*_columns(SubmittedAssignment, "student_id timestamp extension"), *_columns(Assignment, "duedate"))
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(_is(module))
    )
    for row in found:
        if row.duedate and row.timestamp and row.timestamp - row.duedate > (row.extension or timedelta()):
            yield row.student_id


def _comments(db: Any, module: str) -> dict[tuple[str, str], Any]:
    found = _of_module(db, module, Comment, "manual_comment auto_comment")
    return {(row.notebook_id, row.cell_id): row for row in found}


def _called(row: Any) -> str:
    """A learner's name as the roster has it, with the id that formgrader shows."""
    name = " ".join(part for part in (row.first_name, row.last_name) if part)
    return f"{name} ({row.id})" if name else str(row.id)
