"""Grading a module: each submission by nbgrader's autograde, one that fails never stopping the others."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.files import digest_of, write_atomically
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed

__all__ = ["GradeReport", "grade_module", "submitted_students"]


@dataclass(frozen=True)
class GradeReport:
    """Who was graded, who was unchanged since the last time, and whose submission failed and why."""

    graded: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def submitted_students(home: Home, module: str) -> list[str]:
    """Everybody whose submission of a module was collected."""
    return sorted(path.parent.name for path in (home.course / "submitted").glob(f"*/{module}") if path.is_dir())


def grade_module(home: Home, module: str, *, track: Callable[[list[str]], Iterable[str]]) -> GradeReport:
    """Grade every collected submission that is new or changed.

    A submission counts as graded only once its grading came to the end, so one that was cut off is done
    again. Raises KithError if nothing was collected.
    """
    students = submitted_students(home, module)
    if not students:
        raise KithError(f"No submission of {module} has been collected. Run “kith collect {module}” first.")
    nbgrader = Nbgrader(home)
    todo = [student for student in students if not _is_graded(home, module, student)]
    graded, failed = [], []
    for student in track(todo):
        digest = _digest(home, module, student)
        try:
            log = nbgrader.autograde(module, student)
        except StepFailed as error:
            _log(home, module, student, error.log)
            failed.append((student, str(error)))
            continue
        _log(home, module, student, log)
        write_atomically(_stamp(home, module, student), json.dumps({"digest": digest}).encode())
        graded.append(student)
    return GradeReport(tuple(graded), tuple(s for s in students if s not in todo), tuple(failed))


def _is_graded(home: Home, module: str, student: str) -> bool:
    try:
        stamp = json.loads(_stamp(home, module, student).read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return bool(stamp.get("digest") == _digest(home, module, student))


def _digest(home: Home, module: str, student: str) -> str:
    """What grading depends on: the submission, and the version of the module that it is graded against."""
    return f"{digest_of(home.course / 'submitted' / student / module)}:{digest_of(home.course / 'release' / module)}"


def _stamp(home: Home, module: str, student: str) -> Path:
    return home.course / ".kith" / "graded" / module / f"{student}.json"


def _log(home: Home, module: str, student: str, text: str) -> None:
    write_atomically(home.logs / "grade" / module / f"{student}.log", text.encode("utf-8", "replace"))
