"""What a record is about: the place that it takes from the record before it, of which only the newest counts."""

from collections.abc import Mapping
from typing import Any

from kith_exercises.leaving import LEAVE_OUT
from kith_exercises.records import TEXT, Record

__all__ = ["Slot", "named", "slot_of"]

Slot = tuple[Any, ...]

#: Events of which only the newest counts: one for each of what the named parts of its value say it is about.
_ABOUT: Mapping[str, tuple[str, ...]] = {
    TEXT: (),
    "grown": (),
    "criterion": (),
    "self": ("criterion", "own", "to"),
    "reply": ("to", "criterion"),
    "suggestion": ("to", "criterion", "suggestion"),
    "form": ("part",),
    LEAVE_OUT: (),
}


def slot_of(record: Record) -> Slot | None:
    """The place that a record takes, or None for one that stands for itself, as folds' events do."""
    about = _ABOUT.get(record.event)
    if about is None:
        return None
    value = record.value if about and isinstance(record.value, dict) else {}
    return record.prompt, record.event, *(str(value.get(key)) for key in about)


def named(record: Record) -> tuple[int, ...]:
    """The texts that a record of the event ``grown`` names, by their number."""
    match record.value:
        case {"drafts": [*drafts]}:
            return tuple(seq for seq in drafts if type(seq) is int)
    return ()
