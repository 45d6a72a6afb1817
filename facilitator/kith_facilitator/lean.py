"""Starting quickly: a command that imports all of nbgrader is ready in a second, not in two and a half.

For commands and workers that do one thing and end.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module

from kith_kernels.later import put_off

__all__ = ["IN_KITHS_PAGES", "leanly", "make_ready"]

#: What every page of a course of Kith's has once its first cell ran, and what takes long to import.
IN_KITHS_PAGES = (
    "kith_exercises",
    "kith_exercises.notebook",
    "kith_exercises.truths.guyer",
    "kith_widgets",
    "kith_widgets.words_ready",
)


@contextmanager
def leanly() -> Iterator[None]:
    """Import within this: what is imported stays to the end, so Python need not look through it for what is not used.

    Not while it is imported, not later, and not at the end, where it takes longest.
    """
    put_off()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def make_ready(modules: Iterable[str]) -> None:
    """Import these, and make sense of nbgrader's tables now, which each fork would do anew over what comes first."""
    with leanly():
        for name in modules:
            import_module(name)
        from sqlalchemy.orm import configure_mappers

        configure_mappers()
