"""What being late takes off, put into the gradebook as nbgrader's own penalty.

Lateness goes by when the words that count were first submitted (``cohort.late``). nbgrader's plugin works one
notebook at a time and only when grading; marks come later, so penalties are also put right after that.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy.orm import selectinload

from kith_exercises.files import write_atomically
from kith_facilitator.cohort import Cohort, due_for, keep_cohort, late, load_cohort, utc
from kith_facilitator.files import read_object
from kith_facilitator.home import Home, open_home
from kith_facilitator.nbgrader_api import Nbgrader

__all__ = ["LatePenalty", "Penalty", "apply_penalties", "cohort_now", "days", "shares"]


class LatePenalty(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's hook for late work, by the policy of ``cohort.toml``; set as ``AssignLatePenalties.plugin_class``."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:  # noqa: ARG002
        """The points taken off the notebook that is being graded; nbgrader's own count of seconds is not used."""
        step: Any = self.parent
        home = open_home(Path(step.parent.parent.coursedir.root).parent)
        cohort = _adopted(home, load_cohort(home), step.gradebook)
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

    A due date that was set in formgrader since is adopted (``agree.follow_formgrader`` says so).
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
        for submission in _submissions(gradebook, assignment):
            student = submission.student_id
            own = due_for(cohort, module, student)
            submission.extension = own - due if own and due and own != due else None
            scores = _scores(submission)
            behind = late(home, module, student, cohort=cohort)
            penalty = _put(submission, shares(scores, cohort.late.owed(behind, sum(scores.values()))))
            if penalty.before != penalty.after:
                moved.append(penalty)
        gradebook.db.commit()
    _keep_written(home, {**_written(home), module: _iso(due)})
    return tuple(sorted(moved, key=lambda penalty: penalty.student))


def _submissions(gradebook: Any, assignment: Any) -> Iterable[Any]:
    """All submissions of a module with their notebooks and scores, in two queries however many there are."""
    found = gradebook.db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id)
    pages: Any = selectinload(SubmittedAssignment.notebooks)
    return found.options(pages.undefer(SubmittedNotebook.score)).all()  # type: ignore[no-any-return]


def cohort_now(home: Home) -> Cohort:
    """What is agreed, with the due dates that somebody set in formgrader since Kith last wrote them there."""
    with Nbgrader(home).gradebook() as gradebook:
        return _adopted(home, load_cohort(home), gradebook)


def shares(scores: Mapping[str, float], owed: float) -> dict[str, float]:
    """What is taken off each notebook, in their order, until ``owed`` is reached; never more than it has."""
    taken: dict[str, float] = {}
    for notebook, score in sorted(scores.items()):
        taken[notebook] = max(0.0, min(owed - sum(taken.values()), score))
    return {notebook: points for notebook, points in taken.items() if points}


def _adopted(home: Home, cohort: Cohort, gradebook: Any) -> Cohort:
    written, due = _written(home), dict(cohort.due)
    for found in gradebook.assignments:
        at = found.duedate.replace(tzinfo=UTC).astimezone() if found.duedate else None
        if found.name in written and _iso(at) == written[found.name]:
            continue
        if at is not None and (found.name in written or found.name not in due):
            due[found.name] = at
        elif found.name in written:  # without a note, as an earlier Kith left it, no date says nothing
            due.pop(found.name, None)
    return replace(cohort, due=due)


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _written(home: Home) -> dict[str, str | None]:
    """The due date of each module as Kith last put it into the gradebook: one that differs was set in formgrader."""
    return read_object(home.course / ".kith" / "due.json")


def _keep_written(home: Home, dates: Mapping[str, str | None]) -> None:
    write_atomically(home.course / ".kith" / "due.json", json.dumps(dates, indent=1, sort_keys=True).encode())


def _scores(submission: Any) -> dict[str, float]:
    return {page.name: page.score for page in submission.notebooks}


def _put(submission: Any, taken: Mapping[str, float]) -> Penalty:
    before = sum(page.late_submission_penalty or 0 for page in submission.notebooks)
    for page in submission.notebooks:
        if page.late_submission_penalty != taken.get(page.name):
            page.late_submission_penalty = taken.get(page.name)
    return Penalty(submission.student_id, before, sum(taken.values()))


def days(late: timedelta | None) -> float:
    """Days, as a table has them."""
    return round(late / timedelta(days=1), 2) if late else 0
