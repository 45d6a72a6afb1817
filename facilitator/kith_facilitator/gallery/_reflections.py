"""The reflection editor in each of its states."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.envelope import CriterionMark, Envelope, Feedback, Suggestion
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
    "The list says more than any survey:\n\n- What was on it?\n- What *was not*?",
)
_SHOWS = "Two days later she had built her own list beside it."
_TRY = Suggestion("e0a86cb7", "Ask Mira what was on her list, and quote one line of it.")
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
    yield from _histories(stage)
    yield stage.reflection("Own criterion", "It stands in the place of another.", _save(_TEXT), _SWAP)
    yield stage.reflection(
        "Own levels", "One is set, with the sentence that shows it; one sentence is no longer in the text.",
        _save(f"{_TEXT} She thanked me."), _rate("evidence", 2, _SHOWS), _rate("other", 2, "She thanked me."),
        _save(_TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Kept in this browser", "Typed on an earlier visit, and put back into the field.", _save(_TEXT),
        drafts=_kept(_MORE, _TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Another version", "This browser holds a text that parted from the saved one: it is offered, never lost.",
        _save(_ELSEWHERE), drafts={":other": [{"text": _MORE, "at": _AT}]},
    )  # fmt: skip
    yield from _feedback(stage)
    more = _kept(_MORE, _TEXT)
    yield stage.reflection("Kernel late", "Saving, and no answer.", _save(_TEXT), drafts=more, trouble="late")
    yield stage.reflection("Kernel gone", "Nobody is there.", _save(_TEXT), drafts=more, trouble="gone")
    yield stage.reflection("Without criteria", "A question alone, for oneself.", prompt="plain")
    yield stage.reflection(
        "Long words", "One word of many letters.", _save(_LONG), _swap(_LONG[:120], _LONG), {"do": "show"},
        envelope=_envelope(_LONG, CriterionMark("other", _LONG[:120], 2, 4, "", _LONG, True, 0, (_TRY,), _LONG)),
    )  # fmt: skip
    yield stage.reflection(
        "Right to left", "A text in Hebrew.", _save(_HEBREW[:30]), _save(_HEBREW), {"do": "compare"}, prompt="plain"
    )


def _histories(stage: Stage) -> Iterator[Specimen]:
    drafts = _save(_FIRST), _save(_TEXT), _save(_MORE)
    yield stage.reflection("How it changed", "The first version against the present one.", *drafts, {"do": "compare"})
    yield stage.reflection(
        "Shown to readers",
        "An earlier version goes along with the text.",
        *drafts,
        {"do": "compare"},
        {"do": "grow", "drafts": [1]},
    )
    yield stage.reflection(
        "Shown, and closed", "That it goes along is said all the same.", *drafts, {"do": "grow", "drafts": [1, 2]},
        _save(_TEXT),
    )  # fmt: skip


def _feedback(stage: Stage) -> Iterator[Specimen]:
    mine = _rate("evidence", 2, _SHOWS), _rate("other", 4, ""), _rate("next", 0, "")
    yield stage.reflection(
        "Feedback, still folded", "Two doors: a level of one's own first, or to be shown without.",
        _save(_TEXT), envelope=_envelope(_TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Feedback", "Beside the words it is about; one mark lies between two levels, one is not set yet.",
        _save(_TEXT), {"do": "show"}, envelope=_envelope(_TEXT),
    )  # fmt: skip
    yield stage.reflection(
        "Both levels", "Mine was there first. One criterion is my own, and one has moved.", _save(_TEXT), _SWAP, *mine,
        envelope=_envelope(
            _TEXT,
            CriterionMark("evidence", _MARKS[0].title, 3, 3, "Telling", _COMMENTS[2], False, 1, (_TRY,), _SHOWS),
            CriterionMark("other", "Courage", 4, 4, "All of it", _COMMENTS[1], own=True),
            _MARKS[2],
        ),
    )  # fmt: skip
    yield stage.reflection(
        "Feedback answered", "A suggestion is answered, a reply is kept, and the one before was read.",
        _save(_TEXT), {"do": "show"},
        {"do": "suggestion", "suggestion": _TRY.id, "verdict": "adapted", "because": "I asked what was missing."},
        {"do": "reply", "criterion": "other", "text": "She would call it waiting for me to finish."},
        envelope=_envelope(_TEXT, CriterionMark("other", _MARKS[1].title, 3, 4, "", _COMMENTS[1], suggestions=(_TRY,))),
    )  # fmt: skip
    yield stage.reflection(
        "Feedback on an older text", "The text has changed since.", _save(_TEXT), _save(_MORE), {"do": "show"},
        {"do": "compare", "draft": "feedback"}, envelope=_envelope(_TEXT),
    )  # fmt: skip


def _save(text: str) -> dict[str, Any]:
    return {"do": "save", "text": text}


def _kept(text: str, base: str) -> dict[str, Any]:
    return {"": {"text": text, "bases": [base], "at": _AT}}


def _rate(criterion: str, points: float, sentence: str) -> dict[str, Any]:
    return {"do": "rate", "criterion": criterion, "points": points, "sentence": sentence}


def _swap(title: str, good: str) -> dict[str, Any]:
    return {"do": "criterion", "put": {"replaces": "other", "title": title, "good": good}}


_SWAP = _swap("Courage", "It says what I would rather not have seen.")


def _envelope(on: str, *marks: CriterionMark) -> Envelope:
    return Envelope("made-up", "module", "notebook", _AT, {"reflection": Feedback(on, marks or _MARKS)})
