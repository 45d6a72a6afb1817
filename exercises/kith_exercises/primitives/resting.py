"""How long an answer of one's own has lain, where what comes next is better met some days later."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kith_exercises.primitives.primitive import Known
from kith_exercises.records import Record
from kith_widgets.words import moment, say

__all__ = ["rests"]


def rests(known: Known, step: str, days: int, sentence: Callable[[str], str]) -> str:
    """A ``sentence``, of the date, until an answer has lain for so many days.

    Where nothing is answered, or by no clock that can be read, that comes first.
    """
    answered = next((_time(one.at) for one in known.records if _is_of(one, step)), None)
    now = _time(known.now)
    if known.answers(step) is None or answered is None or now is None:
        return say("waitsForText")
    until = answered + timedelta(days=days)
    return "" if now >= until else sentence(moment(until))


def _is_of(record: Record, step: str) -> bool:
    match record:
        case Record(event="commit", value={"step": of}):
            return bool(of == step)
    return False


def _time(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None
