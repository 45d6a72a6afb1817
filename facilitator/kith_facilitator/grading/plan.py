"""Whose submission is to be graded, and whose is not: decided before anything is done."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.files import size_of
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.stamps import Stamps

__all__ = ["NothingToGrade", "Plan", "Wishes", "planned"]

_NAMED = 5  # names that a sentence bears


class NothingToGrade(KithError):
    """No submission of a module lies in the course, or the gradebook knows no such module."""


@dataclass(frozen=True)
class Wishes:
    """What whoever grades asked for, beside what nbgrader's own options say.

    ``only_new`` leaves out who was graded before, though their work changed. ``unsafe`` runs what strangers wrote also
    where nothing holds it.
    """

    workers: int | None = None
    only_new: bool = False
    unsafe: bool = False


@dataclass(frozen=True)
class Plan:
    """Who is to be graded, and who has been; ``empty`` is whose submission holds no notebook that was asked for.

    ``left_out`` is whose work changed since it was graded, where only new work is to be. ``large`` is whose submission
    is larger than one may be, which is not even read.
    """

    todo: tuple[str, ...]
    unchanged: tuple[str, ...]
    empty: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    large: tuple[str, ...] = ()


def planned(course: Course, module: str, stamps: Stamps, wishes: Wishes, largest: int) -> Plan:
    """Who is to be graded: nobody whose submission has more bytes. Raises NothingToGrade if nothing was submitted."""
    students = course.students(module)
    if not students and (others := course.everybody(module)):
        raise NothingToGrade(_nobody(course, module, others))
    if not students and course.home:
        raise NothingToGrade(f"No submission of {module} has been collected. Run “kith collect {module}” first.")
    empty = [] if course.home else [student for student in students if not any(_notebooks(course, module, student))]
    if len(empty) == len(students):
        where = course.place("submitted", course.directory.student_id, module)
        raise NothingToGrade(f"No notebook of {module} was found in {where}. Collect it first, or mend its name.")
    large = [student for student in students if _is_larger(course.place("submitted", student, module), largest)]
    rest = [student for student in students if student not in {*empty, *large}]
    todo = [student for student in rest if _is_due(course, module, stamps, wishes, student)]
    done = [student for student in rest if student not in todo]
    left = [student for student in done if wishes.only_new and _is_due(course, module, stamps, Wishes(), student)]
    unchanged = tuple(student for student in done if student not in left)
    return Plan(tuple(todo), unchanged, tuple(empty), tuple(left), tuple(large))


def _nobody(course: Course, module: str, others: list[str]) -> str:
    names = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if len(others) > _NAMED else "")
    return f"Nobody by the name of {course.directory.student_id} has submitted {module}. Who has: {names}."


def _is_due(course: Course, module: str, stamps: Stamps, wishes: Wishes, student: str) -> bool:
    graded = course.place("autograded", student, module)
    if wishes.only_new and stamps.has(student):
        return False
    if not graded.is_dir():
        return True
    if wishes.only_new:
        return stamps.knows(student) or course.home is not None or _is_half_done(course, graded)
    if course.converter.force or course.directory.notebook_id != "*":
        return True  # of single notebooks nbgrader knows which are to be done
    if stamps.knows(student) or course.home:
        return not stamps.is_enough(student, stamps.digest(course.place("submitted", student, module)))
    # Graded by nbgrader itself: it goes by dates, and by whether the folder is there.
    return _is_newer(course, module, student, graded) or _is_half_done(course, graded)


def _is_larger(submitted: Path, largest: int) -> bool:
    try:
        return size_of(submitted) > largest
    except OSError:  # a folder that may not be looked into; grading says so, of that one
        return False


def _is_newer(course: Course, module: str, student: str, graded: Path) -> bool:
    date, submitted = course.directory.get_existing_timestamp, course.place("submitted", student, module)
    paper = submitted / "timestamp.txt"
    if paper.is_symlink() or (paper.exists() and not paper.is_file()):  # to read from a pipe would last for ever
        return True
    try:
        sent, before = date(str(submitted)), date(str(graded))
    except Exception:  # noqa: BLE001  # a date may be whatever a stranger wrote; grading says so
        return True
    return bool(sent and before and sent > before)


def _is_half_done(course: Course, graded: Path) -> bool:
    """Whether nbgrader was cut off here: setting every file's permissions is the last thing that it does."""
    wanted = int(str(course.converter.permissions), 8)
    return any(stat.S_IMODE(path.stat().st_mode) != wanted for path in graded.rglob("*") if path.is_file())


def _notebooks(course: Course, module: str, student: str) -> Iterator[Path]:
    pattern = f"{course.directory.notebook_id}.ipynb"
    for path in course.place("submitted", student, module).iterdir():
        if fnmatch(path.name, pattern):
            yield path
