"""Steps of nbgrader's pipelines that are ours: each closes one trap of grading notebooks with widgets.

Every class takes and returns a notebook, as nbconvert's preprocessors do. They run by configuration
(``kith_facilitator.configure``); a course that does without them is still nbgrader's.
"""

import copy
import shutil
import stat
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_solution, is_task

from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.journal import read_records
from kith_facilitator.answers import changed_answers, keep_answers, sent_at
from kith_facilitator.notebooks import read_notebook

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = [
    "CleanComments",
    "DropWidgetState",
    "ProtectAnswers",
    "ReflagTasks",
    "Repair",
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
    comes back where the released notebook has it, and what a learner is not to change is as it was released.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.cells = [cell for cell in nb.cells if isinstance(cell, dict) and isinstance(cell.get("metadata"), dict)]
        known = self._known(resources["nbgrader"])
        seen = self._keep_one_of_each(nb, known)
        released = released_cells(self, resources["nbgrader"])
        self._restore(nb, {id: cell for cell in released if (id := _grade_id(cell))})
        for place, cell in enumerate(released):
            if _grade_id(cell) in known - seen:
                self.log.warning("The cell %r was missing; it was put back", _grade_id(cell))
                earlier = {_grade_id(before) for before in released[:place]} - {None}
                at = max((i for i, own in enumerate(nb.cells, 1) if _grade_id(own) in earlier), default=0)
                nb.cells.insert(at, _fresh(cell, nb))
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

    def _restore(self, nb: Any, released: Mapping[str, Any]) -> None:
        """Whatever came with a graded cell is as released, but for the words of an answer."""
        for place, cell in enumerate(nb.cells):
            model = released.get(_grade_id(cell) or "")
            if model is None:
                continue
            nb.cells[place] = _fresh(model, nb)
            if is_solution(model) and isinstance(cell.get("source"), str):
                nb.cells[place].source = cell.source

    def _known(self, where: Any) -> set[str]:
        with Gradebook(where["db_url"]) as gradebook:
            try:
                notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            except MissingEntry:
                return set()
            return {cell.name for cell in notebook.source_cells}


def released_cells(step: Any, where: Any) -> list[Any]:
    """The cells of the released notebook: the gradebook knows them too, but not their order."""
    path = _place(step, "release_directory", ".", where) / f"{where['notebook']}.ipynb"
    return list(read_notebook(path).cells) if path.is_file() else []


def _place(step: Any, directory: str, student: str, where: Any) -> Path:
    """A folder of the course that a step of grading works for."""
    coursedir = step.parent.parent.coursedir
    return Path(coursedir.format_path(getattr(coursedir, directory), student, where["assignment"]))


def _fresh(cell: Any, nb: Any) -> Any:
    """A copy with a cell id of its own, each time the same: the learner's notebook may still have the old one."""
    fresh, there = copy.deepcopy(cell), {one.get("id") for one in nb.cells}
    ids = (sha256(f"{number} {_grade_id(cell)}".encode()).hexdigest()[:8] for number in count())
    fresh["id"] = next(id for id in ids if id not in there)
    return fresh


def _grade_id(cell: Any) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    grade_id = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return grade_id if isinstance(grade_id, str) else None


class ProtectAnswers(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Puts the answers in place as they were submitted, and read-only, before a learner's code runs and after.

    So neither that code nor a file left in the course's source can change what is marked.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where = resources["nbgrader"]
        submitted = _place(self, "submitted_directory", where["student"], where) / "responses"
        folder = Path(resources["metadata"]["path"]) / "responses"
        answers = _answers(submitted)
        if answers is None or answers != _answers(folder, only=True):
            _put(answers, folder)
        return nb, resources


def _answers(folder: Path, *, only: bool = False) -> Mapping[str, bytes] | None:
    """The journals in a folder; None if there is no such folder, or it has ``only`` to hold what is protected."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    there = list(folder.iterdir())
    journals = [path for path in there if path.suffix == ".jsonl" and stat.S_ISREG(path.lstat().st_mode)]
    if only and (len(journals) < len(there) or any(stat.S_IMODE(path.stat().st_mode) != 0o444 for path in journals)):
        return None
    return {path.name: path.read_bytes() for path in journals}


def _put(answers: Mapping[str, bytes] | None, folder: Path) -> None:
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink(missing_ok=True)
    else:
        shutil.rmtree(folder)
    if answers is not None:
        folder.mkdir()
        for name, content in answers.items():
            (folder / name).write_bytes(content)
            (folder / name).chmod(0o444)


class StripWidgetView(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Removes the widget from an output that has another form: a marked page has no kernel to draw it."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if _VIEW in data and len(data) > 1:
                del data[_VIEW]
        return cell, resources


class ReflagTasks(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Asks for new marks where an answer changed since it was marked: nbgrader would keep the old ones unseen.

    The old marks stay in view for whoever marks; only the flag comes back. It goes by the hash of the answer,
    so grading the same words again asks for nothing.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        where, folder = resources["nbgrader"], Path(resources["metadata"]["path"])
        module, student, notebook = where["assignment"], where["student"], where["notebook"]
        names = renamed(load_prompts(folder / "prompts.toml"))
        records = read_records(folder / "responses" / f"{notebook}.jsonl", names)
        tasks = [task for cell in nb.cells if is_task(cell) and "--" in (task := _grade_id(cell) or "")]
        texts = {prompt: text_of(records.of(prompt)) for prompt in {task.split("--")[0] for task in tasks}}
        exporter: Any = self.parent
        course = Path(exporter.parent.coursedir.root)
        changed = changed_answers(course, module, student, notebook, texts)
        with Gradebook(where["db_url"]) as gradebook:
            for task in tasks:
                if task.split("--")[0] in changed:
                    grade: Any = gradebook.find_grade(task, notebook, module, student)
                    grade.needs_manual_grade = True
            gradebook.db.commit()
        keep_answers(course, module, student, notebook, texts, sent_at(course, module, student))
        return nb, resources


class CleanComments(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Renders a marker's Markdown to HTML that can't run anything: nbgrader's feedback page would pass it raw."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        comment = cell.metadata.get("nbgrader", {}).get("comment")
        if comment:
            cell.metadata.nbgrader["comment"] = nh3.clean(_markdown().render(comment))
        return cell, resources


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here, since grading imports this module and has no comment to render

    return MarkdownIt("commonmark", {"html": False})
