"""Copying a folder that a stranger wrote, so that nothing but their own plain files comes along.

Checking and copying are one step, on open files: whatever is swapped for a link in between is not followed.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Limits", "Unfit", "owner_of", "take_in"]

_CHUNK = 1 << 20


class Unfit(Exception):  # a finding about a folder, told to the facilitator by name
    """Why a folder is not taken in, as the end of a sentence."""


@dataclass(frozen=True)
class Limits:
    """The most that one submission may hold."""

    size: int = 100_000_000  # bytes, as nbgrader's own default for a folder
    files: int = 2_000
    depth: int = 12


def owner_of(folder: Path) -> int:
    """The account that owns a real folder. Raises Unfit if it is none."""
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode):
        raise Unfit("it is not a folder")
    return state.st_uid


def take_in(source: Path, target: Path, *, owner: int | None, limits: Limits | None = None) -> None:
    """Copy ``source`` to the new folder ``target``; with ``owner``, all of it must belong to that account.

    Raises Unfit, or OSError where something can't be read; ``target`` may then hold a part.
    """
    limits = limits or Limits()
    left, files = limits.size, 0
    for base, folders, names, handle in os.fwalk(source, follow_symlinks=False, onerror=_raise):
        place = target / os.path.relpath(base, source)
        _own(os.fstat(handle), owner)
        if len(Path(base).relative_to(source).parts) > limits.depth:
            raise Unfit(f"its folders are more than {limits.depth} deep")
        for name in folders:
            if stat.S_ISLNK(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode):
                raise Unfit(f"it holds a link, {name!r}")
        place.mkdir(mode=0o755)
        for name in names:
            files += 1
            if files > limits.files:
                raise Unfit(f"it holds more than {limits.files:,} files")
            left -= _copy(name, handle, place / name, owner, left)


def _copy(name: str, folder: int, target: Path, owner: int | None, left: int) -> int:
    """Copy one file, and how many bytes it had."""
    try:
        # Not blocking: a pipe would wait for somebody to write into it.
        source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        state = os.stat(name, dir_fd=folder, follow_symlinks=False)
        raise Unfit(f"it holds a link, {name!r}" if stat.S_ISLNK(state.st_mode) else _unreadable(name, error)) from None
    with os.fdopen(source, "rb", buffering=0) as reader:
        state = os.fstat(source)
        if not stat.S_ISREG(state.st_mode):
            raise Unfit(f"it holds {name!r}, which is neither file nor folder")
        if state.st_nlink > 1:
            raise Unfit(f"it holds a hard link, {name!r}")
        _own(state, owner)
        size = 0
        with target.open("xb") as writer:
            while chunk := reader.read(_CHUNK):
                size += len(chunk)
                if size > left:
                    raise Unfit("it is larger than a submission may be")
                writer.write(chunk)
        return size


def _own(state: os.stat_result, owner: int | None) -> None:
    if owner is not None and state.st_uid != owner:
        raise Unfit("it holds files of another account")


def _unreadable(name: str, error: OSError) -> str:
    return f"{name!r} in it can't be read ({error.strerror})"


def _raise(error: OSError) -> None:
    raise error
