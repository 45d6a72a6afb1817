"""A learner's envelope, made from the gradebook, where marks are final, and from what was submitted."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kith_exercises.assessment import criteria_for, own_criterion, replies
from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import Criterion, TextPrompt, load_prompts, load_rubrics, renamed
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, leant_on, suggestions_in
from kith_exercises.journal import Journalled, Record, read_records
from kith_widgets.words import say

__all__ = ["envelope_of", "records_of"]


def envelope_of(gradebook: Any, student: str, module: str, notebook: str, folder: Path) -> Envelope:
    """What the gradebook says about one notebook of one learner; ``folder`` is the graded submission.

    It is not dated yet, and knows nothing of what was issued before.
    """
    prompts = load_prompts(folder / "prompts.toml")
    rubrics = load_rubrics(folder / "rubric.toml")
    records = records_of(folder, notebook)
    page = gradebook.find_submission_notebook(notebook, module, student)
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
