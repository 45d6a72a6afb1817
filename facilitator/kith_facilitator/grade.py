"""Grading a module: each submission by nbgrader's autograde, one that fails never stopping the others."""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.files import digest_of, read_object
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.reasons import reason_of_file
from kith_facilitator.working import working

__all__ = ["GradeReport", "grade_module", "is_graded", "put_missing_back", "submitted_students"]


@dataclass(frozen=True)
class GradeReport:
    """Who was graded, who was unchanged since the last time, and whose submission failed and why.

    ``noted`` names who was graded although something was missing, and what was done about it.
    """

    graded: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    noted: tuple[tuple[str, str], ...] = ()


def submitted_students(home: Home, module: str) -> list[str]:
    """Everybody whose submission of a module was collected."""
    return sorted(path.parent.name for path in (home.course / "submitted").glob(f"*/{module}") if path.is_dir())


def grade_module(home: Home, module: str, *, track: Callable[[list[str]], Iterable[str]]) -> GradeReport:
    """Grade every collected submission that is new or changed.

    A submission counts as graded only once its grading came to the end, so one that was cut off is done
    again. Raises KithError if nothing was collected, or while something else works in the home.
    """
    with working(home, f"“kith grade {module}”"):
        return _grade_all(home, module, track)


def _grade_all(home: Home, module: str, track: Callable[[list[str]], Iterable[str]]) -> GradeReport:
    students = submitted_students(home, module)
    if not students:
        raise KithError(f"No submission of {module} has been collected. Run “kith collect {module}” first.")
    nbgrader = Nbgrader(home)
    todo = [student for student in students if not is_graded(home, module, student)]
    graded, failed, noted = [], [], []
    for student in track(todo):
        try:
            note = _grade(nbgrader, home, module, student)
        except StepFailed as error:
            failed.append((student, str(error)))
        except OSError as error:  # in this learner's folder, or a disk that may have room for the next one
            failed.append((student, f"Grading {student} failed: {reason_of_file(error)}"))
        else:
            graded.append(student)
            noted += [(student, note)] if note else []
    return GradeReport(tuple(graded), tuple(s for s in students if s not in todo), tuple(failed), tuple(noted))


def _grade(nbgrader: Nbgrader, home: Home, module: str, student: str) -> str:
    """Grade one submission to its end; returns what was put in its place where something was missing, or nothing."""
    put_back = put_missing_back(home, module, student)
    digest = _digest(home, module, student)
    try:
        log = nbgrader.autograde(module, student)
    except StepFailed as error:
        with suppress(OSError):  # what failed is told in any case
            _log(home, module, student, error.log)
        raise
    _log(home, module, student, log)
    write_atomically(_stamp(home, module, student), json.dumps({"digest": digest}).encode())
    return _NOTE.format(names=", ".join(put_back), student=student) if put_back else ""


_NOTE = (
    "{names} was not in the submission. The answers that came were put into the page as it was released; "
    "should something lack, ask {student} to submit again with the page under its first name."
)


def put_missing_back(home: Home, module: str, student: str) -> tuple[str, ...]:
    """Put released notebooks where a submission lacks them, and name them: answers lie beside them, not in them.

    nbgrader would give a notebook that was renamed no points, and never show it. Where neither a notebook
    nor an answer of the module came, there is nothing to grade, and nothing is put there.
    """
    submitted, released = home.course / "submitted" / student / module, home.course / "release" / module
    names = sorted(path.name for path in released.glob("*.ipynb"))
    missing = tuple(name for name in names if not os.path.lexists(submitted / name))
    answered = any((submitted / "responses" / f"{Path(name).stem}.jsonl").is_file() for name in names)
    if not answered and len(missing) == len(names):
        return ()
    for name in missing:
        write_atomically(submitted / name, (released / name).read_bytes())
    return missing


def is_graded(home: Home, module: str, student: str) -> bool:
    """Whether grading of what lies there, against what is released, came to its end."""
    stamp = read_object(_stamp(home, module, student))  # what can't be read is done again, and told if that fails too
    return bool(stamp and stamp.get("digest") == _digest(home, module, student))


def _digest(home: Home, module: str, student: str) -> str:
    """What grading depends on: the submission, and the version of the module that it is graded against."""
    return f"{digest_of(home.course / 'submitted' / student / module)}:{digest_of(home.course / 'release' / module)}"


def _stamp(home: Home, module: str, student: str) -> Path:
    return home.course / ".kith" / "graded" / module / f"{student}.json"


def _log(home: Home, module: str, student: str, text: str) -> None:
    write_atomically(home.logs / "grade" / module / f"{student}.log", text.encode("utf-8", "replace"))
