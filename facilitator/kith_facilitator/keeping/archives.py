"""Cohorts that were closed: one folder each in a home's ``archive``, for reading only."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kith_facilitator.home import Home

__all__ = ["archives_of", "opened", "shut"]


def archives_of(home: Home) -> tuple[Path, ...]:
    """The folders of closed cohorts, the oldest first."""
    place = home.root / "archive"
    return tuple(sorted(path for path in place.iterdir() if path.is_dir())) if place.is_dir() else ()


def shut(folder: Path) -> None:
    """Let nobody write below a folder any more; what belongs to another account stays as it is."""
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        _set(path, lambda mode: mode & ~0o222)


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Writing allowed for a while."""
    for path in [folder, *sorted(folder.rglob("*"))]:
        _set(path, lambda mode: mode | 0o200)
    try:
        yield
    finally:
        shut(folder)


def _set(path: Path, change: Callable[[int], int]) -> None:
    with suppress(PermissionError, FileNotFoundError):
        state = path.lstat()
        if not stat.S_ISLNK(state.st_mode) and state.st_uid == os.geteuid():
            path.chmod(change(stat.S_IMODE(state.st_mode)))
