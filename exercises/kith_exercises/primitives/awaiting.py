"""What is said while something of others has not come: and, once a date is agreed, until when, and what comes then."""

from datetime import datetime
from typing import Literal

from kith_exercises.primitives.primitive import Known
from kith_widgets.words import moment, say

__all__ = ["awaited"]

#: What is awaited: somebody's words, or a seat in a group. First without a date, then with one that lies ahead.
_WORDS = {"words": ("waitsForOthers", "waitsUntil"), "seat": ("waitsForSeat", "waitsForSeatUntil")}


def awaited(known: Known, sending: str, what: Literal["words", "seat"] = "words") -> str:
    """That it comes, and until when others' is awaited before the makers' stands in."""
    plain, dated = _WORDS[what]
    at, now = _time(known.until.get(sending, "")), _time(known.now)
    return say(dated, time=moment(at)) if at and now and now < at else say(plain)


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
