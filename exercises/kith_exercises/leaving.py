"""*Leave my answers out*: the records that say it, what could be left out, and what travels in its place.

The word stands once, on the page on which it was said, and counts on all: each page takes it over, as each travels by
itself. A kernel that is killed in between leaves it to whoever opens or submits the others.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

__all__ = ["LEAVE_OUT", "THROUGH", "counts", "left_out", "next_word", "to_take_over"]

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


class _Written(_Said, Protocol):
    @property
    def at(self) -> str: ...
    @property
    def prompt(self) -> str: ...


Said = TypeVar("Said", bound=_Said)
Written = TypeVar("Written", bound=_Written)


def left_out(records: Iterable[_Said]) -> bool:
    """Whether answers to a prompt are to be left out of every figure; of these records of it the last word counts.

    The word itself stays with its learner. Where records were sent, what stands in the place of answers says as much.
    """
    said = [one for one in records if one.event in (LEAVE_OUT, THROUGH)]
    word = _last(said)
    return any(one.event == THROUGH for one in said) or (word is not None and word.value.get("out") is True)


def next_word(records: Iterable[_Said], out: bool) -> dict[str, Any]:
    """The word that counts after these of the same prompt, whatever a clock says."""
    word = _last(records)
    return {"out": out, "nth": _nth(word) + 1 if word else 1}


def to_take_over(here: Iterable[Written], said: Iterable[Written]) -> list[Written]:
    """The last word on each prompt that was ``said`` on any page, where another one, or none, counts ``here``."""
    own, words = ([one for one in records if one.event == LEAVE_OUT] for records in (here, said))
    found = []
    for prompt in dict.fromkeys(word.prompt for word in words):
        known = [word for word in own if word.prompt == prompt]
        there = [word for word in words if word.prompt == prompt]
        before, last = _last(known), _last(sorted(known + there, key=lambda word: word.at))
        if last and (before is None or last.value != before.value):
            found.append(last)
    return found


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


def _last(records: Iterable[Said]) -> Said | None:
    """The word that counts: the one that most others came before, or of several such the last here."""
    words = [one for one in records if one.event == LEAVE_OUT and isinstance(one.value, Mapping)]
    return max(reversed(words), key=_nth, default=None)


def _nth(word: _Said) -> int:
    nth = word.value.get("nth")
    return nth if type(nth) is int else 0
