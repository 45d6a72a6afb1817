"""A corrected module and a gradebook in which marks hang on the cells of the version before.

nbgrader refuses to add or remove cells once somebody has submitted. So the gradebook is brought to the new version's
cells first: a mark hangs on a row, not on a name, so renaming keeps it; a new cell gets a row in each submission,
waiting to be marked; what goes is written down before it goes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from kith_facilitator.files import write_atomically
from kith_facilitator.notebooks import read_notebook

__all__ = ["Correction", "correct"]


@dataclass(frozen=True)
class Correction:
    """Which cells came, went or were renamed (``old -> new``), and where the marks of those that went are kept."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    archive: Path | None = None
    marks: int = 0


@dataclass(frozen=True)
class _Cell:
    """A cell that nbgrader must know: ``kind`` is what it is to nbgrader; one cell can be two kinds."""

    notebook: str
    kind: str
    name: str
    points: float
    cell_type: str


_KINDS = {"grade": GradeCell, "solution": SolutionCell, "task": TaskCell, "source": SourceCell}


def correct(gradebook: Any, module: str, source: Path, *, names: Mapping[str, str], archive: Path) -> Correction:
    """Bring the gradebook's cells of a module to those of the notebooks built into ``source``.

    ``names`` leads from a prompt's earlier name to the one it has now; ``archive`` is a file for marks that go.
    Nothing is done before somebody has submitted: then nbgrader does it all.
    """
    try:
        assignment = gradebook.find_assignment(module)
    except MissingEntry:
        return Correction()
    if not assignment.submissions:
        return Correction()
    wanted = {(cell.notebook, cell.kind, cell.name): cell for cell in _cells(source)}
    renamed = _rename(assignment, wanted, names)
    _add_notebooks(gradebook, assignment, {cell.notebook for cell in wanted.values()})
    gradebook.db.flush()
    there = {(page.name, kind, cell.name): cell for page in assignment.notebooks for kind, cell in _known(page)}
    gone = {key: cell for key, cell in there.items() if key not in wanted}
    marks = [mark for key, cell in gone.items() if key[1] != "source" for mark in _marks(key, cell)]
    if marks:
        content = {"module": module, "marks": marks}
        write_atomically(archive, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
    for cell in gone.values():
        _remove(gradebook, cell)
    pages = {page.name: page for page in assignment.notebooks}
    for key, cell in wanted.items():
        if key not in there:
            _add(gradebook, pages[cell.notebook], cell)
    gradebook.db.flush()
    _drop_notebooks(gradebook, assignment, {cell.notebook for cell in wanted.values()})
    above = tuple(_above(assignment, wanted))
    gradebook.db.commit()
    return Correction(
        added=_names(wanted.keys() - there.keys()),
        removed=_names(gone.keys()),
        renamed=renamed,
        above=above,
        archive=archive if marks else None,
        marks=len(marks),
    )


def _cells(source: Path) -> Iterator[_Cell]:
    for path in sorted(source.glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            kinds = [
                kind
                for kind, holds in (("grade", is_grade), ("solution", is_solution), ("task", is_task))
                if holds(cell)
            ]
            for kind in (*kinds, "source") if kinds or is_locked(cell) else ():
                keys = cell.metadata["nbgrader"]
                yield _Cell(path.stem, kind, keys["grade_id"], float(keys.get("points", 0)), cell.cell_type)


def _known(page: Any) -> Iterator[tuple[str, Any]]:
    for kind, cells in (
        ("grade", page.grade_cells),
        ("solution", page.solution_cells),
        ("task", page.task_cells),
        ("source", page.source_cells),
    ):
        for cell in cells:
            yield kind, cell


def _rename(assignment: Any, wanted: Mapping[tuple[str, str, str], _Cell], names: Mapping[str, str]) -> tuple[str, ...]:
    renamed = []
    for page in assignment.notebooks:
        taken = {(kind, cell.name) for kind, cell in _known(page)}
        for kind, cell in list(_known(page)):
            prompt, dashes, rest = cell.name.partition("--")
            new = f"{names.get(prompt, prompt)}{dashes}{rest}"
            if new != cell.name and (page.name, kind, new) in wanted and (kind, new) not in taken:
                renamed.append(f"{cell.name} -> {new}")
                cell.name = new
    return tuple(sorted(set(renamed)))


def _add_notebooks(gradebook: Any, assignment: Any, wanted: set[str]) -> None:
    for name in sorted(wanted - {page.name for page in assignment.notebooks}):
        page = Notebook(name=name, assignment=assignment)
        gradebook.db.add(page)
        for submission in assignment.submissions:
            gradebook.db.add(SubmittedNotebook(notebook=page, assignment=submission))


def _drop_notebooks(gradebook: Any, assignment: Any, wanted: set[str]) -> None:
    """Their cells and marks are gone by now."""
    for page in [page for page in assignment.notebooks if page.name not in wanted]:
        for submitted in list(page.submissions):
            gradebook.db.delete(submitted)
        gradebook.db.delete(page)
    gradebook.db.flush()
    gradebook.db.expire_all()


def _add(gradebook: Any, page: Any, cell: _Cell) -> None:
    """Add a cell, and its place for a mark and a comment in each submission; nbgrader fills in its text."""
    facts: dict[str, Any] = {"name": cell.name, "notebook": page}
    if cell.kind in ("grade", "task"):
        facts |= {"max_score": cell.points, "cell_type": cell.cell_type}
    if cell.kind == "source":
        facts |= {"cell_type": cell.cell_type, "locked": False, "source": ""}
    made = _KINDS[cell.kind](**facts)
    gradebook.db.add(made)
    gradebook.db.flush()
    for submitted in page.submissions if cell.kind != "source" else ():
        if cell.kind in ("grade", "task"):
            gradebook.db.add(Grade(cell_id=made.id, notebook=submitted))
        if cell.kind in ("solution", "task"):
            gradebook.db.add(Comment(cell_id=made.id, notebook=submitted))


def _remove(gradebook: Any, cell: Any) -> None:
    if isinstance(cell, BaseCell):
        for kind in (Grade, Comment):
            for found in gradebook.db.query(kind).filter(kind.cell_id == cell.id).all():
                gradebook.db.delete(found)
        gradebook.db.flush()
    gradebook.db.delete(cell)
    gradebook.db.flush()


def _marks(key: tuple[str, str, str], cell: Any) -> Iterator[dict[str, Any]]:
    """What was said about a cell to each learner, as far as anything was."""
    notebook, kind, name = key
    for grade in cell.grades or () if kind != "solution" else ():
        comments = {note.notebook_id: note.manual_comment for note in cell.comments or ()}
        comment = comments.get(grade.notebook_id)
        if grade.manual_score is not None or grade.auto_score or comment:
            yield {
                "student": grade.notebook.student.id,
                "notebook": notebook,
                "cell": name,
                "manual_score": grade.manual_score,
                "auto_score": grade.auto_score,
                "extra_credit": grade.extra_credit,
                "max_score": cell.max_score,
                "comment": comment,
            }
    for note in cell.comments or () if kind == "solution" else ():
        if note.manual_comment:
            student = note.notebook.student.id
            yield {"student": student, "notebook": notebook, "cell": name, "comment": note.manual_comment}


def _above(assignment: Any, wanted: Mapping[tuple[str, str, str], _Cell]) -> Iterator[str]:
    """Marks that are more than their criterion gives now."""
    for page in assignment.notebooks:
        for submitted in page.submissions:
            for grade in submitted.grades:
                cell = wanted.get((page.name, "task", grade.name))
                if cell and grade.manual_score is not None and grade.manual_score > cell.points:
                    yield f"{submitted.student.id}: {grade.name} has {grade.manual_score:g} of {cell.points:g}"


def _names(keys: Any) -> tuple[str, ...]:
    return tuple(sorted({name for _, _, name in keys}))
