"""What is in a course's files: a hash that tells folders apart, an object of JSON, and what is nobody else's."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kith_exercises.files import put_in_place

__all__ = ["digest_of", "read_object", "write_privately"]


def digest_of(folder: Path) -> str:
    """A hash of every file's name and bytes below a folder; links and whatever else is no file are only named."""
    digest = hashlib.sha256()
    for path in _files(folder):
        content = _content(path)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


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


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return bytes(path.readlink())
    return path.read_bytes() if path.is_file() else b""  # to read from a pipe would last for ever


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(base, name)
