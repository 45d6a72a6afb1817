"""Collecting what learners submitted."""

from dataclasses import dataclass

from kith_facilitator.grading.stamps import submitted_students
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.working import working

__all__ = ["CollectReport", "collect_module"]


@dataclass(frozen=True)
class CollectReport:
    """Who is collected now, of whom something came that was not here, and what was refused and why."""

    collected: tuple[str, ...]
    new: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def collect_module(home: Home, module: str) -> CollectReport:
    """Take in the newest submission of everybody; running twice changes nothing. Raises KithError while others work."""
    with working(home, f"“kith collect {module}”"):
        before = _sent(home, module)
        refused = Nbgrader(home).collect(module)
        now = _sent(home, module)
    new = tuple(student for student, at in now.items() if before.get(student) != at)
    return CollectReport(tuple(now), new, tuple(refused))


def _sent(home: Home, module: str) -> dict[str, bytes]:
    """When everybody submitted what is collected of them, as nbgrader notes it beside their work."""
    notes = {
        student: home.course / "submitted" / student / module / "timestamp.txt"
        for student in submitted_students(home, module)
    }
    return {student: note.read_bytes() if note.is_file() else b"" for student, note in notes.items()}
