"""Feedback: nbgrader's page for each learner, carrying the envelope that widgets read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import Criterion, TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import CriterionMark, Envelope, Feedback, seal
from kith_exercises.journal import read_records, utc_now
from kith_facilitator.files import write_atomically
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_widgets.words import say

__all__ = ["FeedbackExporter", "FeedbackReport", "give_feedback"]


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page with our envelope at its end; set as ``GenerateFeedback.exporter_class``."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> Any:
        """The page and its resources; the envelope is made from the gradebook, where marks are final."""
        page, resources = super().from_notebook_node(nb, resources, **kwargs)
        where = resources.get("nbgrader", {})
        if not where:
            return page, resources
        envelope = _envelope(where, Path(resources["metadata"]["path"]))
        script = seal(replace(envelope, issued=self._issued(envelope)))
        head, end, tail = page.rpartition("</body>")
        return (f"{head}{script}\n{end}{tail}" if end else page + script), resources

    def _issued(self, envelope: Envelope) -> str:
        """When just this was first said: issuing it again is no news."""
        converter: Any = self.parent
        place = Path(converter.coursedir.root, ".kith", "feedback", envelope.module, envelope.student)
        kept, content = place / f"{envelope.notebook}.json", sha256(seal(envelope).encode()).hexdigest()
        if kept.is_file() and (known := json.loads(kept.read_bytes()))["content"] == content:
            return str(known["issued"])
        issued = utc_now()
        write_atomically(kept, json.dumps({"content": content, "issued": issued}).encode())
        return issued


@dataclass(frozen=True)
class FeedbackReport:
    """Who got feedback, who is not fully marked yet, and whose feedback could not be made."""

    given: tuple[str, ...]
    waiting: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def give_feedback(home: Home, module: str, *, track: Callable[[list[str]], Iterable[str]]) -> FeedbackReport:
    """Write and release feedback for everybody whose work on ``module`` is marked; running twice is safe."""
    nbgrader = Nbgrader(home)
    with nbgrader.gradebook() as gradebook:
        marked = {s.student.id: not s.needs_manual_grade for s in gradebook.assignment_submissions(module)}
    given, failed = [], []
    for student in track(sorted(student for student, done in marked.items() if done)):
        try:
            nbgrader.generate_feedback(module, student)
            nbgrader.release_feedback(module, student)
            given.append(student)
        except StepFailed as error:
            failed.append((student, str(error)))
    waiting = sorted(student for student, done in marked.items() if not done)
    return FeedbackReport(tuple(given), tuple(waiting), tuple(failed))


def _envelope(where: Mapping[str, Any], folder: Path) -> Envelope:
    prompts = load_prompts(folder / "prompts.toml")
    rubrics = load_rubrics(folder / "rubric.toml")
    records = read_records(folder / "responses" / f"{where['notebook']}.jsonl")
    with Gradebook(where["db_url"]) as gradebook:
        submission = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
        grades = {grade.name: grade for grade in submission.grades}
        comments = {comment.name: comment.comment or "" for comment in submission.comments}
        feedback = {
            id: Feedback(text_of(records.of(id)) or "", _marks(id, rubrics[id], grades, comments))
            for id, prompt in prompts.items()
            if isinstance(prompt, TextPrompt) and id in rubrics and f"{id}--{rubrics[id][0].id}" in grades
        }
    return Envelope(where["student"], where["assignment"], where["notebook"], "", feedback)


def _marks(
    prompt: str, criteria: tuple[Criterion, ...], grades: Mapping[str, Any], comments: Mapping[str, str]
) -> tuple[CriterionMark, ...]:
    return tuple(
        _mark(criterion, grades[cell], comments.get(cell, ""))
        for criterion in criteria
        if (cell := f"{prompt}--{criterion.id}") in grades
    )


def _mark(criterion: Criterion, grade: Any, comment: str) -> CriterionMark:
    points = grade.manual_score
    level = say("notMarked") if points is None else criterion.level(points)
    return CriterionMark(criterion.id, criterion.title, points, grade.max_score, level, comment)
