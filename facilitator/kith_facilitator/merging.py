"""A learner's page and a new version of it, put together: the course's cells are new, the learner's own stay.

A cell of the course's tells itself: by its nbgrader id, or because its cell id is made from what it says.
"""

import copy
import hashlib
import re
from typing import Any

__all__ = ["merged"]

_BUILT = re.compile(r"[0-9a-f]{16}")
_MOST_ALIKE = 20  # cells of one page that say the same


def merged(mine: Any, new: Any) -> Any:
    """The new page with the learner's own cells and edits in it, or None if it would be the one that is there.

    What the learner added stands after the cell that it stood after. A cell of the course's that the learner
    edited stays as edited where the course kept it, and becomes the learner's own where the course changed it.
    """
    places = {_key(cell): place for place, cell in enumerate(new.cells)}
    after: dict[int, list[Any]] = {}
    edited: dict[int, Any] = {}
    seen: set[str] = set()
    anchor = -1
    for cell in mine.cells:
        place = places.get(_key(cell)) if _key(cell) not in seen else None
        seen.add(_key(cell))
        if place is not None and _is_course(cell):
            anchor = place
            edited[place] = cell
        elif not _is_course(cell) or _is_edited(cell) or _is_copy(cell, mine):
            after.setdefault(anchor, []).append(_own(cell))
    page = copy.deepcopy(new)
    page.cells = list(after.get(-1, []))
    for place, cell in enumerate(new.cells):
        page.cells += [_kept(edited[place], cell) if place in edited else copy.deepcopy(cell), *after.get(place, [])]
    _tell_ids_apart(page)
    return None if [_said(cell) for cell in page.cells] == [_said(cell) for cell in mine.cells] else page


def _key(cell: Any) -> str:
    return f"grade_id {_grade_id(cell)}" if _grade_id(cell) else f"cell {cell.get('id')}"


def _grade_id(cell: Any) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    found = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else None


def _is_course(cell: Any) -> bool:
    return _grade_id(cell) is not None or bool(_BUILT.fullmatch(str(cell.get("id"))))


def _is_edited(cell: Any) -> bool:
    """Whether somebody changed a text of the course's. What nbgrader knows is put back at grading anyway."""
    if _grade_id(cell) is not None or not _is_course(cell):
        return False
    texts = (f"{count} {cell.cell_type} {cell.source}".encode() for count in range(1, _MOST_ALIKE))
    return cell.get("id") not in {hashlib.sha256(text).hexdigest()[:16] for text in texts}


def _is_copy(cell: Any, mine: Any) -> bool:
    first = next(other for other in mine.cells if _key(other) == _key(cell))
    return first is not cell


def _own(cell: Any) -> Any:
    cell = copy.deepcopy(cell)
    cell.metadata.pop("nbgrader", None)
    return cell


def _kept(cell: Any, new: Any) -> Any:
    """The learner's cell where only the learner changed it, with its outputs; else the new one."""
    if _is_edited(cell) or _said(cell) == _said(new):
        return copy.deepcopy(cell)
    return copy.deepcopy(new)


def _said(cell: Any) -> tuple[Any, ...]:
    keys = {name: value for name, value in (cell.metadata.get("nbgrader") or {}).items() if name != "checksum"}
    return cell.cell_type, cell.source, sorted(keys.items(), key=lambda item: item[0])


def _tell_ids_apart(page: Any) -> None:
    seen: set[str] = set()
    for place, cell in enumerate(page.cells):
        if cell.get("id") in seen:
            cell["id"] = hashlib.sha256(f"{place} {cell.get('id')}".encode()).hexdigest()[:8]
        seen.add(cell.get("id"))
