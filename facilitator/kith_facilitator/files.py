"""Small promises about files: written whole or not at all, and told apart by what is in them."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["digest_of", "sweep", "write_atomically"]

_UNFINISHED = ".kith-writing-"


def write_atomically(path: Path, data: bytes) -> bool:
    """Replace the file in one step; False if it held just this already."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def sweep(folder: Path) -> None:
    """Remove what a killed writer left below a folder."""
    for path in folder.rglob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def digest_of(folder: Path) -> str:
    """A hash of every file's name and bytes below a folder; links are named, never followed."""
    digest = hashlib.sha256()
    for path in _files(folder):
        content = bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(base, name)
