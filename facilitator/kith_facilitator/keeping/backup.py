"""One archive that holds a home: written beside running servers and writers, and read again before it counts."""

import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from kith_exercises import KithError
from kith_facilitator.home import Home
from kith_facilitator.working import LOCK

__all__ = ["EXCHANGE", "INSIDE", "LIST", "Backup", "back_up", "copy_database"]

#: Names in an archive: the home, an exchange that lies outside of it, and the list of all files with their hashes.
INSIDE, EXCHANGE, LIST = "home", "exchange", "kith-backup.json"

_VERSION = 1
_SQLITE = b"SQLite format 3\0"
_ANEW = {("config",), ("logs",), ("course", ".kith", "collecting")}  # written anew, or of no use later
_BESIDE = ("-wal", "-shm", "-journal")  # parts of a database, which is copied whole


@dataclass(frozen=True)
class Backup:
    """An archive that was written and read again; ``left_out`` is what could not go into it, as sentences' ends."""

    file: Path
    files: int
    size: int
    left_out: tuple[tuple[str, str], ...]


def back_up(home: Home, file: Path, *, now: datetime) -> Backup:
    """Write everything of a home into the new archive ``file``, which only this account may read.

    Raises KithError where the file is there already, would lie in the home itself, or can't be read back.
    """
    if file.exists():
        raise KithError(f"{file} is there already. Name another file, so that no backup is overwritten.")
    if file.resolve().is_relative_to(home.root.resolve()):
        raise KithError(f"{file} lies in the home itself, and would be lost with it. Name a file elsewhere.")
    if not file.parent.is_dir():
        raise KithError(f"There is no folder {file.parent}. Make it, or name a file elsewhere.")
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # 0600
    try:
        with os.fdopen(descriptor, "w+b") as handle:
            listed, left_out = _write(home, handle, now)
            handle.flush()
            os.fsync(handle.fileno())
        _verify(Path(temporary), listed)
        os.link(temporary, file)  # whole, and never over another
    except FileExistsError:
        raise KithError(f"{file} is there already. Name another file, so that no backup is overwritten.") from None
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Backup(file, len(listed), file.stat().st_size, tuple(left_out))


def copy_database(source: Path, target: Path) -> None:
    """A copy of a database as it stands at one moment, whoever is writing into it."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=60)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _write(home: Home, handle: IO[bytes], now: datetime) -> tuple[dict[str, str], list[tuple[str, str]]]:
    listed: dict[str, str] = {}
    left_out: list[tuple[str, str]] = []
    with tarfile.open(fileobj=handle, mode="w:gz", format=tarfile.PAX_FORMAT, compresslevel=6) as tar:
        for name, path, state in _found(home, left_out):
            entry = tarfile.TarInfo(name)
            entry.mode, entry.mtime = stat.S_IMODE(state.st_mode) & 0o777, int(state.st_mtime)
            if stat.S_ISDIR(state.st_mode):
                entry.type = tarfile.DIRTYPE
                tar.addfile(entry)
                continue
            try:
                data = _read(path)
            except FileNotFoundError:
                continue  # it went meanwhile
            except (OSError, sqlite3.Error) as error:
                left_out.append((name, f"it can't be read ({getattr(error, 'strerror', None) or error})"))
                continue
            entry.size, listed[name] = len(data), hashlib.sha256(data).hexdigest()
            tar.addfile(entry, io.BytesIO(data))
        facts = {"v": _VERSION, "made": now.isoformat(timespec="seconds"), "course": home.course_id, "files": listed}
        content = json.dumps(facts, indent=1).encode()
        entry = tarfile.TarInfo(LIST)
        entry.mode, entry.size = 0o600, len(content)
        tar.addfile(entry, io.BytesIO(content))
    return listed, left_out


def _found(home: Home, left_out: list[tuple[str, str]]) -> Iterator[tuple[str, Path, os.stat_result]]:
    """Folders and plain files by their names in the archive, a folder before what is in it."""
    trees = [(INSIDE, home.root)]
    outside = home.exchange / home.course_id
    if home.exchange_given and outside.is_dir():
        trees.append((EXCHANGE, outside))
    for top, root in trees:
        yield from _walk(Path(top), root, left_out)


def _walk(top: Path, root: Path, left_out: list[tuple[str, str]]) -> Iterator[tuple[str, Path, os.stat_result]]:
    def unlisted(error: OSError) -> None:
        name = top / Path(error.filename or root).relative_to(root)
        left_out.append((name.as_posix(), f"it can't be opened ({error.strerror})"))

    for base, folders, names in os.walk(root, onerror=unlisted):
        inside = Path(base).relative_to(root)
        folders[:] = sorted(name for name in folders if (*inside.parts, name) not in _ANEW or top != Path(INSIDE))
        try:
            yield (top / inside).as_posix(), Path(base), Path(base).lstat()
        except FileNotFoundError:
            continue
        for name in sorted(names + [name for name in folders if Path(base, name).is_symlink()]):
            path, called = Path(base, name), (top / inside / name).as_posix()
            if _is_passing(path, inside):
                continue
            try:
                state = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(state.st_mode):
                yield called, path, state
            else:
                left_out.append((called, "it is a link" if path.is_symlink() else "it is no plain file"))


def _is_passing(path: Path, inside: Path) -> bool:
    """Whether a file is but a trace of somebody at work: parts of a database, Kith's locks and unfinished files.

    Each only where it is made: a file of a learner's may be called anything.
    """
    name = path.name
    if name.startswith(".kith-writing-") or (name == LOCK and inside == Path()):
        return True
    for ending in _BESIDE:
        if name.endswith(ending) and _is_database(path.with_name(name.removesuffix(ending))):
            return True
    # A journal's, in “mine/<module>”, and the marking desk's.
    kept = inside.parts[-2:-1] == ("mine",) or inside.parts[-2:] == (".kith", "desk")
    return kept and path.suffix in (".lock", ".tmp", ".compact") and path.with_suffix(".jsonl").is_file()


def _is_database(path: Path) -> bool:
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            file.seek(0)
            return file.read()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        copy_database(path, copy)
        return copy.read_bytes()


def _verify(file: Path, listed: dict[str, str]) -> None:
    """Read the archive again: each file as it was listed, and each database sound. Raises KithError."""
    found = {}
    with tarfile.open(file, "r:gz") as tar:
        for entry in tar:
            content = tar.extractfile(entry) if entry.isreg() else None
            if content is None or entry.name == LIST:
                continue
            data = content.read()
            found[entry.name] = hashlib.sha256(data).hexdigest()
            if data.startswith(_SQLITE):
                _check_database(entry.name, data)
    if found != listed:
        raise KithError("The archive does not read as it was written. Look at the disk, and make the backup again.")


def _check_database(name: str, data: bytes) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            # One in write-ahead mode can't be opened in memory; what is in it is the same in the other mode.
            database.deserialize(data[:18] + b"\1\1" + data[20:])
            verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.Error as error:
            verdict = str(error)
    if verdict != "ok":
        raise KithError(f"{name} is damaged in this home: {verdict}. Put a sound copy in its place, then back up.")
