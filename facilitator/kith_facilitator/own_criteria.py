"""A learner's own criterion, put where it is marked: the page for marking and the page of feedback show it."""

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_task

from kith_exercises.assessment import own_criterion, put_in_place
from kith_exercises.definitions import load_rubrics
from kith_facilitator.course.criteria import criterion_text, plain
from kith_facilitator.envelopes import records_of
from kith_widgets.words import say

__all__ = ["ShowOwnCriteria"]


class ShowOwnCriteria(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Writes a learner's own criterion into the cell of the one that it replaces; points and marks stay the cell's.

    It comes last when grading: the gradebook has the course's own cells, and each grading puts those back first.
    What the learner wrote is plain text there, whatever is in it.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        folder = Path(resources["metadata"]["path"])
        rubrics = load_rubrics(folder / "rubric.toml")
        records = records_of(folder, resources["nbgrader"]["notebook"])
        for cell in nb.cells:
            prompt, _, id = cell.metadata.get("nbgrader", {}).get("grade_id", "").partition("--")
            own = own_criterion(records.of(prompt)) if is_task(cell) else None
            replaced = next((one for one in rubrics.get(prompt, ()) if own and one.id == id == own.replaces), None)
            if own and replaced:
                place = plain(say("ownInPlace", title=replaced.title))
                cell.source = f"{criterion_text(put_in_place(replaced, own))}\n\n*{place}*"
        return nb, resources
