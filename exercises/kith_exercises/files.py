"""Files that are written whole or not at all; nothing waits for the disk, as a line of a journal does."""

import os
import tempfile
from pathlib import Path

__all__ = ["put_in_place", "sweep", "write_atomically"]

_UNFINISHED = ".kith-writing-"


def write_atomically(path: Path, data: bytes) -> bool:
    """Replace the file in one step; False if it held just this already."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(path, data)
    return True


def put_in_place(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put another file in the place of one that was there, whose mode and readers this one does not inherit."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)  # 0600
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what a killed writer left below a folder."""
    for path in folder.rglob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)
