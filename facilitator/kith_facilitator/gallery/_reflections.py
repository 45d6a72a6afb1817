"""The reflection editor in each of its states."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.envelope import CriterionMark, Envelope, Feedback
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["reflections"]

_FIRST = "I showed Mira the scheduling sheet."
_TEXT = (
    "I showed Mira (she is made up) how the scheduling sheet works. I talked for ten minutes; she nodded all through. "
    "Two days later she had built her own list beside it.\n\nI took the nodding for understanding. It was politeness."
)
_MORE = f"{_TEXT} I never asked."
_ELSEWHERE = "Written on another machine: Mira's list had the names, and the sheet had only the shifts."
_LONG = "Verantwortungsdiffusionsvermeidungsstrategie" * 6
_HEBREW = "הראיתי למירה את הטבלה. היא הנהנה, ולא שאלתי מה היא הבינה."
_AT = "2026-11-21T09:30:00.000Z"
_COMMENTS = (
    "The list beside the sheet says more than any survey. What was on it?",
    "You call it politeness. What would Mira call it?",
)
_MARKS = (
    CriterionMark("evidence", "What you saw or heard", 3, 3, "Telling", _COMMENTS[0]),
    CriterionMark("other", "The other person's view", 3, 4, "", _COMMENTS[1]),
    CriterionMark("next", "What comes next", None, 1, "", ""),
)


def reflections(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.reflection("Empty", "The criteria stand open while nothing is written.")
    yield stage.reflection("Saved", "The time is that of the kernel's answer.", _save(_TEXT))
    yield stage.reflection("Earlier drafts", "Asked for, and shown.", _save(_FIRST), _save(_TEXT), {"do": "drafts"})
    yield stage.reflection(
        "Kept in this browser", "Typed on an earlier visit, and put back into the field.", _save(_TEXT),
        drafts=_kept(_MORE, _TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Another version", "This browser holds a text that parted from the saved one: it is offered, never lost.",
        _save(_ELSEWHERE), drafts={":other": [{"text": _MORE, "at": _AT}]},
    )  # fmt: skip
    yield stage.reflection(
        "Feedback", "Beside the words it is about; one mark lies between two levels, one is not set yet.",
        _save(_TEXT), envelope=_envelope(_TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Feedback on an older text", "The text has changed since.", _save(_TEXT), _save(_MORE),
        envelope=_envelope(_TEXT),
    )  # fmt: skip
    more = _kept(_MORE, _TEXT)
    yield stage.reflection("Kernel late", "Saving, and no answer.", _save(_TEXT), drafts=more, trouble="late")
    yield stage.reflection("Kernel gone", "Nobody is there.", _save(_TEXT), drafts=more, trouble="gone")
    yield stage.reflection("Without criteria", "A question alone, for oneself.", prompt="plain")
    yield stage.reflection("Long words", "One word of many letters.", _save(_LONG), envelope=_envelope(_LONG))
    yield stage.reflection("Right to left", "A text in Hebrew.", _save(_HEBREW), prompt="plain")


def _save(text: str) -> dict[str, Any]:
    return {"do": "save", "text": text}


def _kept(text: str, base: str) -> dict[str, Any]:
    return {"": {"text": text, "bases": [base], "at": _AT}}


def _envelope(on: str) -> Envelope:
    return Envelope("made-up", "module", "notebook", _AT, {"reflection": Feedback(on, _MARKS)})
