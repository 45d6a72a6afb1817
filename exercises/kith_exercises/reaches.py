"""Who sees an answer, said before the first key."""

from kith_exercises.journal import Reach
from kith_widgets.words import say

__all__ = ["reach_line", "seen_by_facilitator"]

_SENTENCES: dict[Reach, str] = {
    "mine": "reachMine",
    "partner": "reachPartner",
    "facilitator": "reachFacilitator",
    "count": "reachCount",
    "library": "reachLibrary",
}


def reach_line(reach: Reach) -> dict[str, str]:
    """The reach and the sentence that a widget shows under its field."""
    return {"kind": reach, "sentence": say(_SENTENCES[reach])}


def seen_by_facilitator(reach: Reach) -> bool:
    """Whether the answer itself is shown where a facilitator marks (a count never is, nor what is mine)."""
    return reach in ("facilitator", "library")
