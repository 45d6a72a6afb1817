"""A corrected module and a gradebook in which marks hang on the cells of the version before.

nbgrader refuses to add or remove cells once somebody has submitted. So the gradebook is brought to the new version's
cells first: a mark hangs on a row, not on a name, so renaming keeps it; a new cell gets a row in each submission,
waiting to be marked; what goes is written down before it goes, and comes back with its cell.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.answers import known
from kith_facilitator.cells import (
    Cell,
    Key,
    Marks,
    add_cell,
    add_pages,
    built_cells,
    drop_pages,
    known_cells,
    marks_of,
    put_marks,
    remove_cell,
)

__all__ = ["Correction", "archived", "correct", "refuse_moves", "settle"]

#: Stands on each page of Kith's; no answer hangs on it.
_OPENING = "kith-open"


@dataclass(frozen=True)
class Correction:
    """Which cells came, went or were renamed (``old -> new``), and where the marks of those that went are kept.

    ``returned`` are the marks that came back with their cells, by the file in which they had been kept.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    archive: Path | None = None
    marks: int = 0
    returned: Mapping[Path, Sequence[tuple[str, str]]] = field(default_factory=dict)


def refuse_moves(gradebook: Any, module: str, source: Path, *, names: Mapping[str, str], submitted: bool) -> None:
    """Raise KithError where a question of a module that people submitted would stand on another page than before.

    An answer is kept by page. On another page it would be found neither by its writer nor by grading.
    """
    try:
        assignment = gradebook.find_assignment(module)
    except MissingEntry:
        return
    if not (submitted or assignment.submissions):
        return
    wanted: dict[tuple[str, str], set[str]] = {}
    for cell in built_cells(source):
        wanted.setdefault((cell.kind, cell.name), set()).add(cell.page)
    pages = {page for found in wanted.values() for page in found}
    moved = {
        f"“{cell.name}” from {page.name} to {min(now)}"
        for page in assignment.notebooks
        for kind, cell in known_cells(page)
        if cell.name != _OPENING
        and (now := wanted.get((kind, _name_now(cell.name, names)), set()))
        and page.name not in now
    }
    if moved:
        raise KithError(
            f"{module} can't be released: people have submitted it, and their answers are kept by page. It would move "
            f"{', '.join(sorted(moved))}. Put each question back on its page, and give pages the names they had; then "
            "release again. Nothing was changed."
        )
    if assignment.notebooks and not pages & {page.name for page in assignment.notebooks}:
        raise KithError(
            f"{module} can't be released: people have submitted it, and it would keep none of its pages "
            f"({', '.join(sorted(page.name for page in assignment.notebooks))}), so that nobody could be graded. "
            "Keep one of them, or make a new module of it; then release again. Nothing was changed."
        )


def correct(
    gradebook: Any,
    course: Path,
    module: str,
    source: Path,
    *,
    names: Mapping[str, str],
    at: str,
    rehearse: bool = False,
) -> Correction:
    """Bring the gradebook's cells of a module to those of the notebooks built into ``source``.

    ``names`` leads from a prompt's earlier name to the one it has now; marks that go are kept under the moment ``at``.
    Nothing is done before somebody has submitted: then nbgrader does it all. A rehearsal only says what would happen.
    """
    try:
        assignment = gradebook.find_assignment(module)
    except MissingEntry:
        return Correction()
    if not assignment.submissions:
        return Correction()
    try:
        done = _correct(gradebook, assignment, course, source, names, _folder(course, module) / f"{at}.json")
    except BaseException:
        gradebook.db.rollback()
        raise
    correction, marks = done
    if rehearse:
        gradebook.db.rollback()
        return correction
    if correction.archive:
        _write(correction.archive, {"module": module, "marks": marks})
    gradebook.db.commit()
    return correction


def settle(correction: Correction) -> None:
    """Note that marks which came back are in the gradebook again, so that they come back only once."""
    for path, back in correction.returned.items():
        kept = json.loads(path.read_bytes())
        for said in kept["marks"]:
            said["returned"] = bool(said.get("returned")) or (said["student"], said["cell"]) in back
        _write(path, kept)


def archived(course: Path, module: str) -> tuple[int, Path]:
    """How many marks of a module are kept whose cells a correction took out, and in which folder."""
    found = [said for _, kept in _archives(course, module) for said in kept if not said.get("returned")]
    return len(found), _folder(course, module)


def _correct(
    gradebook: Any, assignment: Any, course: Path, source: Path, names: Mapping[str, str], archive: Path
) -> tuple[Correction, list[Marks]]:
    wanted = {cell.key: cell for cell in built_cells(source)}
    pages = {cell.page for cell in wanted.values()}
    renamed = _rename(assignment, wanted, names)
    add_pages(gradebook, assignment, pages)
    there = {(page.name, kind, cell.name): cell for page in assignment.notebooks for kind, cell in known_cells(page)}
    gone = {key: cell for key, cell in there.items() if key not in wanted}
    words = _Words(course, assignment.name, names)
    marks = [
        {**said, "words": words.of(said)} for key, cell in gone.items() for said in marks_of(key, cell) if _says(said)
    ]
    for cell in gone.values():
        remove_cell(gradebook, cell)
    by_name = {page.name: page for page in assignment.notebooks}
    kept = _kept(course, assignment.name, names)
    returned: dict[Path, list[tuple[str, str]]] = {}
    for key, wanted_cell in wanted.items():
        if key not in there:
            made = add_cell(gradebook, by_name[wanted_cell.page], wanted_cell)
            found = kept.get(wanted_cell.name, {}) if wanted_cell.kind != "source" else {}
            back = put_marks(gradebook, made, {student: words.compared(said) for student, (_, said) in found.items()})
            for student in back:
                path, said = found[student]
                returned.setdefault(path, []).append((student, said["cell"]))
    drop_pages(gradebook, assignment, pages)
    return Correction(
        added=_names(wanted.keys() - there.keys()),
        removed=_names(gone.keys()),
        renamed=renamed,
        above=tuple(_above(assignment, wanted)),
        archive=archive if marks else None,
        marks=len(marks),
        returned=returned,
    ), marks


class _Words:
    """Which words of an answer a mark is on, by their hash, under the names that prompts have now."""

    def __init__(self, course: Path, module: str, names: Mapping[str, str]) -> None:
        self._place, self._names = (course, module), names

    def of(self, said: Marks) -> str | None:
        answers = known(*self._place, said["student"])
        prompt = said["cell"].partition("--")[0]
        answer = answers.get(prompt) or answers.get(self._names.get(prompt, prompt))
        return answer.hash if answer else None

    def compared(self, said: Marks) -> Marks:
        """A mark on other words than there are now waits again, as grading would have it."""
        then = said.get("words")
        return {**said, "needs_manual_grade": True} if then and then != self.of(said) else said


def _says(said: Marks) -> bool:
    return said.get("manual_score") is not None or bool(said.get("auto_score") or said.get("comment"))


def _kept(course: Path, module: str, names: Mapping[str, str]) -> dict[str, dict[str, tuple[Path, Marks]]]:
    """By the name a cell has now and by learner: the newest mark that is kept, and the file it is in."""
    found: dict[str, dict[str, tuple[Path, Marks]]] = {}
    for path, marks in _archives(course, module):  # oldest first
        for said in marks:
            if not said.get("returned"):
                found.setdefault(_name_now(said["cell"], names), {})[said["student"]] = (path, said)
    return found


def _archives(course: Path, module: str) -> Iterator[tuple[Path, list[Marks]]]:
    for path in sorted(_folder(course, module).glob("*.json")):
        yield path, json.loads(path.read_bytes())["marks"]


def _folder(course: Path, module: str) -> Path:
    return course / ".kith" / "removed" / module


def _write(path: Path, content: Mapping[str, Any]) -> None:
    write_atomically(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def _rename(assignment: Any, wanted: Mapping[Key, Cell], names: Mapping[str, str]) -> tuple[str, ...]:
    renamed = []
    for page in assignment.notebooks:
        taken = {(kind, cell.name) for kind, cell in known_cells(page)}
        for kind, cell in list(known_cells(page)):
            new = _name_now(cell.name, names)
            if new != cell.name and (page.name, kind, new) in wanted and (kind, new) not in taken:
                renamed.append(f"{cell.name} -> {new}")
                cell.name = new
    return tuple(sorted(set(renamed)))


def _name_now(cell: str, names: Mapping[str, str]) -> str:
    prompt, dashes, rest = cell.partition("--")
    return f"{names.get(prompt, prompt)}{dashes}{rest}"


def _above(assignment: Any, wanted: Mapping[Key, Cell]) -> Iterator[str]:
    """Marks that are more than their criterion gives now."""
    for page in assignment.notebooks:
        for submitted in page.submissions:
            for grade in submitted.grades:
                cell = wanted.get((page.name, "task", grade.name))
                if cell and grade.manual_score is not None and grade.manual_score > cell.facts["max_score"]:
                    most = cell.facts["max_score"]
                    yield f"{submitted.student.id}: {grade.name} has {grade.manual_score:g} of {most:g}"


def _names(keys: Any) -> tuple[str, ...]:
    return tuple(sorted({name for _, _, name in keys}))
