"""Kith in a notebook: prompts that ask before they tell, and a journal that keeps what was answered."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kith_exercises.errors import KithError

if TYPE_CHECKING:
    from kith_exercises.notebook import Notebook
    from kith_exercises.notebook import open_notebook as open

__all__ = ["KithError", "Notebook", "open"]

_LAZY = {"Notebook": ("kith_exercises.notebook", "Notebook"), "open": ("kith_exercises.notebook", "open_notebook")}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LAZY[name]
    return getattr(import_module(module), attribute)
