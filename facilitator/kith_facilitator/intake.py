"""Copying a folder that a stranger wrote, so that nothing but their own plain files comes along.

Checking and copying are one step, on open files: whatever is swapped for a link in between is not followed.
The copy is looked through once more before anybody uses it.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Limits", "NotKept", "Unfit", "check_copy", "owner_of", "shown", "take_in"]

_CHUNK = 1 << 20
#: Not blocking: a pipe would wait for somebody to write into it.
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Unfit(Exception):  # a finding about a folder, told to the facilitator by name
    """Why a folder is not taken in, as the end of a sentence."""


class NotKept(Exception):  # a finding about this machine, not about the folder
    """Why a folder that may be sound could not be kept here, as the end of a sentence."""


@dataclass(frozen=True)
class Limits:
    """The most that one submission may hold."""

    size: int = 100_000_000  # bytes, as nbgrader's own default for a folder
    entries: int = 2_000  # files and folders
    depth: int = 12
    notebook: int = 20_000_000  # bytes of one notebook: outputs are left out when submitting


def owner_of(folder: Path) -> int:
    """The account that owns a real folder. Raises Unfit if it is none."""
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode):
        raise Unfit("it is not a folder")
    return state.st_uid


def shown(name: str) -> str:
    """A name that a stranger chose, so that it can be shown: in one line, and not too long."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def take_in(source: Path, target: Path, *, owner: int | None, limits: Limits | None = None) -> float:
    """Copy ``source`` to the new folder ``target``; with ``owner``, all of it must belong to that account.

    Returns when the last of it was written, by this machine's clock. Raises Unfit, or NotKept where the copy
    can't be written; ``target`` may then hold a part.
    """
    try:
        top = os.open(source, _OPEN | os.O_DIRECTORY)
    except OSError as error:
        raise Unfit(f"it can't be opened ({error.strerror})") from None
    try:
        copy = _Copy(limits or Limits(), owner, os.fstat(top).st_dev)
        copy.folder(top, target, depth=0)
    finally:
        os.close(top)
    check_copy(target, copy.limits)
    return copy.newest


def check_copy(folder: Path, limits: Limits) -> None:
    """Look through a copy: files and folders of this account alone, within the limits. Raises Unfit."""
    size = 0
    for count, state in enumerate(_states(folder), 1):
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
            raise Unfit("its copy holds something that is neither file nor folder")
        if state.st_uid != os.geteuid() or (stat.S_ISREG(state.st_mode) and state.st_nlink > 1):
            raise Unfit("its copy does not belong to this account alone")
        size += state.st_size if stat.S_ISREG(state.st_mode) else 0
        if count > limits.entries + 1 or size > limits.size:
            raise Unfit("its copy is larger than a submission may be")


def _states(folder: Path) -> Iterator[os.stat_result]:
    yield folder.lstat()
    for base, folders, names in os.walk(folder):
        for name in (*folders, *names):
            yield Path(base, name).lstat()


@dataclass
class _Copy:
    """One copy on its way: what is left of its limits, and when its newest part was written."""

    limits: Limits
    owner: int | None
    device: int
    size: int = 0
    entries: int = 0
    newest: float = 0.0

    def folder(self, handle: int, target: Path, *, depth: int) -> None:
        """Copy an open folder and all below it to ``target``, which is made."""
        before = self._accepted(handle)
        if depth > self.limits.depth:
            raise Unfit(f"its folders are more than {self.limits.depth} deep")
        try:
            target.mkdir(mode=0o755)
        except OSError as error:
            raise _not_kept(error) from None
        seen: set[str] = set()
        for name in self._listed(handle):
            alike = unicodedata.normalize("NFC", name).casefold()
            if alike in seen:
                raise Unfit(f"it holds two names that many machines can't tell apart, {shown(name)!r}")
            seen.add(alike)
            self._entry(name, handle, target / name, depth)
        _unchanged(before, os.fstat(handle))

    def _listed(self, handle: int) -> Iterator[str]:
        """Names one by one: a folder of a million must not be read to its end."""
        try:
            with os.scandir(handle) as listing:
                for entry in listing:
                    self.entries += 1
                    if self.entries > self.limits.entries:
                        raise Unfit(f"it holds more than {self.limits.entries:,} files and folders")
                    _check_name(entry.name)
                    yield entry.name
        except PermissionError as error:
            raise Unfit(f"a folder in it can't be read ({error.strerror})") from None

    def _entry(self, name: str, folder: int, target: Path, depth: int) -> None:
        try:
            # Looked at before it is opened: opening a device may do something.
            state = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISLNK(state.st_mode):
                raise Unfit(f"it holds a link, {shown(name)!r}")
            if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
                raise Unfit(f"it holds {shown(name)!r}, which is neither file nor folder")
            handle = os.open(name, _OPEN, dir_fd=folder)
        except OSError as error:
            raise Unfit(f"{shown(name)!r} in it can't be read ({error.strerror})") from None
        try:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                self.folder(handle, target, depth=depth + 1)
            else:
                self._file(handle, name, target)
        finally:
            os.close(handle)

    def _file(self, handle: int, name: str, target: Path) -> None:
        before = self._accepted(handle)
        if not stat.S_ISREG(before.st_mode):
            raise Unfit(f"it holds {shown(name)!r}, which is neither file nor folder")
        if before.st_nlink > 1:
            raise Unfit(f"it holds a hard link, {shown(name)!r}")
        most = self.limits.notebook if name.endswith(".ipynb") else self.limits.size
        if before.st_size > min(most, self.limits.size - self.size):
            raise Unfit(f"it is larger than a submission may be ({shown(name)!r}: {before.st_size:,} bytes)")
        size = _pour(handle, target, before.st_size, name)
        self.size += size
        _unchanged(before, os.fstat(handle))

    def _accepted(self, handle: int) -> os.stat_result:
        """The state of an open file or folder, if it is whose it should be."""
        state = os.fstat(handle)
        if self.owner is not None and state.st_uid != self.owner:
            raise Unfit("it holds files of another account")
        if state.st_dev != self.device:
            raise Unfit("it reaches into another file system")
        self.newest = max(self.newest, state.st_ctime)
        return state


def _pour(handle: int, target: Path, expected: int, name: str) -> int:
    size = 0
    try:
        writer = target.open("xb")
    except OSError as error:
        raise _not_kept(error) from None
    with writer:
        while True:
            try:
                chunk = os.read(handle, _CHUNK)
            except OSError as error:
                raise Unfit(f"{shown(name)!r} in it can't be read ({error.strerror})") from None
            size += len(chunk)
            if size > expected:
                raise Unfit("it was changed while it was copied")
            if not chunk:
                return size
            try:
                writer.write(chunk)
            except OSError as error:
                raise _not_kept(error) from None


def _check_name(name: str) -> None:
    if not name.isprintable() or name.startswith("-") or len(name) > 200:
        raise Unfit(f"it holds a name that is not allowed, {shown(name)!r}")


def _unchanged(before: os.stat_result, after: os.stat_result) -> None:
    then, now = ((state.st_mtime_ns, state.st_ctime_ns, state.st_size) for state in (before, after))
    if then != now:
        raise Unfit("it was changed while it was copied")


def _not_kept(error: OSError) -> NotKept:
    return NotKept(f"its copy can't be written here ({error.strerror})")
