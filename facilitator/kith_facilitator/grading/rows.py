"""The rows of the gradebook that grading one submission reads and changes.

nbgrader grades in a gradebook of its own for each submission, so that many can be graded at once; what it changed there
is then written to the course's gradebook, in one transaction. SQLite or PostgreSQL, nothing here depends on it.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from nbgrader.api import Base, Gradebook
from sqlalchemy import Connection, Engine, Row, Table, create_engine, delete, insert, select, update
from sqlalchemy.pool import StaticPool

from kith_facilitator.grading.job import Change

__all__ = ["Moved", "Rows", "changes_between", "read_rows"]

_TABLES: Mapping[str, Table] = Base.metadata.tables
#: What a course is made of; grading reads it.
_COURSE = (
    "course",
    "assignment",
    "notebook",
    "base_cell",
    "grade_cells",
    "solution_cells",
    "task_cells",
    "source_cell",
)
#: What belongs to a student, each after what it points to; with ``course``, where nbgrader notes its default one.
_STUDENT = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
_WRITTEN = ("course", *_STUDENT)
#: Rows that another program may have made meanwhile, and that are as good as ours.
_SHARED = ("course", "student")

Found = dict[str, list[dict[str, Any]]]


class Moved(Exception):  # no error: it is graded once more
    """Somebody changed a row of this submission while it was being graded."""


class Rows:
    """The gradebook of a course, open for as long as a module is graded."""

    def __init__(self, url: str, course_id: str) -> None:
        with Gradebook(url, course_id):  # makes the tables, and the course's own row, if they are not there
            pass
        # Asked before each use: a server that began anew meanwhile knows no connection of before.
        self._engine: Engine = create_engine(url, pool_pre_ping=True)
        self._scratch: Engine = create_engine("sqlite://", poolclass=StaticPool)
        with self._engine.connect() as book:
            course = {name: _all(book.execute(select(_TABLES[name]))) for name in _COURSE}
        self._assignments = [row["id"] for row in course["assignment"]]
        self._notebooks = [row["id"] for row in course["notebook"]]
        names = {row["id"]: row["name"] for row in course["assignment"]}
        self._pages = Counter(names[row["assignment_id"]] for row in course["notebook"])
        self._cells: dict[str, list[str]] = {}
        for row in course["base_cell"]:
            self._cells.setdefault(row["notebook_id"], []).append(row["id"])
        with self._scratch.connect() as scratch:
            Base.metadata.create_all(scratch)
            _put(scratch, course)
            scratch.commit()
            self._template: bytes = _raw(scratch).serialize()

    def close(self) -> None:
        """Close the gradebook; doing it twice is harmless."""
        self._engine.dispose()
        self._scratch.dispose()

    def pages(self, module: str) -> int:
        """How many notebooks a module has."""
        return self._pages[module]

    def of(self, student: str) -> bytes:
        """A gradebook with nobody but this student in it."""
        with self._engine.connect() as book:
            found = self._read(book, student)
        with self._scratch.connect() as scratch:
            _raw(scratch).deserialize(self._template)
            _put(scratch, found)
            scratch.commit()
            made: bytes = _raw(scratch).serialize()
        return made

    def write(self, changes: Sequence[Change], *, before: Callable[[], None] = lambda: None) -> None:
        """Write what grading changed, all of it or nothing. Raises Moved if a row is no longer as it was read.

        ``before`` is called when it is known that all of it can be written, and nothing is yet.
        """
        with self._engine.begin() as book:
            for change in changes:
                _write(book, change)
            before()

    def _read(self, book: Connection, student: str) -> Found:
        """By the columns that nbgrader's tables are sorted by, so that it costs the same in a book of any size."""
        t = _TABLES
        work, page, grade, comment = (t[name] for name in _STUDENT[1:])
        found: Found = {"student": _all(book.execute(select(t["student"]).where(t["student"].c.id == student)))}
        mine = (work.c.assignment_id.in_(self._assignments), work.c.student_id == student)
        found["submitted_assignment"] = _all(book.execute(select(work).where(*mine)))
        works = [row["id"] for row in found["submitted_assignment"]]
        pages = (page.c.notebook_id.in_(self._notebooks), page.c.assignment_id.in_(works))
        found["submitted_notebook"] = _all(book.execute(select(page).where(*pages)))
        found["grade"], found["comment"] = [], []
        for row in found["submitted_notebook"]:
            cells = self._cells.get(row["notebook_id"], [])
            for name, table in (("grade", grade), ("comment", comment)):
                where = (table.c.cell_id.in_(cells), table.c.notebook_id == row["id"])
                found[name] += _all(book.execute(select(table).where(*where)))
        return found


def read_rows(gradebook: Engine) -> Found:
    """Every row that grading may change, in a gradebook of one student."""
    with gradebook.connect() as book:
        return {name: _all(book.execute(select(_TABLES[name]))) for name in _WRITTEN}


def changes_between(before: Found, after: Found) -> tuple[Change, ...]:
    """What is to be written so that a gradebook that is as before becomes as after."""
    made: list[Change] = []
    for name in _WRITTEN:
        old = {row["id"]: row for row in before[name]}
        new = {row["id"]: row for row in after[name]}
        for key, row in new.items():
            if key not in old:
                made.append(Change(name, key, None, row))
            elif row != old[key]:
                differs = {column: value for column, value in row.items() if value != old[key][column]}
                made.append(Change(name, key, old[key], differs))
    for name in reversed(_WRITTEN):
        gone = {row["id"]: row for row in before[name]}
        for row in after[name]:
            gone.pop(row["id"], None)
        made += [Change(name, key, row, None) for key, row in gone.items()]
    return tuple(made)


def _write(book: Connection, change: Change) -> None:
    table = _TABLES[change.table]
    if change.old is None:
        if change.table in _SHARED and book.execute(select(table.c.id).where(table.c.id == change.key)).first():
            return
        book.execute(insert(table), dict(change.new or {}))
        return
    # By its key first: the rest finds no index in PostgreSQL.
    same = (table.c[column].is_not_distinct_from(value) for column, value in change.old.items() if column != "id")
    unmoved = [table.c.id == change.key, *same]
    if change.new is None:
        done = book.execute(delete(table).where(*unmoved))
    else:
        done = book.execute(update(table).where(*unmoved).values(dict(change.new)))
    if done.rowcount != 1:
        raise Moved


def _put(book: Connection, found: Found) -> None:
    for name, rows in found.items():
        if rows:
            book.execute(insert(_TABLES[name]), rows)


def _all(rows: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]


def _raw(book: Connection) -> sqlite3.Connection:
    driver: Any = book.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
