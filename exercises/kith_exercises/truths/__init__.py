"""What came: the scenes that unfold after a commit (or a look), computed from data alone.

A scene holds no answer. Where a learner's own figure belongs it says whose (``of``), and the browser draws it in; so
the same scenes serve everybody, and a page without a kernel can unfold them too.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module

from kith_exercises.errors import KithError
from kith_exercises.fields import Field
from kith_exercises.truths.step import Said, Scene, Step, Truth

__all__ = ["NAMES", "Said", "Scene", "Step", "quotes", "reveal", "targets"]

#: What a fold's ``truth`` may be, with the module that has it, so that only what is shown is loaded.
_MODULES: Mapping[str, str] = {"guyer": "guyer", "three-turns": "turns"}
NAMES: tuple[str, ...] = tuple(_MODULES)


def reveal(name: str, fields: Sequence[Field]) -> tuple[Step, ...]:
    """The steps that unfold the truth ``name`` beside the answers to these fields. Raises KithError."""
    return _found(name).steps(fields)


def quotes(name: str, fields: Sequence[Field]) -> list[Said]:
    """One's own figures beside what came, in sentences, for the field that asks what to make of the difference."""
    return _found(name).quotes(fields)


def targets(name: str) -> dict[str, float]:
    """The true value of each mark that a fold with this truth asks for; empty where there is none."""
    return _found(name).targets()


def _found(name: str) -> Truth:
    if name not in _MODULES:
        raise KithError(f"There is no reveal “{name}”; a fold's truth is one of: {', '.join(NAMES)}.")
    found: Truth = import_module(f"{__name__}.{_MODULES[name]}").TRUTH
    return found
