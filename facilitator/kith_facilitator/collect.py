"""Collecting what learners submitted."""

from dataclasses import dataclass

from kith_facilitator.grading.stamps import submitted_students
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.working import working

__all__ = ["CollectReport", "collect_module"]


@dataclass(frozen=True)
class CollectReport:
    """Who is collected now, who of them for the first time, and what was refused and why."""

    collected: tuple[str, ...]
    new: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def collect_module(home: Home, module: str) -> CollectReport:
    """Take in the newest submission of everybody; running twice changes nothing. Raises KithError while others work."""
    with working(home, f"“kith collect {module}”"):
        before = set(submitted_students(home, module))
        refused = Nbgrader(home).collect(module)
        now = submitted_students(home, module)
    return CollectReport(tuple(now), tuple(student for student in now if student not in before), tuple(refused))
