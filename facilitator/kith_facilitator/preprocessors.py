"""Steps of nbgrader's pipelines that are ours: each closes one trap of grading notebooks with widgets.

Every class takes and returns a notebook, as nbconvert's preprocessors do. They run by configuration
(``kith_facilitator.configure``); a course that does without them is still nbgrader's.
"""

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

__all__ = ["ByteLimit", "DropWidgetState", "ProtectAnswers", "Repair", "StderrFilter", "StripWidgetView"]

_VIEW = "application/vnd.jupyter.widget-view+json"


class DropWidgetState(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Removes saved widget state: an author's answers would be released with it, a learner's drafts submitted."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.metadata.pop("widgets", None)
        return nb, resources


class Repair(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Makes a submitted notebook gradable: one cell an id, no id that the gradebook doesn't know.

    A copied cell would stop the grading of everybody after this learner, and an id of an older course
    version crashes the restoring of missing cells. Of several cells with one id the last is kept as the
    graded one, as nbgrader does; the others stay in the notebook as ordinary cells.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        known = self._known(resources["nbgrader"])
        seen: set[str] = set()
        for cell in reversed(nb.cells):
            if "nbgrader" not in cell.metadata:
                continue
            metadata = cell.metadata["nbgrader"]
            grade_id = metadata.get("grade_id") if isinstance(metadata, dict) else None
            if not isinstance(grade_id, str) or grade_id in seen or grade_id not in known:
                self.log.warning("A cell with the id %r was copied or is unknown; it is read as plain text", grade_id)
                del cell.metadata["nbgrader"]
            else:
                seen.add(grade_id)
        return nb, resources

    def _known(self, where: Any) -> set[str]:
        with Gradebook(where["db_url"]) as gradebook:
            try:
                notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            except MissingEntry:
                return set()
            return {cell.name for cell in notebook.source_cells}


class ProtectAnswers(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Makes the submitted answers read-only before any of the learner's code runs."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        folder = Path(resources["metadata"]["path"]) / "responses"
        for path in folder.glob("*.jsonl") if folder.is_dir() and not folder.is_symlink() else ():
            if path.is_file() and not path.is_symlink():
                path.chmod(0o444)
        return nb, resources


class StripWidgetView(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Removes the widget from an output that has another form: a marked page has no kernel to draw it."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if _VIEW in data and len(data) > 1:
                del data[_VIEW]
        return cell, resources


class ByteLimit(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Cuts what a cell printed to a bearable size: nbgrader counts lines, and a line can be 200 MB."""

    max_bytes = Integer(200_000, help="Most characters of one stream output that are kept").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002
        for output in cell.get("outputs", []):
            text = output.get("text")
            if isinstance(text, str) and len(text) > self.max_bytes:
                output["text"] = f"{text[: self.max_bytes]}\n… cut here: {len(text):,} characters were printed"
        return cell, resources


class StderrFilter(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Drops warnings from Kith's own cells: nbgrader gives 0 points to any cell that wrote to stderr."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002
        if "kith" in cell.metadata.get("tags", []) and cell.metadata.get("nbgrader", {}).get("locked"):
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        return cell, resources
