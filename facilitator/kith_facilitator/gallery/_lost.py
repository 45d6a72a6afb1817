"""*Where did I lose you?*: a text to get lost in, and where its reader did; the people are made up."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.exchange import Parcel
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["lost"]

_AT = "2026-11-20T12:30:00.000Z"
_TEXT = (
    "When the dough is soft, turn it once an hour instead of kneading it. It has had enough when it holds its shape.\n"
    "Then let it prove until it comes back slowly."
)
_QUESTIONS = "How do you know that you can stop turning? What do you do in a cold kitchen?"
_KEY = "When it holds its shape. Wait longer, and go by the dough, not by the clock."
_ANSWERS = "After an hour? I don't know what comes back."


def lost(stage: Stage) -> Iterator[Specimen]:
    """Its states."""
    text = _parcel("text", {"text": _TEXT, "questions": _QUESTIONS})
    yield stage.activity(
        "A text to get lost in", "Somebody's words, in which places are marked.", "lose-you", part="read", came=[text]
    )
    start = _TEXT.index("prove")
    spans = [[start, start + len("prove")], [_TEXT.index("comes back"), len(_TEXT)]]
    answer = _parcel("lost", {"lost": {"of": "made-up", "spans": spans}, "answers": _ANSWERS})
    yield stage.activity(
        "Where they got lost",
        "My words with two places marked, their answers beside mine, and the check.",
        "lose-you",
        _commit("text", text=_TEXT, questions=_QUESTIONS, key=_KEY),
        _commit("guess", guess=2),
        {"do": "next", "step": "came-1"},
        part="came",
        came=[answer],
    )


def _commit(step: str, **answers: Any) -> dict[str, Any]:
    return {"do": "commit", "part": "write", "step": step, "answers": answers}


def _parcel(sending: str, content: dict[str, Any]) -> Parcel:
    return Parcel(f"made-up-{sending}", f"lose-you/{sending}", "lose-you", "", "made-up", content, at=_AT)
