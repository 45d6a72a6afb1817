"""What is shown, as data that a widget draws: what came, and where a learner's own answer belongs in it.

An answer is named as ``[step, field]``, and the browser takes it from the state.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.more_fields import Passage
from kith_exercises.primitives.primitive import Known, Scene
from kith_widgets.words import say

__all__ = ["figure", "made", "mean", "mine", "pair", "quote", "spans", "tally", "text"]


def text(title: str, paragraphs: Sequence[str] = (), said: Sequence[dict[str, Any]] = ()) -> Scene:
    """Paragraphs, and sentences that quote own answers: ``{"of": [step, field], "with": ..., "without": ...}``."""
    return {"kind": "text", "title": title, "paragraphs": list(paragraphs), "said": list(said)}


def mean(places: Iterable[tuple[str, str, bool]], ends: tuple[float, float], least: int) -> dict[str, Any]:
    """What a sentence quotes as the mean of own answers: for each its step, its field, and whether it is turned round.

    It is turned within the two ends. What holds no number is left out, and with fewer than ``least`` there is no mean.
    """
    return {"places": [list(place) for place in places], "turn": sum(ends), "least": least}


def quote(parcel: Parcel, field: str, label: str) -> Scene:
    """Somebody's words as they came, by a partner or, labelled so, by the makers; or that they were taken back."""
    if not parcel.content:
        return text(label, [say("parcelsTakenBack")])
    words = parcel.content.get(field)
    voice = "makers" if parcel.origin == MAKERS else "partner"
    return made(words if isinstance(words, str) else "", label, voice, parcel.at)


def spans(parcel: Parcel, field: str) -> list[list[int]]:
    """The places that somebody marked; none where they are not as a card writes them."""
    try:
        return list(Passage(field, "", None, "").check(parcel.content.get(field))["spans"])
    except ValueError:
        return []


def made(words: str, label: str, voice: str = "makers", at: str = "") -> Scene:
    """Words in somebody's voice: ``you``, ``partner`` or ``makers``."""
    return {"kind": "quote", "words": words, "voice": voice, "label": label, "at": at or None}


def mine(step: str, field: str, label: str, spans: Sequence[Sequence[int]] = ()) -> Scene:
    """Own words of a step, exactly and with their date, as the browser has them in the state; places marked in them."""
    return {"kind": "mine", "of": [step, field], "label": label, "spans": [list(span) for span in spans]}


def pair(one: Scene, other: Scene) -> Scene:
    """Two quotations side by side."""
    return {"kind": "pair", "parts": [one, other]}


def tally(title: str, sentence: str, without: str, **counted: Any) -> Scene:
    """Own answers counted against what was so: at each level of sureness, how many of how many.

    ``of`` names for each claim its step, the fields of what was chosen and how sure, and the option that is right;
    ``levels`` and ``unit`` the levels; ``rows`` what was so of each claim, and where that is known from. A tally
    without rows is drawn as one sentence: how sure on average, and how many were so.
    """
    return {"kind": "tally", "title": title, "sentence": sentence, "without": without, **counted}


def figure(known: Known, id: str) -> list[Scene]:
    """A released figure of the cohort, or none while it has not come."""
    found = known.figures.get(id)
    return [{**found, "kind": "figure"}] if isinstance(found, dict) else []
