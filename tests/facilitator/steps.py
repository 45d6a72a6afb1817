"""The round of a module for one learner, step by step."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from kith_exercises import KithError
from kith_exercises.journal import Journal
from kith_facilitator.cli import app
from kith_facilitator.collect import collect_module
from kith_facilitator.feedback import FeedbackReport, give_feedback
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.grading.report import GradeReport
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.small_course import MODULE, NOTEBOOK, PROMPT, fetched

__all__ = ["feedback", "folder_of", "grade", "kith", "mark", "penalty", "sent", "submit", "write"]


def kith(*words: str, home: Path, expect_code: int = 0) -> str:
    """What a command says, run in this process: tests/lab.py has the same in one of its own."""
    done = CliRunner().invoke(app, words, env={"KITH_HOME": str(home)})
    refused = isinstance(done.exception, KithError)
    assert (2 if refused else done.exit_code) == expect_code, f"{done.output}\n{done.exception!r}"
    return str(done.exception) if refused else done.output


def folder_of(home: Home, learner: str) -> Path:
    """The learner's assignment folder, fetched if it is not there."""
    folder = home.simulated / learner / "assignments" / MODULE
    return folder if folder.exists() else fetched(home, learner)


def write(home: Home, learner: str, event: str, value: Any, prompt: str = PROMPT) -> None:
    """One record in the learner's journal."""
    Journal.open(folder_of(home, learner), MODULE, NOTEBOOK).write(prompt, event, value, reach="facilitator")


def submit(home: Home, learner: str, text: str | None = "My words") -> Path:
    """The learner writes, submits, and is collected."""
    folder = folder_of(home, learner)
    if text is not None:
        write(home, learner, "text", text)
    Nbgrader(home, learner=learner).submit(MODULE)
    collect_module(home, MODULE)
    return folder


def sent(home: Home, learner: str, at: str) -> None:
    """Date the submission that was collected; grading takes the date from there."""
    (home.course / "submitted" / learner / MODULE / "timestamp.txt").write_text(at)


def grade(home: Home) -> GradeReport:
    """As ``kith grade``."""
    return grade_course(Course.of(home), MODULE, track=list)


def feedback(home: Home, *, again: bool = False) -> FeedbackReport:
    """As ``kith feedback``."""
    return give_feedback(home, MODULE, track=list, again=again)


def mark(
    home: Home, learner: str, points: Mapping[str, float] | float = 1, comment: str = "Which record was it?"
) -> None:
    """What formgrader does when a facilitator enters marks, by criterion or the same on each, and a comment on each."""

    def given(cell: str) -> float | None:
        criterion = cell.partition("--")[2]
        if isinstance(points, Mapping):
            return points.get(criterion)
        return None if criterion in ("", "done") else points

    with Nbgrader(home).gradebook() as gradebook:
        page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
        for cell in page.grades:
            found = given(cell.name)
            if found is not None:
                cell.manual_score, cell.needs_manual_grade = found, False
        for note in page.comments:
            if given(note.name) is not None:
                note.manual_comment = comment
        gradebook.db.commit()


def penalty(home: Home, learner: str) -> float | None:
    """What nbgrader takes off for being late."""
    with Nbgrader(home).gradebook() as gradebook:
        found: float | None = gradebook.find_submission(MODULE, learner).late_submission_penalty
        return found
