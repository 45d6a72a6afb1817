"""The gradebook that a run writes to: opened before anything is graded, so that what is wrong with it is said once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.plan import NothingToGrade
from kith_facilitator.grading.rows import Rows
from kith_facilitator.reasons import reason_of

__all__ = ["opened", "pages_of", "word_for_gradebook"]

_NAME_ONE = "Name a gradebook as sqlite:////path or postgresql+psycopg2://..., and install its driver."
#: What may stand behind a question mark, too: of a server that is reached by a Unix socket, for one.
_WHERE = ("host", "port", "service")
_ELSE = "If that lies in the work"


def opened(course: Course, module: str) -> Rows:
    """The gradebook of a course. Raises KithError if it can't be used, NothingToGrade if it knows no such module."""
    with _told(course):
        try:
            with Gradebook(str(course.directory.db_url), course.directory.course_id) as book:
                book.find_assignment(module)
        except MissingEntry:
            make = "kith release" if course.home else "nbgrader generate_assignment"
            raise NothingToGrade(f"The gradebook knows no {module}. Run “{make} {module}” first.") from None
        return Rows(course.directory.db_url, course.directory.course_id)


def pages_of(course: Course, module: str) -> int:
    """How many notebooks a module has, 1 if it is not known; the gradebook has its tables afterwards.

    Raises KithError if it can't be used.
    """
    with _told(course), Gradebook(str(course.directory.db_url), course.directory.course_id) as book:
        assignments: Any = book.assignments
        return max((len(found.notebooks) for found in assignments if found.name == module), default=1)


@contextmanager
def _told(course: Course) -> Iterator[None]:
    """What is wrong with a gradebook is a KithError."""
    url = _url(course)
    try:
        yield
    except ImportError as error:
        raise KithError(f"The gradebook at {_shown(url)} needs {error.name}, which is not installed here.") from None
    except ArgumentError:
        raise KithError(f"The gradebook at {_shown(url)} can't be opened. {_NAME_ONE}") from None
    except SQLAlchemyError as error:
        raise KithError(_unusable(url, error)) from None


def word_for_gradebook(course: Course) -> str:
    """What tells one gradebook from another, for stamps; nothing for a home's own. Who signs in there is left out."""
    if course.home:
        return ""
    url = _url(course)
    where = {name: url.query[name] for name in _WHERE if name in url.query}
    return sha256(url.set(username=None, password=None, query=where).render_as_string().encode()).hexdigest()[:16]


def _url(course: Course) -> URL:
    try:
        return make_url(str(course.directory.db_url))
    except (ArgumentError, ValueError):  # its words hold what was given, with a password perhaps
        raise KithError(f"What --db names is no gradebook. {_NAME_ONE}") from None


def _unusable(url: URL, error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or type(error).__name__).strip().partition("\n")[0]
    known = reason_of(f"{type(error).__name__}: {said}")
    if _ELSE not in known and url.get_backend_name() == "sqlite":
        return f"Nothing was done: {known}"
    said = said.replace(url.password, "...") if url.password else said
    return f"The gradebook at {_shown(url)} can't be used: {said}. See that it can be reached, and run this again."


def _shown(url: URL) -> str:
    """The address without who signs in there, and without what is behind a question mark: a password may be there."""
    return re.sub(r"^([\w+]+://)[^/]*@", r"\1", url.set(password=None, query={}).render_as_string())
