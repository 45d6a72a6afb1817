"""A stamped note: read before its stamps and with them, and what came of it; the people are made up."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.exchange import Parcel
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["receipts"]

_AT = "2026-11-20T12:40:00.000Z"
_FAILS = "When there is no minute for it, or when it sounds like an exam."
_NOTE = {
    "note": "Before I hand something over, I ask the other person for the next step, in their own words.",
    "sure": 70,
    "how": "did",
    "fails": _FAILS,
}


def receipts(stage: Stage) -> Iterator[Specimen]:
    """Its states."""
    yield stage.activity(
        "A note with its stamps",
        "Trust before the stamps, then the stamps, and what is asked with them in sight.",
        "stamped",
        {"do": "commit", "step": "trust-1", "answers": {"trust": 4}},
        part="read",
        came=[_parcel("note", _NOTE)],
    )
    judged = {"before": 4, "again": 8, "more": "When it fails", "less": "How sure I am", "verdict": "fits"}
    claim = {"of": "made-up", "spans": [[32, 56]]}
    yield stage.activity(
        "What came of my note",
        "A reader's numbers and verdict, what I expected beside what they say, and what was done with two notes.",
        "stamped",
        _given("note", **_NOTE),
        _given("forecast", trust=6, more="How I know", less="When it fails"),
        {"do": "next", "step": "came-1"},
        {"do": "commit", "step": "use-1", "answers": {"use": "used", "difference": "", "thanks": None}},
        {"do": "next", "step": "told-1"},
        part="came",
        came=[
            _parcel("note", _NOTE),
            _parcel("verdict", {**judged, "claim": claim}),
            _parcel("use", {"use": "adapted", "difference": "Nobody rings at night any more to ask.", "thanks": claim}),
        ],
    )
    yield from _at_one_table(stage)


def _at_one_table(stage: Stage) -> Iterator[Specimen]:
    yield stage.activity(
        "A note at one table",
        "Read on its giver's device: the stamps unfold once somebody has said whether they would act on it.",
        "stamped",
        *({"do": "form", "part": part, "form": "room"} for part in ("give", "read")),
        _given("room-note", **_NOTE),
        {"do": "commit", "step": "room-trust", "answers": {"trust": 4}},
        part="read",
    )
    yield stage.activity(
        "A story at one table",
        "Under the number that its teller says stands the way to say it back, and a clock.",
        "story",
        {"do": "commit", "step": "room-listen-1", "answers": {"number": 12}},
        part="listen",
    )


def _given(step: str, **answers: Any) -> dict[str, Any]:
    return {"do": "commit", "part": "give", "step": step, "answers": answers}


def _parcel(sending: str, content: dict[str, Any]) -> Parcel:
    return Parcel(f"made-up-{sending}", f"stamped/{sending}", "stamped", "", "made-up", content, at=_AT)
