"""*Leave my answers out*: the one name of the record that says it, and what counts of several."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

__all__ = ["LEAVE_OUT", "left_out"]

#: The event by which somebody has their answers to a prompt left out of every figure, or counted again.
LEAVE_OUT = "leave-out"


class _Said(Protocol):
    @property
    def event(self) -> str: ...
    @property
    def value(self) -> Any: ...


def left_out(records: Iterable[_Said]) -> bool:
    """Whether answers to a prompt are to be left out of every figure; of these records of it the last word counts."""
    said = [one.value.get("out") for one in records if one.event == LEAVE_OUT and isinstance(one.value, Mapping)]
    return bool(said) and said[-1] is True
