"""An append-only file of JSON lines that survives crashes, torn writes and many writers.

Each line carries a sequence number and a hash of itself. A line that does not match its hash is set
aside when reading and never overwritten: whatever was complete before a crash stays readable.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Lines", "append", "encode", "locked", "read"]

_SEAL = re.compile(rb',"sha":"([0-9a-f]{16})"\}$')


@dataclass(frozen=True)
class Lines:
    """The valid entries of a log, oldest first, and how many lines could not be read."""

    entries: tuple[dict[str, Any], ...]
    damaged: int


def encode(entry: Mapping[str, Any]) -> bytes:
    """The sealed line for an entry: ASCII JSON, so that any code point, even a lone surrogate, survives."""
    body = json.dumps(dict(entry), separators=(",", ":"), allow_nan=False).encode("ascii")
    return body[:-1] + b',"sha":"' + _hash(body).encode("ascii") + b'"}\n'


def read(path: Path) -> Lines:
    """Every valid entry of the file; a missing file has none."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Lines((), 0)
    decoded = [_decode(line) for line in raw.split(b"\n") if line.strip()]
    entries = tuple(entry for entry in decoded if entry is not None)
    return Lines(entries, len(decoded) - len(entries))


def append(path: Path, line: bytes) -> None:
    """Put one sealed line at the end and wait until the disk has it.

    Hold the lock of :func:`locked` around it. A torn tail left by a crash is closed first, so that it
    becomes a damaged line of its own and cannot swallow the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        _write_all(descriptor, b"\n" + line if torn else line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Exclusive right to write, across threads, kernels and tabs; ``path`` is a lock file, not the log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _decode(line: bytes) -> dict[str, Any] | None:
    seal = _SEAL.search(line)
    if seal is None or _hash(line[: seal.start()] + b"}").encode("ascii") != seal[1]:
        return None
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
