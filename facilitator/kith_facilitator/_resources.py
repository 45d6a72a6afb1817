"""Where Kith's own files lie, installed or in a checkout."""

from pathlib import Path

from kith_exercises.errors import KithError

__all__ = ["SHARE", "bundled_course"]

#: A Jupyter data folder, with templates that stand in for some of nbconvert's.
SHARE = Path(__file__).resolve().parent / "share"


def bundled_course() -> Path:
    """The course's sources: those that the wheel carries, or else the checkout's `course/`."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_course", package.parents[1] / "course"):
        if (folder / "course.toml").is_file():
            return folder
    msg = f"This installation of Kith has no course beside {package}. Install Kith again, or name a course folder."
    raise KithError(msg)
