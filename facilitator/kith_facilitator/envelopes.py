"""A learner's envelope, made from the gradebook, where marks are final, and from what was submitted."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Comment, Grade, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload, undefer

from kith_exercises.assessment import criteria_for, own_criterion, replies
from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import Criterion, TextPrompt, load_prompts, load_rubrics, renamed
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, leant_on, suggestions_in
from kith_exercises.journal import Journalled, Record, read_records
from kith_widgets.words import say

__all__ = ["envelope_from", "envelope_of", "marked_page", "marked_submissions", "records_of"]


def envelope_of(gradebook: Any, student: str, module: str, notebook: str, folder: Path) -> Envelope:
    """What the gradebook says about one notebook of one learner; ``folder`` is the graded submission.

    It is not dated yet, and knows nothing of what was issued before.
    """
    return envelope_from(gradebook.find_submission_notebook(notebook, module, student), student, module, folder)


def envelope_from(page: Any, student: str, module: str, folder: Path) -> Envelope:
    """The same of a submitted notebook's row in the gradebook."""
    notebook = page.name
    prompts = load_prompts(folder / "prompts.toml")
    rubrics = load_rubrics(folder / "rubric.toml")
    records = records_of(folder, notebook)
    grades = {grade.name: grade for grade in page.grades}
    comments = {comment.name: comment.comment or "" for comment in page.comments}
    feedback = {}
    for id, prompt in prompts.items():
        if isinstance(prompt, TextPrompt) and id in rubrics:
            text = text_of(records.of(id)) or ""
            marks = tuple(_marks(id, text, rubrics[id], records.of(id), grades, comments))
            if marks:
                read = tuple(asdict(reply) for reply in replies(records.of(id)))
                feedback[id] = Feedback(text, marks, read)
    return Envelope(student, module, notebook, "", feedback)


def marked_submissions(gradebook: Any, module: str) -> list[Any]:
    """Everybody's submission of a module with all marks and comments, in as few queries for many as for one."""
    pages = selectinload(_SUBMISSION.notebooks).options(*_marks_of_a_page())
    found = gradebook.db.query(_SUBMISSION).join(_MODULE).filter(_MODULE.name == module).options(pages)
    return sorted(found, key=lambda submission: str(submission.student_id))


def marked_page(gradebook: Any, notebook: str, module: str, student: str) -> Any:
    """One submitted notebook with all marks and comments; None if there is none."""
    found = gradebook.db.query(_PAGE).join(_NOTEBOOK).join(_SUBMISSION).join(_MODULE)
    found = found.filter(_NOTEBOOK.name == notebook, _MODULE.name == module, _SUBMISSION.student_id == student)
    scores = undefer(_PAGE.score), undefer(_PAGE.max_score)
    return found.options(*scores, *_marks_of_a_page()).one_or_none()


def _marks_of_a_page() -> tuple[Any, ...]:
    grades = selectinload(_PAGE.grades).options(undefer(_GRADE.max_score), selectinload(_GRADE.cell))
    return selectinload(_PAGE.notebook), grades, selectinload(_PAGE.comments).selectinload(_COMMENT.cell)


#: nbgrader's tables, whose columns are no types' business.
_MODULE: Any = Assignment
_NOTEBOOK: Any = Notebook
_SUBMISSION: Any = SubmittedAssignment
_PAGE: Any = SubmittedNotebook
_GRADE: Any = Grade
_COMMENT: Any = Comment


def records_of(folder: Path, notebook: str) -> Journalled:
    """What was submitted for a notebook, under the names that its questions have in the graded version."""
    names = renamed(load_prompts(folder / "prompts.toml"))
    return read_records(folder / "responses" / f"{notebook}.jsonl", names)


def _marks(
    prompt: str,
    text: str,
    criteria: tuple[Criterion, ...],
    records: tuple[Record, ...],
    grades: Mapping[str, Any],
    comments: Mapping[str, str],
) -> Iterator[CriterionMark]:
    own = own_criterion(records)
    for criterion in criteria_for(criteria, records):
        cell = f"{prompt}--{criterion.id}"
        if cell in grades:
            replaced = own is not None and own.replaces == criterion.id
            yield _mark(criterion, grades[cell], comments.get(cell, ""), text, own=replaced)


def _mark(criterion: Criterion, grade: Any, comment: str, read: str, *, own: bool) -> CriterionMark:
    points = grade.manual_score
    level = say("notMarked") if points is None else criterion.level(points)
    said, sentence = leant_on(comment, read)
    said, suggested = suggestions_in(said)
    return CriterionMark(
        id=criterion.id,
        title=criterion.title,
        points=points,
        max_points=grade.max_score,
        level=level,
        comment=said,
        own=own,
        suggestions=suggested,
        sentence=sentence,
    )
