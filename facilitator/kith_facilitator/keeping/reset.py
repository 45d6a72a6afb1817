"""A demo as it was on its first day."""

import shutil
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.working import LOCK, working

__all__ = ["empty_demo", "what_a_reset_takes"]


def what_a_reset_takes(home: Home) -> tuple[Path, ...]:
    """What lies in a demo beside what it is; raises KithError for a home of real learners."""
    if home.identity != "claimed":
        raise KithError(f"{home.root} is a home for real learners, so it is never emptied. “kith close” ends a cohort.")
    return tuple(sorted(path for path in home.root.iterdir() if path.name not in ("kith.toml", LOCK)))


def empty_demo(home: Home) -> Home:
    """Take everything out of a demo home but what it is; its course and language stay.

    Raises KithError while something else works in the home.
    """
    with working(home, "“kith reset”"):
        for path in what_a_reset_takes(home):
            if path.is_dir() and not path.is_symlink():
                inside = (found for found in path.rglob("*") if found.is_dir() and not found.is_symlink())
                for folder in [path, *inside]:
                    folder.chmod(0o700)  # editions are closed to writing
                shutil.rmtree(path)
            else:
                path.unlink()
        return ensure_home(home.root)
