"""A notebook as nbgrader wants it, from a text that says only what is particular to it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.nbgraderformat import MetadataValidator, ValidationError

from kith_exercises.calls import SHOWS
from kith_exercises.definitions import Criterion
from kith_facilitator.course.criteria import criterion_text
from kith_facilitator.course.finding import Finding, SourceError
from kith_facilitator.course.source import KithCall, SourceCell, read_source

__all__ = ["Planned", "build_notebook", "plan_cells"]

Rubrics = Mapping[str, tuple[Criterion, ...]]

_OPEN = 'import kith_exercises\n\nkith = kith_exercises.open("{name}")'
_LOCKED = {"deletable": False, "editable": False}
_KEYS = frozenset({"grade_id", "grade", "solution", "locked", "task", "points", "schema_version", "cell_type"})
_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


@dataclass(frozen=True)
class Planned:
    """A cell of the built notebook and the source cell that it came from or, if ``generated``, stands after."""

    cell: NotebookNode
    origin: SourceCell | None
    generated: bool = False

    @property
    def keys(self) -> Mapping[str, Any]:
        """The keys for nbgrader, all filled in; empty for a cell that nbgrader does not know."""
        keys: Mapping[str, Any] = self.cell.metadata.get("nbgrader", {})
        return keys


def build_notebook(text: str, name: str, rubrics: Rubrics) -> NotebookNode:
    """The notebook ``"module/notebook"`` that ``text`` (md:myst) describes; the same text gives the same bytes.

    Raises SourceError, which names file and cell.
    """
    planned = plan_cells(read_source(text, f"{name}.md"), name, rubrics)
    _validate(planned, f"{name}.md")
    notebook: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]  # nbformat is typed in part
        cells=[each.cell for each in planned],
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "kith": {"notebook": name},
        },
    )
    _name_cells(notebook)
    return notebook


def plan_cells(cells: tuple[SourceCell, ...], name: str, rubrics: Rubrics) -> tuple[Planned, ...]:
    """The cells of the built notebook: the opening one, the author's, and one for each criterion of a prompt."""
    planned = [Planned(_opening_cell(name), None, generated=True)]
    for cell in cells:
        planned.append(Planned(_cell(cell), cell))
        if cell.call and cell.call.word == "reflection":
            planned += [Planned(task, cell, generated=True) for task in _criteria_cells(cell.call.prompt, rubrics)]
    return tuple(planned)


def _opening_cell(name: str) -> NotebookNode:
    keys = _filled({"grade_id": "kith-open"}, locked=True)
    return _folded(_new_cell("code", _OPEN.format(name=name), {"nbgrader": keys}))


def _new_cell(kind: str, text: str, metadata: Mapping[str, Any]) -> NotebookNode:
    cell: NotebookNode = _NEW[kind](text, metadata=metadata)  # type: ignore[no-untyped-call]  # nbformat again
    return cell


def _cell(source: SourceCell) -> NotebookNode:
    metadata = {key: value for key, value in source.metadata.items() if key != "nbgrader"}
    keys = _nbgrader(source)
    if keys:
        metadata["nbgrader"] = keys
    elif source.call:
        metadata |= _LOCKED  # as nbgrader does with the cells that it locks
    elif source.kind == "markdown":
        # Or a double click turns the text into its source, with what is folded in it.
        metadata = {**_LOCKED, **metadata}
    cell = _new_cell(source.kind, source.text, metadata)
    return _folded(cell) if source.call else cell


def _nbgrader(source: SourceCell) -> dict[str, Any] | None:
    written = source.metadata.get("nbgrader")
    if written is None and (source.call is None or not source.call.asks):
        return None  # a call without a prompt is nothing to grade, and may come and go after a release
    if not isinstance(written, dict | None):
        raise SourceError(source.finding("“nbgrader” must be a table", "write it as nbgrader: {grade_id: why}"))
    written = {key: value for key, value in (written or {}).items() if key != "checksum"}
    for key in sorted(written.keys() - _KEYS):
        raise SourceError(source.finding(f"nbgrader has no key “{key}”", f"use one of {', '.join(sorted(_KEYS))}"))
    short = {**_keys_of_call(source.call), **written}
    keys = _filled(short, locked=bool(short.get("task") or (short.get("grade") and not short.get("solution"))))
    if (keys["grade"] or keys["task"]) and "points" not in keys:
        raise SourceError(source.finding("this cell is graded but has no points", "add them: points: 1"))
    return keys


def _keys_of_call(call: KithCall | None) -> dict[str, Any]:
    match call:
        case None | KithCall(_, "") | KithCall("player", _):
            return {}
        case KithCall("complete"):
            return {"grade_id": f"{_asked(call)}--done", "grade": True, "locked": True, "points": 1}
        case KithCall(word) if word in SHOWS:
            return {"grade_id": _asked(call), "locked": True}
        case KithCall(word):
            return {"grade_id": f"{_asked(call)}--{word}", "locked": True}


def _asked(call: KithCall) -> str:
    """A prompt, or a part of one, as cells are named."""
    return f"{call.prompt}--{call.part}" if call.part else call.prompt


def _filled(keys: Mapping[str, Any], *, locked: bool) -> dict[str, Any]:
    defaults = {"grade": False, "solution": False, "locked": locked, "task": False}
    return {**defaults, **keys, "schema_version": 3}


def _folded(cell: NotebookNode) -> NotebookNode:
    """The same cell with its code out of the way, tagged as one that only shows something of Kith's."""
    cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}
    cell.metadata["tags"] = sorted({*cell.metadata.get("tags", ()), "kith"})
    return cell


def _criteria_cells(prompt: str, rubrics: Rubrics) -> Iterator[NotebookNode]:
    for criterion in rubrics.get(prompt, ()):
        keys = {"grade_id": f"{prompt}--{criterion.id}", "task": True, "points": criterion.max_points}
        yield _new_cell("markdown", criterion_text(criterion), {"nbgrader": _filled(keys, locked=True)})


def _validate(planned: tuple[Planned, ...], file: str) -> None:
    """Ask nbgrader's own validator now, while the cell can still be named."""
    validator = MetadataValidator()
    seen: set[str] = set()
    for each in planned:
        grade_id = each.keys.get("grade_id")
        if grade_id in seen:
            raise SourceError(_at(each, file, f"grade_id “{grade_id}” appears twice", "rename one"))
        try:
            validator.validate_cell(each.cell)
        except ValidationError as error:
            problem = f"nbgrader refuses this cell: {str(error).splitlines()[0]}"
            raise SourceError(_at(each, file, problem, "mend its nbgrader keys")) from None
        if grade_id:
            seen.add(grade_id)


def _at(planned: Planned, file: str, message: str, remedy: str) -> Finding:
    return planned.origin.finding(message, remedy) if planned.origin else Finding(file, None, None, message, remedy)


def _name_cells(notebook: NotebookNode) -> None:
    """Give each cell the same id in every build: from its grade_id, or else from what it says and how often before."""
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        key = f"grade_id {grade_id}" if grade_id else f"{cell.cell_type} {cell.source}"
        seen[key] = seen.get(key, 0) + 1
        cell["id"] = hashlib.sha256(f"{seen[key]} {key}".encode()).hexdigest()[:16]
