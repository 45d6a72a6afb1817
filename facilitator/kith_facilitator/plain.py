"""What in a submission is a file or a folder, and what only leads somewhere: a link, a pipe, a device.

``kith collect`` takes no such thing in. It may still lie in ``course/submitted``, unpacked there by hand, or in a
course of nbgrader's. That would copy what a link points to, the gradebook say, to where a learner's code reads it.
"""

import os
import stat
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde

from kith_facilitator.intake import shown

__all__ = ["PlainExporter", "named", "not_plain"]

_NAMED = 5  # names that a sentence bears


def not_plain(folder: Path) -> set[Path]:
    """All below a folder that is neither file nor folder."""
    found = set()
    for base, folders, names in os.walk(folder):
        for path in (Path(base, name) for name in (*folders, *names)):
            mode = path.lstat().st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                found.add(path)
    return found


def named(found: set[Path], folder: Path) -> str:
    """Some of what was found below a folder, and how much more there is, for a sentence."""
    few = [shown(str(path.relative_to(folder))) for path in sorted(found)[:_NAMED]]
    return ", ".join(few) + (f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else "")


class PlainExporter(NotebookExporter):
    """Lets ``nbgrader autograde`` leave out what is no file; set as ``Autograde.exporter_class``.

    nbgrader makes one when it knows whose work it will grade, and has not looked into it yet.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]  # nbconvert's
        if isinstance(self.parent, Autograde):
            for place in list(self.parent.assignments):
                with suppress(OSError):  # what may not be looked into can't be copied; nbgrader says so, of that one
                    _leave_out(self.parent, Path(place), not_plain(Path(place)))


def _leave_out(grading: Any, place: Path, found: set[Path]) -> None:
    if not found:
        return
    names = named(found, place)
    if place / "timestamp.txt" in found:  # which nbgrader reads in any case
        grading.log.error("%s is not graded: these are no files, and one says when it came: %s", place, names)
        del grading.assignments[str(place)]
        return
    grading.log.warning("Left out of %s, since these are no files: %s", place, names)
    pages = grading.assignments[str(place)]
    grading.assignments[str(place)] = [page for page in pages if Path(page) not in found]
    # nbgrader looks for each pattern beside each file; a whole path stands for itself alone.
    ignored = {escape(str(path)) for path in found}
    grading.coursedir.ignore = [*grading.coursedir.ignore, *sorted(ignored - set(grading.coursedir.ignore))]
