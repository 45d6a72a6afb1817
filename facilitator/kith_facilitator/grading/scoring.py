"""Points that nbgrader gives by itself, without its traps: nothing of a learner's work scores zero unseen.

Steps of nbgrader's pipeline, as in ``preprocessors``; they come after the notebook was run.
"""

import math
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Integer

__all__ = ["ByteLimit", "SaveScores", "StderrFilter"]


class ByteLimit(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Cuts what a cell put out to a bearable size: nbgrader counts lines, and a line can be 200 MB."""

    max_bytes = Integer(200_000, help="Most characters of one output that are kept").tag(config=True)
    max_outputs = Integer(200, help="Most outputs of one cell that are kept").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        outputs = cell.get("outputs", [])
        if len(outputs) > self.max_outputs:
            cell.outputs = [*outputs[: self.max_outputs - 1], outputs[-1]]  # the last one may be the points
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = self._cut(output["text"])
            if "traceback" in output:
                output["evalue"] = self._cut(output.get("evalue", ""))
                output["traceback"] = [self._cut("\n".join(output["traceback"]))]
            data = output.get("data", {})
            for kind, content in list(data.items()):
                if len(str(content)) > self.max_bytes:
                    del data[kind]
                    data.setdefault("text/plain", "")
                    data["text/plain"] += f"… left out here: {kind}, {len(str(content)):,} characters"
        return cell, resources

    def _cut(self, text: Any) -> Any:
        if not isinstance(text, str) or len(text) <= self.max_bytes:
            return text
        return f"{text[: self.max_bytes]}\n… cut here: {len(text):,} characters were printed"


class StderrFilter(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Takes warnings for what they are: nbgrader gives 0 points to a test that wrote anything to stderr.

    Warnings of Kith's own cells go; those of an author's tests stay to be read, among what was printed.
    """

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        if cell.cell_type == "code" and is_locked(cell):
            if "kith" in cell.metadata.get("tags", []):
                cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
            for output in cell.outputs:
                if output.get("name") == "stderr":
                    output["name"] = "stdout"
        return cell, resources


class SaveScores(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's saving of points, where the points are clear; else a person is asked.

    Not clear are: an answer for a person to read, changed or not, since it may have been given elsewhere on
    the page; a test whose last value is no number, for which nbgrader gives all points; and a number below 0
    or above the most that there are, over which nbgrader gives up.
    """

    def _add_score(self, cell: Any, resources: Any) -> None:
        if _clear(cell):
            super()._add_score(cell, resources)
            return
        find = (cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        grade: Any = self.gradebook.find_grade(*find)
        grade.auto_score, grade.needs_manual_grade = None, True
        self.gradebook.db.commit()

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        result: tuple[Any, Any] = super().preprocess(nb, resources)
        with Gradebook(self.db_url) as gradebook:
            notebook: Any = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            for comment in notebook.comments:
                comment.auto_comment = None
            gradebook.db.commit()
        return result

    def _add_comment(self, cell: Any, resources: Any) -> None:
        """Never nbgrader's “No response.”: it would be said of an answer that stands above the cell."""


def _clear(cell: Any) -> bool:
    """Whether the points of a graded cell follow from what it put out."""
    if not is_grade(cell) or is_solution(cell):
        return False
    outputs = cell.get("outputs", [])
    if any(output["output_type"] == "error" for output in outputs):
        return True
    results = [output for output in outputs if output["output_type"] == "execute_result"]
    return all(_is_score(output.get("data", {}).get("text/plain"), cell) for output in results)


def _is_score(text: Any, cell: Any) -> bool:
    try:
        points = float(text)
    except (TypeError, ValueError):
        return False
    return math.isfinite(points) and 0 <= points <= float(cell.metadata["nbgrader"]["points"])
