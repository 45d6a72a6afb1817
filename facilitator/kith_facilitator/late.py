"""What being late takes off, put into the gradebook as nbgrader's own penalty.

Lateness goes by when the words that count were first submitted (``cohort.late``). nbgrader's plugin works one
notebook at a time and only when grading; marks come later, so penalties are also put right after that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import LateSubmissionPlugin

from kith_facilitator.cohort import Cohort, due_for, keep_cohort, late, load_cohort, utc
from kith_facilitator.home import Home, open_home
from kith_facilitator.nbgrader_api import Nbgrader

__all__ = ["LatePenalty", "Penalty", "apply_penalties", "cohort_now", "days", "shares"]


class LatePenalty(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's hook for late work, by the policy of ``cohort.toml``; set as ``AssignLatePenalties.plugin_class``."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:  # noqa: ARG002
        """The points taken off the notebook that is being graded; nbgrader's own count of seconds is not used."""
        step: Any = self.parent
        home = open_home(Path(step.parent.parent.coursedir.root).parent)
        cohort = _adopted(load_cohort(home), step.gradebook)
        scores = _scores(step.gradebook.find_submission(step.assignment_id, student_id))
        behind = late(home, step.assignment_id, student_id, cohort=cohort)
        return shares(scores, cohort.late.owed(behind, sum(scores.values()))).get(step.notebook_id)


@dataclass(frozen=True)
class Penalty:
    """What was taken off one learner's module, and what is now."""

    student: str
    before: float
    after: float


def apply_penalties(home: Home, module: str, *, cohort: Cohort | None = None) -> tuple[Penalty, ...]:
    """Bring due date, extensions and penalties of a module in the gradebook up to ``cohort.toml``; who it moved.

    A due date that was set in formgrader is adopted where ``cohort.toml`` has none.
    """
    moved = []
    if cohort is None:
        cohort = cohort_now(home)
        if cohort != load_cohort(home):
            keep_cohort(home, cohort)
    with Nbgrader(home).gradebook() as gradebook:
        try:
            assignment = gradebook.find_assignment(module)
        except MissingEntry:
            return ()
        due = cohort.due.get(module)
        assignment.duedate = utc(due) if due else None
        for submission in assignment.submissions:
            student = submission.student.id
            own = due_for(cohort, module, student)
            submission.extension = own - due if own and due and own != due else None
            scores = _scores(submission)
            behind = late(home, module, student, cohort=cohort)
            penalty = _put(submission, shares(scores, cohort.late.owed(behind, sum(scores.values()))))
            if penalty.before != penalty.after:
                moved.append(penalty)
        gradebook.db.commit()
    return tuple(sorted(moved, key=lambda penalty: penalty.student))


def cohort_now(home: Home) -> Cohort:
    """What is agreed, with due dates that were set in formgrader where ``cohort.toml`` has none."""
    with Nbgrader(home).gradebook() as gradebook:
        return _adopted(load_cohort(home), gradebook)


def shares(scores: Mapping[str, float], owed: float) -> dict[str, float]:
    """What is taken off each notebook, in their order, until ``owed`` is reached; never more than it has."""
    taken: dict[str, float] = {}
    for notebook, score in sorted(scores.items()):
        taken[notebook] = max(0.0, min(owed - sum(taken.values()), score))
    return {notebook: points for notebook, points in taken.items() if points}


def _adopted(cohort: Cohort, gradebook: Any) -> Cohort:
    dates = {found.name: found.duedate for found in gradebook.assignments if found.duedate is not None}
    found = {name: at.replace(tzinfo=UTC).astimezone() for name, at in dates.items() if name not in cohort.due}
    return replace(cohort, due={**cohort.due, **found})


def _scores(submission: Any) -> dict[str, float]:
    return {page.name: page.score for page in submission.notebooks}


def _put(submission: Any, taken: Mapping[str, float]) -> Penalty:
    before = sum(page.late_submission_penalty or 0 for page in submission.notebooks)
    for page in submission.notebooks:
        page.late_submission_penalty = taken.get(page.name)
    return Penalty(submission.student.id, before, sum(taken.values()))


def days(late: timedelta | None) -> float:
    """Days, as a table has them."""
    return round(late / timedelta(days=1), 2) if late else 0
