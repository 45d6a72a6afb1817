"""The gradebook's rows for a module's cells: found, added, removed, and put back as they were.

nbgrader has no way to do this once somebody has submitted; ``correction`` decides what is to happen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

from kith_facilitator.notebooks import read_notebook

__all__ = ["Cell", "Key", "Marks", "Snapshot", "add_cell", "add_pages", "built_cells", "drop_pages", "known_cells"]
__all__ += ["marks_of", "put_back", "put_marks", "remove_cell", "snapshot"]

#: Page, kind and name of a cell. ``kind`` is what it is to nbgrader; one cell can be two kinds.
Key = tuple[str, str, str]
#: What was said about one cell to one learner, as JSON has it.
Marks = dict[str, Any]

_KINDS = {"grade": GradeCell, "solution": SolutionCell, "task": TaskCell, "source": SourceCell}
_FACTS = {
    "grade": ("max_score", "cell_type"),
    "solution": (),
    "task": ("max_score", "cell_type"),
    "source": ("cell_type", "locked", "source", "checksum"),
}
_SCORES = ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")


@dataclass(frozen=True)
class Cell:
    """A cell that nbgrader must know, with the facts that it keeps of this kind."""

    page: str
    kind: str
    name: str
    facts: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.page, self.kind, self.name


@dataclass(frozen=True)
class Snapshot:
    """The cells of a module at one moment, by the ids of their rows, and what was said about each to each learner."""

    cells: Mapping[str, Cell]
    marks: Mapping[Key, Sequence[Marks]]
    pages: frozenset[str] = field(default_factory=frozenset)


def built_cells(source: Path) -> Iterator[Cell]:
    """The cells that nbgrader must know of a module that is built in ``source``."""
    for path in sorted(source.glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            kinds = [
                kind
                for kind, holds in (("grade", is_grade), ("solution", is_solution), ("task", is_task))
                if holds(cell)
            ]
            for kind in (*kinds, "source") if kinds or is_locked(cell) else ():
                keys = cell.metadata["nbgrader"]
                facts = {"max_score": float(keys.get("points", 0)), "cell_type": cell.cell_type, "locked": False}
                yield Cell(path.stem, kind, keys["grade_id"], {k: facts[k] for k in _FACTS[kind] if k in facts})


def known_cells(page: Any) -> Iterator[tuple[str, Any]]:
    """The kind and the row of each cell that the gradebook has of a page."""
    for kind, cells in (
        ("grade", page.grade_cells),
        ("solution", page.solution_cells),
        ("task", page.task_cells),
        ("source", page.source_cells),
    ):
        for cell in cells:
            yield kind, cell


def add_pages(gradebook: Any, assignment: Any, wanted: set[str]) -> None:
    """Add pages, in every submission too."""
    for name in sorted(wanted - {page.name for page in assignment.notebooks}):
        page = Notebook(name=name, assignment=assignment)
        gradebook.db.add(page)
        for submission in assignment.submissions:
            gradebook.db.add(SubmittedNotebook(notebook=page, assignment=submission))
    gradebook.db.flush()


def drop_pages(gradebook: Any, assignment: Any, wanted: set[str]) -> None:
    """Take out pages that are not wanted; their cells and marks are gone by now."""
    gradebook.db.flush()
    for page in [page for page in assignment.notebooks if page.name not in wanted]:
        for submitted in list(page.submissions):
            gradebook.db.delete(submitted)
        gradebook.db.delete(page)
    gradebook.db.flush()
    gradebook.db.expire_all()


def add_cell(gradebook: Any, page: Any, cell: Cell) -> Any:
    """Add a cell, and its place for a mark and a comment in each submission; nbgrader fills in its text."""
    made = _KINDS[cell.kind](name=cell.name, notebook=page, **cell.facts)
    gradebook.db.add(made)
    gradebook.db.flush()
    for submitted in page.submissions if cell.kind != "source" else ():
        if cell.kind in ("grade", "task"):
            gradebook.db.add(Grade(cell_id=made.id, notebook=submitted))
        if cell.kind in ("solution", "task"):
            gradebook.db.add(Comment(cell_id=made.id, notebook=submitted))
    gradebook.db.flush()
    return made


def remove_cell(gradebook: Any, cell: Any) -> None:
    """Remove a cell with everything that was said about it."""
    if isinstance(cell, BaseCell):
        for kind in (Grade, Comment):
            for found in gradebook.db.query(kind).filter(kind.cell_id == cell.id).all():
                gradebook.db.delete(found)
        gradebook.db.flush()
    gradebook.db.delete(cell)
    gradebook.db.flush()


def marks_of(key: Key, cell: Any) -> Iterator[Marks]:
    """What the gradebook has on a cell for each learner, said or not."""
    page, kind, name = key
    if kind == "source":
        return
    comments = {note.notebook_id: note.manual_comment for note in cell.comments or ()}
    if kind == "solution":
        for note in cell.comments or ():
            yield {"student": note.notebook.student.id, "notebook": page, "cell": name, "comment": note.manual_comment}
        return
    for grade in cell.grades or ():
        yield {
            "student": grade.notebook.student.id,
            "notebook": page,
            "cell": name,
            **{score: getattr(grade, score) for score in _SCORES},
            "max_score": cell.max_score,
            "comment": comments.get(grade.notebook_id),
        }


def put_marks(gradebook: Any, cell: Any, marks: Mapping[str, Marks]) -> tuple[str, ...]:
    """Put what was said about a cell back, by learner; who got something back."""
    back = set()
    grades = gradebook.db.query(Grade).filter(Grade.cell_id == cell.id).all()
    comments = gradebook.db.query(Comment).filter(Comment.cell_id == cell.id).all()
    rows: list[Any] = [*grades, *comments]
    for row in rows:
        said = marks.get(row.notebook.student.id)
        if said is None:
            continue
        back.add(str(row.notebook.student.id))
        if type(row) is Comment:
            setattr(row, "manual_comment", said.get("comment"))  # noqa: B010  # its type says Column
        else:
            for score in _SCORES:
                # Archives of the first Kith do not say whether a mark waited.
                setattr(row, score, said.get(score, False if score == "needs_manual_grade" else None))
    gradebook.db.flush()
    return tuple(sorted(back))


def snapshot(gradebook: Any, module: str) -> Snapshot | None:
    """The cells and marks of a module as they are now; None if the gradebook does not have it."""
    try:
        assignment = gradebook.find_assignment(module)
    except MissingEntry:
        return None
    cells, marks = {}, {}
    for page in assignment.notebooks:
        for kind, row in known_cells(page):
            cell = Cell(page.name, kind, row.name, {fact: getattr(row, fact) for fact in _FACTS[kind]})
            cells[row.id] = cell
            marks[cell.key] = tuple(marks_of(cell.key, row))
    return Snapshot(cells, marks, frozenset(page.name for page in assignment.notebooks))


def put_back(gradebook: Any, module: str, before: Snapshot) -> None:
    """Bring the cells of a module back to what they were; a mark that was set since then stays.

    Only on cells that had to be made anew is the mark that of before.
    """
    assignment = gradebook.find_assignment(module)
    add_pages(gradebook, assignment, set(before.pages))
    there = set()
    for page in assignment.notebooks:
        for _, row in list(known_cells(page)):
            known = before.cells.get(row.id)
            if known is None or known.page != page.name:
                remove_cell(gradebook, row)
                continue
            there.add(row.id)
            for fact, value in {"name": known.name, **known.facts}.items():
                setattr(row, fact, value)
    gradebook.db.flush()
    gradebook.db.expire_all()
    pages = {page.name: page for page in assignment.notebooks}
    for id, cell in before.cells.items():
        if id not in there:
            made = add_cell(gradebook, pages[cell.page], cell)
            if cell.kind != "source":
                put_marks(gradebook, made, {said["student"]: said for said in before.marks[cell.key]})
    drop_pages(gradebook, assignment, set(before.pages))
    gradebook.db.commit()
