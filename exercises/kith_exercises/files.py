"""Files that are written whole or not at all; only what is to last waits for the disk, as a line of a journal does."""

import os
import tempfile
from pathlib import Path

from kith_exercises.log import sync_folder

__all__ = ["put_in_place", "sweep", "write_atomically"]

_UNFINISHED = ".kith-writing-"


def write_atomically(path: Path, data: bytes, *, lasting: bool = False) -> bool:
    """Replace the file in one step; False if it held just this already. ``lasting`` waits until the disk has it."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(path, data, lasting=lasting)
    return True


def put_in_place(path: Path, data: bytes, *, mode: int = 0o644, lasting: bool = False) -> None:
    """Put another file in the place of one that was there, whose mode and readers this one does not inherit."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)  # 0600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            if lasting:
                handle.flush()
                os.fsync(handle.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if lasting:
        sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what a killed writer left below a folder."""
    for path in folder.rglob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)
