"""What is said while something of others has not come: and, once a date is agreed, until when, and what comes then."""

from datetime import datetime
from typing import Literal

from kith_exercises.primitives.primitive import Known
from kith_widgets.words import moment, say

__all__ = ["awaited", "dated"]

#: What is awaited: somebody's words, or a seat in a group. First without a date, then with one that lies ahead.
_WORDS = {"words": ("waitsForOthers", "waitsUntil"), "seat": ("waitsForSeat", "waitsForSeatUntil")}


def awaited(known: Known, sending: str, what: Literal["words", "seat"] = "words") -> str:
    """That it comes, and until when others' is awaited before the makers' stands in."""
    return dated(known, known.until.get(sending, ""), *_WORDS[what])


def dated(known: Known, at: str, plain: str, with_date: str) -> str:
    """The sentence that names a date, while that lies ahead; else the plain one."""
    then, now = _time(at), _time(known.now)
    return say(with_date, time=moment(then)) if then and now and now < then else say(plain)


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
