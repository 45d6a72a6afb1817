"""An append-only file of JSON lines that survives crashes, torn writes, full disks and many writers.

Each line carries a hash of itself. A line that does not match its hash is set aside when reading and never
overwritten. What a crash or a full disk cut off at the end was never acknowledged: the next writer moves it
to ``<log>.torn``, so that it can neither swallow the next line nor pass for damage.
"""

import ctypes
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

__all__ = [
    "Lines",
    "Parsed",
    "append",
    "encode",
    "locked",
    "parse",
    "read",
    "replace",
    "set_aside",
    "sync_folder",
    "torn_file",
]

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux

_SEAL = len(b',"sha":"0123456789abcdef"}')


@dataclass(frozen=True)
class Lines:
    """The valid entries of a log, oldest first, and how many lines could not be read."""

    entries: tuple[dict[str, Any], ...]
    damaged: int


@dataclass(frozen=True)
class Parsed:
    """The lines of a log, each with its entry (None: damaged), and the bytes of a line that never came to its end."""

    lines: Sequence[bytes]
    entries: Sequence[dict[str, Any] | None]
    torn: bytes


def encode(entry: Mapping[str, Any]) -> bytes:
    """The sealed line for an entry: ASCII JSON, so that any code point, even a lone surrogate, survives."""
    body = json.dumps(dict(entry), separators=(",", ":"), allow_nan=False).encode("ascii")
    return body[:-1] + b',"sha":"' + _hash(body) + b'"}\n'


def replace_unsynced(path: Path, data: bytes, temporary: Path) -> None:
    """Put other content in the file's place, in one step, without waiting for the disk.

    After a power cut the file may be empty or old; so this is for what can be derived again.
    """
    with _unfinished(temporary, data, mode=0o666):
        _ensure_folder(path.parent)
        if not _swapped(temporary, path):
            os.replace(temporary, path)  # noqa: PTH105 (as in replace)
            return
        os.unlink(temporary)  # noqa: PTH108 (as in replace)


def read(path: Path) -> Lines:
    """Every valid entry of the file; a missing file has none."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Lines((), 0)
    entries = parse(raw).entries
    valid = tuple(entry for entry in entries if entry is not None)
    return Lines(valid, len(entries) - len(valid))


def parse(raw: bytes) -> Parsed:
    """The lines in these bytes; empty ones don't count."""
    lines = raw.split(b"\n")
    torn = lines.pop()
    if _sealed(torn):  # whole, but for the sign of its end
        lines.append(torn)
        torn = b""
    lines = [line for line in lines if line.strip()]
    sealed = [_sealed(line) for line in lines]
    values = iter(_values(list(compress(lines, sealed))))
    return Parsed(lines, [next(values) if whole else None for whole in sealed], torn)


def append(path: Path, line: bytes) -> None:
    """Put sealed lines at the end and wait until the disk has them. If that fails, the file is as it was.

    Hold the lock of :func:`locked` around it.
    """
    descriptor = _opened(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        size = os.fstat(descriptor).st_size
        if size == 0:
            sync_folder(path.parent)  # before there is a line: a file with a line in it has a name that lasts
        elif os.pread(descriptor, 1, size - 1) != b"\n":
            size = _close_tail(path, descriptor, size)
        try:
            _write_all(descriptor, line)
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):  # else the rest of it is a torn tail, which the next writer sets aside
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes, temporary: Path) -> None:
    """Put other content in the file's place, in one step that lasts; ``temporary`` lies in the same folder."""
    with _unfinished(temporary, data) as descriptor:
        os.fsync(descriptor)
        os.replace(temporary, path)  # noqa: PTH105 (beside its like, one call of the system each)
    sync_folder(path.parent)


def set_aside(path: Path, lines: Sequence[bytes]) -> None:
    """Keep the bytes of lines that can't be read, unchanged, each once, and wait until the disk has them."""
    there = set(path.read_bytes().split(b"\n")) if path.exists() else set()
    fresh = [line for line in lines if line and line not in there]
    if not fresh:
        return
    descriptor = _opened(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        _write_all(descriptor, b"".join(b"\n" + line + b"\n" for line in fresh))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder's files."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def torn_file(path: Path) -> Path:
    """Where the ends that were cut off a log lie."""
    return path.with_name(f"{path.name}.torn")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Exclusive right to write, across threads, kernels and tabs; ``path`` is a lock file, not the log."""
    descriptor = _opened(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _unfinished(temporary: Path, data: bytes, mode: int = 0o600) -> Iterator[int]:
    """A new file with this content, open until it has taken another's place; it goes if the system refuses that."""
    descriptor = _opened(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        _write_all(descriptor, data)
        yield descriptor
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    finally:
        os.close(descriptor)


def _close_tail(path: Path, descriptor: int, size: int) -> int:
    """Make the file end at the end of a line, and say where that is."""
    raw = os.pread(descriptor, size, 0)
    start = raw.rfind(b"\n") + 1
    tail = raw[start:]
    if _sealed(tail):
        _write_all(descriptor, b"\n")
        return size + 1
    set_aside(torn_file(path), [tail])
    os.ftruncate(descriptor, start)
    return start


def _sealed(line: bytes) -> bool:
    """Whether a line is as it was written: its last field is the hash of all before it."""
    if line[-_SEAL:-18] != b',"sha":"' or line[-2:] != b'"}':
        return False
    return _hash(line[:-_SEAL] + b"}") == line[-18:-2]


def _values(lines: list[bytes]) -> Sequence[dict[str, Any] | None]:
    """What each line says. All are read at once, which is several times faster; else one by one."""
    try:
        values = json.loads(b"[" + b",".join(lines) + b"]")
    except (ValueError, RecursionError):
        values = None
    if values is None or len(values) != len(lines):
        values = [_value(line) for line in lines]
    return [value if isinstance(value, dict) else None for value in values]


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest()[:16].encode("ascii")


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _opened(path: Path, flags: int, mode: int = 0o600) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC, mode)
    except FileNotFoundError:
        _ensure_folder(path.parent)
        return os.open(path, flags | os.O_CLOEXEC, mode)


def _ensure_folder(folder: Path) -> None:
    """Make a folder and what it lies in, with names that last."""
    if folder.is_dir():
        return
    _ensure_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def _swapped(one: Path, other: Path) -> bool:
    """Whether two files have changed places. Where that can't be done, as where there is but one, nothing has moved.

    To replace a file makes ext4 write out the new one at once, and whoever syncs next wait for it; to swap does not.
    """
    swap = _renameat2()
    return swap is not None and swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@cache
def _renameat2() -> Callable[..., int] | None:
    # Linux has it, not every other system. Why a swap failed is not asked: replacing says it, if that fails too.
    return getattr(ctypes.CDLL(None), "renameat2", None)
