"""Feedback pages for any nbgrader course, many at once: as ``nbgrader generate_feedback`` makes them in turn."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kith_exercises import KithError
from kith_facilitator.coming import Coming
from kith_facilitator.feedback_pages import FeedbackPages
from kith_facilitator.files import write_privately
from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.gradebook import pages_of
from kith_facilitator.grading.pool import Pool, cores
from kith_facilitator.grading.protecting import bound_of
from kith_facilitator.reasons import as_log, heard, reason_of

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

    Raises KithError if nobody was graded, or the gradebook can't be used.
    """
    students = course.students(module, "autograded")
    if not students:
        raise KithError(f"Nothing of {module} is graded in {course.root}. Run “kith grade {module}” there first.")
    most = pages_of(course, module)
    pieces = [_Piece(course.settings, module, student) for student in students]
    failed: dict[str, str] = {}

    def finished(pool: Pool) -> Iterator[str]:
        for done in pool.run(_write, pieces, bound_of(course, most, graded=False)):
            error, log = done.made if done.made is not None else (done.error, done.log)
            if error:
                failed[done.piece.student] = reason = reason_of(error)
                path = course.logs.parent / "feedback" / module / f"{done.piece.student}.log"
                write_privately(path, as_log(reason, log, error))
            yield done.piece.student

    with Pool(min(workers or cores(), len(pieces))) as pool:
        made = set(track(Coming(finished(pool), len(pieces)))) - failed.keys()
    return PagesReport(tuple(sorted(made)), tuple(sorted(failed.items())))


def _write(piece: _Piece) -> tuple[str, str]:
    """Make one student's pages; why that failed, if it did, and what nbgrader said."""
    pages = _pages(piece.settings)
    with heard(pages.log) as errors:
        said = pages.write(piece.module, piece.student)
    log = str(said.get("log") or "")
    return ("", log) if said["success"] else ("\n".join(errors) or str(said["error"]), f"{log}\n{said['error']}")


@cache
def _pages(settings: Settings) -> FeedbackPages:
    course = Course(settings)
    return FeedbackPages(course.directory, course.app)
