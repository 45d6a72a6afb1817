"""Writes what grading a submission made into the course: the one place that does, one submission after the other.

In this order: the rows are seen to be as they were read, the stamp says that it has begun, the gradebook has it all in
one transaction, the graded folder takes the place of the old one, then what was answered, then the stamp says of what.
So what was cut off is known, and graded again; nothing is ever half there.
"""

import ctypes
import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from kith_exercises.files import write_atomically
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.job import Outcome
from kith_facilitator.grading.rows import Rows
from kith_facilitator.grading.stamps import Stamps

__all__ = ["remove", "write"]


def write(course: Course, rows: Rows, stamps: Stamps, outcome: Outcome, digest: str) -> None:
    """Take over what came of a submission, and stamp it with its ``digest``, if all of it was graded.

    Raises Moved, and nothing is written, if somebody changed its rows meanwhile; OSError or a database's error where
    the disk or the gradebook can't be written.
    """
    student, stage = outcome.student, Path(outcome.stage)
    rows.write(outcome.changes, before=lambda: stamps.begin(student))
    _put_in_place(stage / "graded", course.place("autograded", student, stamps.module))
    if outcome.error:
        return
    if (stage / "answers").is_dir():
        for path in sorted((stage / "answers").glob("*.json")):
            write_atomically(course.kept / "answers" / stamps.module / student / path.name, path.read_bytes())
    if digest:
        stamps.set(student, digest)
    else:
        stamps.remove(student)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, whatever rights learners' code has taken away; it need not be there."""
    for base, folders, _ in os.walk(folder):
        for name in folders:
            path = Path(base, name)
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(made: Path, place: Path) -> None:
    """Put a folder in the place of another, in one step where the system can; if nothing was made, that one goes."""
    if not made.is_dir():
        if place.is_dir():
            place.rename(made)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        _exchange(made, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = place.with_name(f".{place.name}.kith-writing")  # another disk: only what lies there can be renamed
        remove(beside)
        shutil.copytree(made, beside)
        _exchange(beside, place)
        remove(beside)


def _exchange(made: Path, place: Path) -> None:
    """Let two folders change places, so that there is never none; the second need not be there."""
    if not place.is_dir():
        with suppress(FileNotFoundError):
            place.unlink()
        made.rename(place)
    elif not _at_once(made, place):
        old = made.with_name("old")
        place.rename(old)
        made.rename(place)


_EXCHANGE = 2  # RENAME_EXCHANGE of <linux/fs.h>
_HERE = -100  # AT_FDCWD of <fcntl.h>


def _at_once(one: Path, other: Path) -> bool:
    """Exchange two names by renameat2(2), which glibc has since 2.28; False where system or disk can't."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
