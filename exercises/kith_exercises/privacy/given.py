"""What a gate is given, looked at once, at the door: of another kind, it raises `OutOfRange`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kith_exercises.errors import OutOfRange

__all__ = ["by_name", "instance", "listed", "several"]


def by_name(parameter: str, value: Any, kind: type | None = None) -> None:
    """One thing for each name, all of a kind if one is asked for."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise OutOfRange(parameter, value, "one for each name, as a dict from texts")
    if kind is not None:
        for name, one in value.items():
            instance(f"{parameter} of “{name}”", one, kind)


def instance(parameter: str, value: Any, kind: type) -> None:
    """One thing of this kind."""
    if not isinstance(value, kind):
        raise OutOfRange(parameter, value, f"one of the kind {kind.__name__}")


def several(parameter: str, value: Any) -> None:
    """Any number of things that can be gone through; a text is none."""
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
        raise OutOfRange(parameter, value, "a list")


def listed(parameter: str, value: Any, kind: type) -> None:
    """A list of things of one kind."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise OutOfRange(parameter, value, f"a list of the kind {kind.__name__}")
    for one in value:
        instance(f"one of the {parameter}", one, kind)
