"""Where Kith's own files lie, installed or in a checkout."""

from pathlib import Path

import kith_widgets
from kith_exercises.errors import KithError

__all__ = ["SHARE", "bundled_course", "bundled_dashboards", "bundled_guide", "data_folders"]

#: A Jupyter data folder, with templates that stand in for some of nbconvert's.
SHARE = Path(__file__).resolve().parent / "share"


def data_folders() -> list[Path]:
    """The folders in which Jupyter finds what is Kith's; a checkout has its JupyterLab extension in one of them.

    An installed wheel has it among Jupyter's own data, where Jupyter looks anyway.
    """
    built = Path(kith_widgets.__file__).resolve().parent / "labextension"
    return [SHARE, *([built] if built.is_dir() else [])]


def bundled_course() -> Path:
    """The course's sources: those that the wheel carries, or else the checkout's `course/`."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_course", package.parents[1] / "course"):
        if (folder / "course.toml").is_file():
            return folder
    msg = f"This installation of Kith has no course beside {package}. Install Kith again, or name a course folder."
    raise KithError(msg)


def bundled_guide() -> Path:
    """The facilitator's guide in Markdown: what the wheel carries, or else the checkout's `facilitator/guide/`."""
    return _texts("guide")


def bundled_dashboards() -> Path:
    """The dashboards' sources: what the wheel carries, or else the checkout's `facilitator/dashboards/`."""
    return _texts("dashboards")


def _texts(name: str) -> Path:
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / name
