"""A kernel's working copy of its folder: brought in before it begins, brought out once it has ended.

A learner's folder is hostile both times. Only regular files and folders are copied, on open folders that are never
followed through a link; what is written outside is always a new file, put in the place of the old one, so that no link
leads elsewhere. What the kernel removed from its copy stays outside, and what was kept from it is not brought out.
"""

import contextlib
import errno
import os
import secrets
import shutil
import stat
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from kith_kernels.limits import Limits

__all__ = ["DEEPEST", "MOST_FILES", "TooMuch", "bring_in", "bring_out", "parts_kept", "remove", "size_of"]

#: How deep folders may lie in one another, and how many files and folders there may be; more is no coursework.
DEEPEST, MOST_FILES = 32, 5_000
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: A FIFO would be waited for without `O_NONBLOCK`.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LONGEST_NAME = 255


class TooMuch(OSError):
    """More than the limits allow."""


@dataclass
class _Allowance:
    """What may still be copied."""

    size: int
    files: int = MOST_FILES
    largest: int = 1 << 62
    kept: Collection[str] = ()
    #: Whether more than that ends the copying, or is left out.
    strict: bool = False
    names: set[str] = field(default_factory=set)

    def takes(self, size: int) -> bool:
        fits = size <= min(self.size, self.largest) and self.files > 0
        if self.strict and not fits:
            raise TooMuch(errno.ENOSPC, "The folder is larger, or holds more files, than a kernel may have")
        if fits:
            self.size, self.files = self.size - size, self.files - 1
        return fits


def parts_kept(folder: str, kept: Collection[str]) -> tuple[str, ...]:
    """The paths relative to the folder; what lies outside is none of its parts."""
    found = (os.path.relpath(os.path.join(folder, each), folder) for each in kept)
    return tuple(part for part in found if part != ".." and not part.startswith("../"))


def bring_in(folder: str, place: int, limits: Limits) -> None:
    """All files of the folder lie in the open folder ``place``, as old as they were."""
    source = os.open(folder, _FOLDER)
    try:
        _copy(source, place, "", _Allowance(limits.folder, strict=True))
    finally:
        os.close(source)


def bring_out(place: int, folder: str, limits: Limits, kept: Collection[str]) -> None:
    """What is new or was changed in ``place`` lies in the folder, as far as it is allowed and safely named.

    With it the folder holds no more than a part of what may be brought in: another notebook of it may be run next.
    """
    size, files = _held(folder)
    room = _Allowance(_part_of(limits.folder) - size, _part_of(MOST_FILES) - files, largest=limits.file, kept=kept)
    target = os.open(folder, _FOLDER)
    os.fchmod(place, 0o700)  # whoever closed it
    try:
        _copy(place, target, "", room)
    finally:
        os.close(target)


def _copy(source: int, target: int, inside: str, allowance: _Allowance) -> None:
    for entry, name in _entries(source):
        path = os.path.join(inside, name)
        if path in allowance.kept or not _is_safe(name) or path.count("/") >= DEEPEST:
            continue
        if stat.S_ISDIR(entry.st_mode) and allowance.takes(0):
            _copy_folder(source, target, path, allowance)
        elif stat.S_ISREG(entry.st_mode):
            _copy_file(source, target, name, allowance)


def _entries(source: int) -> list[tuple[os.stat_result, str]]:
    """What is in the folder, the oldest first: if not all fits, it is what was there first."""
    found = []
    for name in os.listdir(source):
        with contextlib.suppress(PermissionError):  # a folder that can be listed may still be closed
            found.append((os.stat(name, dir_fd=source, follow_symlinks=False), name))
    return sorted(found, key=lambda each: each[0].st_mtime_ns)


def _copy_folder(source: int, target: int, path: str, allowance: _Allowance) -> None:
    name = os.path.basename(path)
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=target)
    with _opened(name, source) as below, _opened(name, target) as there:
        if below is not None and there is not None:
            _copy(below, there, path, allowance)


def _copy_file(source: int, target: int, name: str, allowance: _Allowance) -> None:
    try:
        number = os.open(name, _FILE, dir_fd=source)
    except PermissionError:  # its own owner made it unreadable
        return
    with open(number, "rb") as file:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or _is_same(found, name, target) or not allowance.takes(found.st_size):
            return
        _put(file.fileno(), found, target, name)


def _put(number: int, found: os.stat_result, target: int, name: str) -> None:
    """A new file with the content takes the name; a folder of that name stays."""
    new = f".{os.getpid()}.kith"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(new, dir_fd=target)
    mode = 0o755 if found.st_mode & stat.S_IXUSR else 0o644
    made = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode, dir_fd=target)
    try:
        with open(made, "wb") as file, open(number, "rb", closefd=False) as content:
            shutil.copyfileobj(content, file, 1 << 20)
            file.flush()
            os.utime(made, ns=(found.st_atime_ns, found.st_mtime_ns))
        os.replace(new, name, src_dir_fd=target, dst_dir_fd=target)
    except IsADirectoryError:
        os.unlink(new, dir_fd=target)


def _is_same(found: os.stat_result, name: str, target: int) -> bool:
    """Whether a file there has the size and the time of this one: it was brought in, and not touched since."""
    try:
        there = os.stat(name, dir_fd=target, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return stat.S_ISREG(there.st_mode) and (there.st_size, there.st_mtime_ns) == (found.st_size, found.st_mtime_ns)


def _is_safe(name: str) -> bool:
    """A name that can be printed; no line break, nothing that turns the direction of a line, no broken UTF-8."""
    return len(os.fsencode(name)) <= _LONGEST_NAME and not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter not in "\u200d\ufe0f"
        for letter in name
    )


@contextlib.contextmanager
def _opened(name: str, folder: int) -> Iterator[int | None]:
    """The folder of that name, or nothing if it is a link, or no folder, or closed to us."""
    try:
        number = os.open(name, _FOLDER, dir_fd=folder)
    except OSError as reason:
        if reason.errno not in {errno.ELOOP, errno.ENOTDIR, errno.EACCES}:
            raise
        yield None
        return
    try:
        yield number
    finally:
        os.close(number)


def size_of(place: str) -> int:
    """Bytes on disk below ``place``; more than anybody may have if it is too deep or holds too many files."""
    return _held(place)[0]


def _part_of(limit: int) -> int:
    return limit * 3 // 4


def _held(place: str) -> tuple[int, int]:
    """Bytes on disk below ``place``, and how many files and folders; both too many if it is too deep."""
    size, count, waiting = 0, 0, [(place, 0)]
    while waiting:
        folder, depth = waiting.pop()
        with contextlib.suppress(FileNotFoundError, PermissionError), os.scandir(folder) as entries:
            for entry in entries:
                count += 1
                if count > MOST_FILES or depth > DEEPEST:
                    return 1 << 62, 1 << 62
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
    return size, count


def remove(place: str) -> None:
    """Nothing is left of it, however deep it is: folders are brought up to the top before they are emptied."""
    new = secrets.token_hex(8)  # nothing in it can have that name
    waiting, count = [place], 0
    while waiting:
        folder = waiting.pop()
        os.chmod(folder, 0o700)
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                count += 1
                waiting.append(os.path.join(place, f"{new}.{count}"))
                os.replace(entry.path, waiting[-1])
            else:
                os.unlink(entry.path)
        if folder != place:
            os.rmdir(folder)
    os.rmdir(place)
