"""What came: the scenes that unfold after a commit (or a look), computed from data alone.

A scene holds no answer. Where a learner's own figure belongs it says whose (``of``), and the browser draws it in; so
the same scenes serve everybody, and a page without a kernel can unfold them too.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module

from kith_exercises.errors import KithError
from kith_exercises.fields import Field, Marks
from kith_exercises.truths.sealed import Held, truth_of
from kith_exercises.truths.step import Said, Scene, Step, Truth

__all__ = ["NAMES", "SEALED", "Held", "Said", "Scene", "Step", "placed", "quotes", "reveal", "targets"]

#: The truth that stands in a module's own ``sealed.toml``.
SEALED = "sealed"
#: The others, with the module that has each, so that only what is shown is loaded.
_MODULES: Mapping[str, str] = {"guyer": "guyer", "three-turns": "turns"}
#: What a fold's ``truth`` may be.
NAMES: tuple[str, ...] = (*_MODULES, SEALED)


def reveal(name: str, fields: Sequence[Field], held: Held | None = None) -> tuple[Step, ...]:
    """The steps that unfold the truth ``name`` beside the answers to these fields. Raises KithError.

    ``held`` is what a module's own file says came, for a truth that is data.
    """
    return _found(name, held).steps(fields)


def quotes(name: str, fields: Sequence[Field], held: Held | None = None) -> list[Said]:
    """One's own figures beside what came, in sentences, for the field that asks what to make of the difference."""
    return _found(name, held).quotes(fields)


def targets(name: str, held: Held | None = None) -> dict[str, float]:
    """The true value of each mark that a fold with this truth asks for; empty where there is none."""
    return _found(name, held).targets()


def placed(name: str, fields: Sequence[Field], held: Held | None = None) -> Marks | None:
    """The first line among these fields each of whose marks has a true place, or None."""
    known = targets(name, held)
    lines = (field for field in fields if isinstance(field, Marks))
    return next((line for line in lines if known and all(mark.id in known for mark in line.marks)), None)


def _found(name: str, held: Held | None) -> Truth:
    if name == SEALED:
        if held is None:
            raise KithError("A fold with the truth “sealed” takes it from sealed.toml, and this one has none there.")
        return truth_of(held)
    if name not in _MODULES:
        raise KithError(f"There is no reveal “{name}”; a fold's truth is one of: {', '.join(NAMES)}.")
    found: Truth = import_module(f"{__name__}.{_MODULES[name]}").TRUTH
    return found
