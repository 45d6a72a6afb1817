"""*Leave my answers out*: the records that say it, what could be left out, and what travels in its place."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

__all__ = ["LEAVE_OUT", "THROUGH", "counts", "left_out"]

#: The event by which somebody has their answers to a prompt left out of every figure, or counted again.
LEAVE_OUT = "leave-out"

#: What travels in place of an answer that is left out: that somebody went through here, and not by which door.
THROUGH = "through"


class _Said(Protocol):
    @property
    def event(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def reach(self) -> str: ...


def left_out(records: Iterable[_Said]) -> bool:
    """Whether answers to a prompt are to be left out of every figure; of these records of it the last word counts.

    The word itself stays with its learner. Where records were sent, what stands in the place of answers says as much.
    """
    out = False
    for one in records:
        if one.event == THROUGH:
            return True
        if one.event == LEAVE_OUT and isinstance(one.value, Mapping):
            out = one.value.get("out") is True
    return out


def counts(record: _Said) -> bool:
    """Whether a record holds an answer that may be in a figure: no trial, which has to be told of first."""
    if record.reach != "count" or not isinstance(record.value, Mapping):
        return False
    match record.event:
        case "commit" | "also":
            in_step = "step" in record.value and isinstance(record.value.get("answers"), Mapping)
            return bool(record.value["answers"] if in_step else record.value)
        case "unfold":
            return record.value.get("answer") is not None
    return False
