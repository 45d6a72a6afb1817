"""What grading and feedback made of a course, so that it can be held beside what another made of the same."""

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from nbgrader.api import Gradebook

__all__ = ["Points", "made", "points", "unlike"]

#: Each file by its path: who may do what with it, and what it holds.
Made = Mapping[str, tuple[int, bytes]]

#: By cell: what nbgrader gave, what a person gave, and whether one is asked to.
Points = Mapping[str, tuple[float | None, float | None, bool]]

#: When a cell was asked for, began and ended, as nbclient notes it in a page: no two runs have the same.
_TIME = re.compile(rb'("(?:iopub|shell)\.[a-z_.]+": )"[-0-9T:.]+Z"')


def made(folder: Path, *others: re.Pattern[bytes]) -> Made:
    """Every file of a step of the course, but for the times of its run; of ``others``, only the first group stays."""
    found = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    for pattern in (_TIME, *others):
        found = {path: pattern.sub(rb"\1", content) for path, content in found.items()}
    return {str(path.relative_to(folder)): (path.stat().st_mode, content) for path, content in found.items()}


def unlike(mine: Made, theirs: Made) -> list[str]:
    """Each line in which they differ (+ mine, - theirs), under the name of its file; none if they are the same."""
    return [line for name in sorted({*mine, *theirs}) for line in _unlike(name, mine.get(name), theirs.get(name))]


def _unlike(name: str, mine: tuple[int, bytes] | None, theirs: tuple[int, bytes] | None) -> Iterator[str]:
    if mine != theirs:
        yield name
        yield from unified_diff(_lines(theirs), _lines(mine), "theirs", "mine", n=0, lineterm="")


def _lines(found: tuple[int, bytes] | None) -> list[str]:
    if found is None:
        return ["it is not there"]
    mode, content = found
    return [f"mode {mode:o}", *map(repr, content.split(b"\n"))]


def points(course: Path, module: str, student: str, page: str) -> Points:
    """What stands in the gradebook for each cell of a student's page."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grades = book.find_submission_notebook(page, module, student).grades
        return {grade.name: (grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade)) for grade in grades}
