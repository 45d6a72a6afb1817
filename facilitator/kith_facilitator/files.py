"""What is in a course's files: a hash that tells folders apart, an object of JSON, and what is nobody else's."""

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kith_exercises.files import put_in_place

__all__ = ["digest_of", "files_like", "read_object", "size_of", "write_privately"]

_PART = 1024 * 1024


def digest_of(folder: Path) -> str:
    """A hash of every file's name and bytes below a folder; links and whatever else is no file are only named."""
    digest = hashlib.sha256()
    for path in _files(folder):
        size, content = _content(path)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode("utf-8", "surrogateescape"))
        for part in content:
            digest.update(part)
    return digest.hexdigest()


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder as they would be copied, holes in them too; links count nothing."""
    states = (path.lstat() for path in _files(folder))
    return sum(state.st_size for state in states if stat.S_ISREG(state.st_mode))


def files_like(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder by a pattern, in order: no folder of such a name, no link, and no pipe."""
    return [path for path in sorted(folder.glob(pattern)) if stat.S_ISREG(path.lstat().st_mode)]


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object that a file holds; empty where there is none that can be read."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_privately(path: Path, data: bytes) -> None:
    """Replace a file in one step that nobody but this account is to read, nor what else lies in its folder."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
    path.parent.chmod(0o700)
    put_in_place(path, data, mode=0o600)


def _content(path: Path) -> tuple[int, Iterable[bytes]]:
    """How many bytes there are, and these in parts: nobody knows how large a file is that somebody sent."""
    if path.is_symlink():
        link = bytes(path.readlink())
        return len(link), (link,)
    if not path.is_file():
        return 0, ()  # to read from a pipe would last for ever
    return path.stat().st_size, _parts(path)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(base, name)
