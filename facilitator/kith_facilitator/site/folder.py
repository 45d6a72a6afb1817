"""A whole folder put in the place of another: what lies there is the old one or the new one, never half of either."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kith_exercises import KithError

__all__ = ["put_folder"]

#: Lies in each folder that was made here: another is nobody's to replace.
_MARK = ".kith-site"
_WRITING, _LEAVING = ".kith-writing-", ".kith-leaving-"


def put_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold just these files.

    They are written beside it first. Then two names change: what was there goes aside, and the new one comes; whoever
    is killed between the two finds the old one in its place at the next run. Raises KithError where something else
    lies there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f"{_LEAVING}{folder.name}")
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)  # a run was cut off just there
    _refuse_others(folder)
    for left in (aside, *folder.parent.glob(f"{_WRITING}{folder.name}-*")):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{_WRITING}{folder.name}-"))
    try:
        for name, data in {**files, _MARK: b""}.items():
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            (making / name).write_bytes(data)
        making.chmod(0o755)  # it is there to be read
        if folder.exists():
            folder.rename(aside)
        try:
            making.rename(folder)
        except OSError:
            with suppress(OSError):
                aside.rename(folder)
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)


def _refuse_others(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise KithError(f"{folder} is no folder of its own, so nothing was written. Name another with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise KithError(f"{folder} holds other things, so nothing was written. Name a new folder with --out.")
