"""The stand in each of its states."""

from collections.abc import Iterator
from typing import Any

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["stands"]

_PLACED: dict[str, Any] = {"return": {"at": 20, "sure": "sure"}, "learn": {"none": True}}
_KEPT = {"do": "commit", "answers": _PLACED}
_FIRST: dict[str, Any] = {"return": {"at": 70, "sure": "open"}, "learn": {"none": True}}
_NOTE = {"do": "note", "text": "I thought of my sister (made up, as I am), who never asks for anything back."}
_BESIDE: dict[str, Any] = {
    "begins": {"at": 66, "sure": "open"},
    "asked": {"values": {"ask": 4}, "width": None},
    "last": "them",
    "minutes": 25,
    "why": "It was the third time that day.",
}


def stands(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.fold("Positions", "Two claims that can both be held, and a way out.", "positions")
    yield stage.fold("Positions half placed", "One line answered; the other has nothing yet.", "positions",
                     drafts=_form({"return": _PLACED["return"]}))  # fmt: skip
    yield stage.fold(
        "A position lacks", "Commit was pressed too early: all that lacks is named.", "positions", press=True
    )
    yield stage.fold("Positions placed", "Two lines answered, not yet committed.", "positions", drafts=_form(_PLACED))
    yield stage.fold(
        "Positions kept", "Nothing unfolds: the time alone stays, so that it steers nothing later.", "positions", _KEPT
    )
    yield stage.fold(
        "Positions, first and last", "My first marks come back beside the last ones, and not before.", "positions",
        _KEPT, earlier={"first": stage.answered("positions", "My first two lines", _FIRST)},
    )  # fmt: skip
    yield stage.fold("A note on positions", "What I would say about them later.", "positions", _KEPT, _NOTE)
    yield stage.fold("Positions and other questions", "A line, marks, a choice, a number and words.", "beside")
    yield stage.fold("Positions and others, filled", "The same, before the commit.", "beside", drafts=_form(_BESIDE))
    gone: dict[str, Any] = {"drafts": _form(_PLACED), "press": True}
    yield stage.fold("Kernel late with positions", "Committed, and no answer yet.", "positions", trouble="late", **gone)
    why = stage.refusal("positions", [_KEPT, _KEPT])
    yield stage.fold("Positions refused", "Committed in another window before.", "positions", refusal=why, **gone)
    yield stage.fold("Long claims", "Words broken, not cut off, at any width.", "long-claims")
    yield stage.fold("Claims from right to left", "The line runs as its claims stand: left to right.", "rtl-claims")


def _form(answers: dict[str, Any]) -> dict[str, Any]:
    return {"": {"form": answers}}
