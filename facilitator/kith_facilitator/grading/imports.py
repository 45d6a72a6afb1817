"""What the pages of a module import, so that it is imported once for all kernels that grade it."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nbformat.reader import NotJSONError

from kith_facilitator.lean import IN_KITHS_PAGES
from kith_facilitator.notebooks import read_notebook
from kith_kernels.packets import NO_DEBUGGER
from kith_widgets.words import language

__all__ = ["to_preload"]

#: Packages that many pages import, that take long to, and that start nothing of their own while they are imported.
_KNOWN = ("altair", "anywidget", "ipywidgets", "matplotlib", "networkx", "numpy", "pandas", "scipy", "sklearn", "sympy")
#: What a page gets by one import, and not all by Python's own doing.
_WITH = {IN_KITHS_PAGES[0]: IN_KITHS_PAGES[1:], "matplotlib": ("matplotlib.pyplot",)}
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(\w+)", re.MULTILINE)


def to_preload(released: Path, notebook: Any | None = None) -> tuple[str, ...]:
    """The well-known modules that the released pages of a module import, and what these pages ask.

    Of this notebook, where none is released.

    What learners import beyond that is imported by their own kernels: one parent does for all of them. Nobody debugs
    what is graded.
    """
    found = _of_all(str(released)) if released.is_dir() else ()
    asked = (f"kith_exercises.ready:{language()}:{released}",) if IN_KITHS_PAGES[0] in found else ()
    return (NO_DEBUGGER, *(found or _among(_of(notebook) if notebook else ())), *asked)


@cache  # a release does not change while it is graded
def _of_all(folder: str) -> tuple[str, ...]:
    names: set[str] = set()
    for path in sorted(Path(folder).glob("*.ipynb")):
        try:
            names |= _of(read_notebook(path))
        except (NotJSONError, ValueError, OSError):
            continue  # whoever grades by it will say what is wrong with it
    return _among(names)


def _of(notebook: Any) -> set[str]:
    sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return {name for source in sources for name in _IMPORT.findall(source)}


def _among(names: Iterable[str]) -> tuple[str, ...]:
    ours = set(names)
    known = (name for name in (*_KNOWN, *_WITH) if name in ours and find_spec(name) is not None)
    return tuple(dict.fromkeys(module for name in known for module in (name, *_WITH.get(name, ()))))
