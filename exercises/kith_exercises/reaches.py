"""Who sees an answer, said before the first key."""

from kith_exercises.journal import Reach

__all__ = ["reach_line", "seen_by_facilitator"]

_SENTENCES: dict[Reach, str] = {
    "mine": "Only you see this. It stays in your own folder and is not part of what you submit.",
    "partner": "Only your partners read this. It is confidential, not anonymous: a facilitator could open it.",
    "facilitator": "Your facilitator reads this. It is confidential, not anonymous.",
    "count": "What you choose or mark here counts only inside figures of five people or more. It travels with what "
    "you submit, so it is confidential, not anonymous.",
    "library": "Your facilitator reads this. Later groups do only if you say so, text by text.",
}


def reach_line(reach: Reach) -> dict[str, str]:
    """The reach and the sentence that a widget shows under its field."""
    return {"kind": reach, "sentence": _SENTENCES[reach]}


def seen_by_facilitator(reach: Reach) -> bool:
    """Whether the answer itself is shown where a facilitator marks (a count never is, nor what is mine)."""
    return reach in ("facilitator", "library")
