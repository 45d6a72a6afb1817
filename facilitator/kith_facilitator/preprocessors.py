"""Steps of nbgrader's pipelines that are ours: each closes one trap of grading notebooks with widgets.

Every class takes and returns a notebook, as nbconvert's preprocessors do. They run by configuration
(``kith_facilitator.configure``); a course that does without them is still nbgrader's.
"""

import copy
import json
import uuid
from hashlib import sha256
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_task
from traitlets import Integer

from kith_exercises.cards.reflection import text_of
from kith_exercises.journal import read_records
from kith_facilitator.files import write_atomically
from kith_facilitator.notebooks import read_notebook

__all__ = [
    "ByteLimit",
    "CleanComments",
    "DropWidgetState",
    "ProtectAnswers",
    "Repair",
    "StderrFilter",
    "StripWidgetView",
]

_VIEW = "application/vnd.jupyter.widget-view+json"


class DropWidgetState(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Removes saved widget state: an author's answers would be released with it, a learner's drafts submitted."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.metadata.pop("widgets", None)
        return nb, resources


class Repair(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Makes a submitted notebook gradable: one cell an id, no id that the gradebook doesn't know, none missing.

    A copied cell would stop the grading of everybody after this learner, and an id of an older course
    version crashes nbgrader's own restoring of missing cells. Of several cells with one id the last is kept
    as the graded one, as nbgrader does; the others stay in the notebook as ordinary cells. A missing cell
    comes back where the released notebook has it.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        seen = self._keep_one_of_each(nb, self._known(resources["nbgrader"]))
        released = self._released(resources["nbgrader"])
        for place, cell in enumerate(released):
            if _grade_id(cell) and _grade_id(cell) not in seen:
                self.log.warning("The cell %r was missing; it was put back", _grade_id(cell))
                earlier = {_grade_id(before) for before in released[:place]} - {None}
                at = max((i for i, own in enumerate(nb.cells, 1) if _grade_id(own) in earlier), default=0)
                nb.cells.insert(at, _fresh(cell))
        return nb, resources

    def _keep_one_of_each(self, nb: Any, known: set[str]) -> set[str]:
        seen: set[str] = set()
        for cell in reversed(nb.cells):
            if "nbgrader" not in cell.metadata:
                continue
            grade_id = _grade_id(cell)
            if grade_id is None or grade_id in seen or grade_id not in known:
                self.log.warning("A cell with the id %r was copied or is unknown; it is read as plain text", grade_id)
                del cell.metadata["nbgrader"]
            else:
                seen.add(grade_id)
        return seen

    def _known(self, where: Any) -> set[str]:
        with Gradebook(where["db_url"]) as gradebook:
            try:
                notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            except MissingEntry:
                return set()
            return {cell.name for cell in notebook.source_cells}

    def _released(self, where: Any) -> list[Any]:
        """The cells of the released notebook: the gradebook knows them too, but not their order."""
        exporter: Any = self.parent
        coursedir = exporter.parent.coursedir
        folder = coursedir.format_path(coursedir.release_directory, ".", where["assignment"])
        path = Path(folder, f"{where['notebook']}.ipynb")
        return list(read_notebook(path).cells) if path.is_file() else []


def _fresh(cell: Any) -> Any:
    """A copy with a cell id of its own: the learner's notebook may still have the old one."""
    fresh = copy.deepcopy(cell)
    fresh["id"] = uuid.uuid4().hex[:8]
    return fresh


def _grade_id(cell: Any) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    grade_id = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return grade_id if isinstance(grade_id, str) else None


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

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if _VIEW in data and len(data) > 1:
                del data[_VIEW]
        return cell, resources


class ByteLimit(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Cuts what a cell printed to a bearable size: nbgrader counts lines, and a line can be 200 MB."""

    max_bytes = Integer(200_000, help="Most characters of one stream output that are kept").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        for output in cell.get("outputs", []):
            text = output.get("text")
            if isinstance(text, str) and len(text) > self.max_bytes:
                output["text"] = f"{text[: self.max_bytes]}\n… cut here: {len(text):,} characters were printed"
        return cell, resources


class StderrFilter(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Drops warnings from Kith's own cells: nbgrader gives 0 points to any cell that wrote to stderr."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        if "kith" in cell.metadata.get("tags", []) and cell.metadata.get("nbgrader", {}).get("locked"):
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        return cell, resources


class ReflagTasks(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Asks for new marks where an answer changed since it was marked: nbgrader would keep the old ones unseen.

    The old marks stay in view for whoever marks; only the flag comes back. It goes by the hash of the answer,
    so grading the same words again asks for nothing.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where, folder = resources["nbgrader"], Path(resources["metadata"]["path"])
        records = read_records(folder / "responses" / f"{where['notebook']}.jsonl")
        tasks = [task for cell in nb.cells if is_task(cell) and "--" in (task := _grade_id(cell) or "")]
        hashes = {prompt: _hash(text_of(records.of(prompt))) for prompt in {task.split("--")[0] for task in tasks}}
        kept = self._kept(where)
        before: dict[str, str] = json.loads(kept.read_bytes()) if kept.is_file() else hashes
        with Gradebook(where["db_url"]) as gradebook:
            for task in tasks:
                if before.get(task.split("--")[0]) != hashes[task.split("--")[0]]:
                    find = (task, where["notebook"], where["assignment"], where["student"])
                    grade: Any = gradebook.find_grade(*find)
                    grade.needs_manual_grade = True
            gradebook.db.commit()
        write_atomically(kept, json.dumps(hashes).encode())
        return nb, resources

    def _kept(self, where: Any) -> Path:
        exporter: Any = self.parent
        place = Path(exporter.parent.coursedir.root, ".kith", "answers", where["assignment"], where["student"])
        return place / f"{where['notebook']}.json"


def _hash(text: str | None) -> str:
    return sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()


class CleanComments(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Renders a marker's Markdown to HTML that can't run anything: nbgrader's feedback page would pass it raw."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        comment = cell.metadata.get("nbgrader", {}).get("comment")
        if comment:
            cell.metadata.nbgrader["comment"] = nh3.clean(_MARKDOWN.render(comment))
        return cell, resources


_MARKDOWN = MarkdownIt("commonmark", {"html": False})
