"""Feedback pages for any nbgrader course, many at once: as ``nbgrader generate_feedback`` makes them in turn."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from glob import escape, glob

from nbgrader.api import Gradebook

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.coming import Coming
from kith_facilitator.feedback_pages import FeedbackPages
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.pool import Pool, cores
from kith_facilitator.reasons import reason_of

__all__ = ["PagesReport", "write_pages"]


@dataclass(frozen=True)
class PagesReport:
    """Whose pages were made, and whose could not be and why."""

    made: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Piece:
    settings: Settings
    module: str
    student: str


def write_pages(
    course: Course,
    module: str,
    *,
    track: Callable[[Collection[str]], Iterable[str]],
    workers: int | None = None,
) -> PagesReport:
    """Make everybody's pages on a module anew, in the course's feedback folder; who can fetch them is left to nbgrader.

    Raises KithError if nobody was graded.
    """
    students = _graded(course, module)
    if not students:
        raise KithError(f"Nothing of {module} is graded in {course.root}. Run “kith grade {module}” there first.")
    with Gradebook(course.directory.db_url, course.directory.course_id):
        pass  # so that its tables are there
    pieces = [_Piece(course.settings, module, student) for student in students]
    failed: dict[str, str] = {}

    def finished(pool: Pool) -> Iterator[str]:
        for done in pool.run(_write, pieces):
            error, log = done.made if done.made is not None else (done.error, done.log)
            if error:
                failed[done.piece.student] = reason_of(error, log)
                path = course.logs.parent / "feedback" / module / f"{done.piece.student}.log"
                write_atomically(path, f"{log}\n{error}".encode("utf-8", "replace"))
            yield done.piece.student

    with Pool(min(workers or cores(), len(pieces))) as pool:
        made = set(track(Coming(finished(pool), len(pieces)))) - failed.keys()
    return PagesReport(tuple(sorted(made)), tuple(sorted(failed.items())))


def _graded(course: Course, module: str) -> list[str]:
    directory = course.directory
    step = directory.autograded_directory
    which = directory.format_path(step, "(?P<student>.*)", re.escape(module), escape=True)
    places = glob(directory.format_path(step, "*", escape(module)))  # noqa: PTH207  # the pattern may begin anywhere
    named = (re.fullmatch(which, place, re.DOTALL) for place in places)
    return sorted({found["student"] for found in named if found})


def _write(piece: _Piece) -> tuple[str, str]:
    """Make one student's pages; a traceback if that failed, and what nbgrader said."""
    said = _pages(piece.settings).write(piece.module, piece.student)
    return ("" if said["success"] else str(said["error"])), str(said.get("log") or "")


@cache
def _pages(settings: Settings) -> FeedbackPages:
    course = Course(settings)
    return FeedbackPages(course.directory, course.app)
