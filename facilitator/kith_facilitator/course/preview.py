"""What an author sees while writing: the built module, built again at each save."""

import threading
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from watchfiles import watch

from kith_exercises.errors import KithError
from kith_facilitator.course.build import build_course
from kith_facilitator.course.model import Course, load_course

__all__ = ["preview"]


def preview(
    course: Course,
    module: str,
    destination: Path,
    *,
    say: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Build ``module`` into ``destination``, and again whenever a source changes, until ``stop`` or Ctrl-C.

    An error is said, and the last good notebook stays. What the author tries out in the preview stays too,
    so ``destination`` must not be a course's `source`.
    """
    tell = say or _print
    course.module(module)
    _rebuild(course.folder, module, destination, tell)
    for _ in watch(course.folder, stop_event=stop, raise_interrupt=False):
        _rebuild(course.folder, module, destination, tell)


def _rebuild(folder: Path, module: str, destination: Path, tell: Callable[[str], None]) -> None:
    try:
        built = build_course(load_course(folder), destination, modules=(module,), keep_answers=True)
    except KithError as error:
        tell(f"Not built: {error}")
        return
    changed = ", ".join(path.name for path in (*built.written, *built.removed))
    tell(
        f"Built {module}: {changed}."
        if changed
        else f"{module} is built. Each time you save it is built again; then reload the page."
    )


def _print(sentence: str) -> None:
    Console().print(sentence, markup=False, highlight=False, soft_wrap=True)
