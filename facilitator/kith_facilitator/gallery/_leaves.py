"""The leaves in each of their states."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.reaches import reach_line
from kith_facilitator.gallery._activities import (
    ASKED,
    BACK,
    DEBRIEF,
    HELD,
    LONG,
    MAKERS,
    NOTES,
    RTL,
    SAID,
    SENT,
    TOLD,
    WAITING,
    Made,
)  # fmt: skip
from kith_facilitator.gallery._figures import figures
from kith_facilitator.gallery._lost import lost
from kith_facilitator.gallery._receipts import receipts
from kith_facilitator.gallery._snags import snags
from kith_facilitator.gallery._stage import Specimen, Stage
from kith_facilitator.gallery._talks import talks
from kith_widgets import Leaves
from kith_widgets.host import Exhibit
from kith_widgets.words import say

__all__ = ["leaves"]

_SURE = {"do": "commit", "step": "claim-volunteers", "answers": {"choice": "more", "sure": 80}}
_LESS = {"do": "commit", "step": "claim-tunes", "answers": {"choice": "fewer", "sure": 60}}
_LOOK = [{"do": "look", "step": f"claim-{claim}"} for claim in ("volunteers", "tunes")]
_SHOW = {"do": "next", "step": "answers"}
_PAST = {"do": "next", "step": "group"}
_WHY = {"do": "commit", "step": "explain", "answers": {"explain": "I was surer of what I wished to be so."}}
_NOTE = {"do": "note", "text": "Tried it on my brother (made up, as I am). He was surer still."}

_LINES: dict[str, Any] = {
    "do": "commit", "step": "lines-1", "answers": {"say": "4", "who": "2", "nothing": "2", "repair": "5"},
}  # fmt: skip
_TODAY: dict[str, Any] = {
    "do": "commit", "step": "tunes-1", "answers": {"now": "changed", "why": "I would say ten, by now."},
}  # fmt: skip
_SCORE = {"do": "next", "step": "score"}


def leaves(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield from _sureness(stage)
    yield from _lines(stage)
    yield from _backward(stage)
    yield from _others()
    yield from lost(stage)
    yield from receipts(stage)
    yield from talks(stage)
    yield from snags(stage)
    yield from figures(stage)
    yield from _trials()
    yield from _troubles()


def _sureness(stage: Stage) -> Iterator[Specimen]:
    yield stage.activity("A claim", "The first of several; nothing is preselected.", "how-sure")
    yield stage.activity("A claim lacks an answer", "Commit was pressed too early.", "how-sure", press=True)
    yield stage.activity("One claim answered", "Nothing is told before the last.", "how-sure", _SURE)
    yield stage.activity(
        "Claims answered", "All answers in rows; one button shows what is so.", "how-sure", _SURE, _LESS
    )
    yield stage.activity(
        "Claims counted", "My answers by how sure I was, and what comes later.", "how-sure", _SURE, _LESS, _SHOW
    )
    yield stage.activity("Claims not answered", "The same for who looked.", "how-sure", *_LOOK, _SHOW)
    said = (_SURE, _LESS, _SHOW, _PAST)
    yield stage.activity("What I make of it", "Both figures above the field.", "how-sure", *said)
    yield stage.activity("Said and noted", "Word for word, and a note under it.", "how-sure", *said, _WHY, _NOTE)


def _lines(stage: Stage) -> Iterator[Specimen]:
    yield stage.activity("Lines of a questionnaire", "All look the same, and any can be left out.", "giving")
    yield stage.activity("Own score", "Worked out here, and held against no norm.", "giving", _LINES, _SCORE)
    few = {**_LINES, "answers": {**_LINES["answers"], "who": "out"}}
    yield stage.activity("Too few for a score", "One line of four was left out.", "giving", few, _SCORE)
    yield stage.activity("One line, for oneself", "Answers of a learner's own.", "how-easy")


def _backward(stage: Stage) -> Iterator[Specimen]:
    yield stage.activity("Looking back", "What I once said, with its date, and a way past it.", "back")
    yield stage.activity("Looked back on", "What I say of it today stays under it.", "back", _TODAY)
    yield stage.activity("Words that I changed since", "Those of then beside those of today.", "back-again")
    yield stage.activity("Nothing to look back on", "It says so, and lets me go on.", "back-early")


def _others() -> Iterator[Specimen]:
    yield _made("Words and a rating", "What to leave out, somebody's words, then four kinds of questions.", ASKED)
    yield _made(
        "Words and a rating, filled", "What was touched is kept in this browser.", ASKED,
        drafts={"": {"at heard": {"again": SAID, "sound": "5", "times": 2, "kept": "yes"}}},
    )  # fmt: skip
    yield _made("Answered", "My answers as I gave them; what I had read stays above.", TOLD)
    yield _made(
        "Said back", "My words beside theirs, and two places marked in them.", BACK,
        drafts={"": {"at mark": {"point": "partly", "met": {"spans": [[0, 28], [60, 89]]}}}},
    )  # fmt: skip
    yield _made("Waiting for others", "What has to come first, and the way on without it.", WAITING)
    sent = {**SENT, "state": {**SENT["state"], "awaits": say("waitsToCome")}}
    yield _made("On its way to others", "What becomes of it now, and that nobody need wait here.", sent)
    yield _made("Material by the makers", "Nobody else is here: the makers' words, and named so.", MAKERS)
    yield _made("Held behind a word", "It opens with what is said in the room, and for who is not there.", HELD)


def _trials() -> Iterator[Specimen]:
    yield _made("A trial under way", "One note at a time, and no way back to one.", NOTES)
    yield _made("A trial told", "What differed, and the way to take my answers out.", DEBRIEF)
    out = {**DEBRIEF, "state": {**DEBRIEF["state"], "out": True}}
    yield _made("Left out", "My answers are in no figure.", out)


def _troubles() -> Iterator[Specimen]:
    draft = {"": {"at heard": {"again": SAID, "sound": "5", "times": 2, "kept": "yes"}}}
    yield _made("Leaves, kernel late", "Committed, and no answer yet.", ASKED, drafts=draft, press=True, trouble="late")
    yield _made(
        "Leaves, kernel gone", "Committed, and nobody is there.", ASKED, drafts=draft, press=True, trouble="gone"
    )
    why = "You have committed already, perhaps in another window. Reload the page to see it."
    yield _made(
        "Leaves, refused", "A sentence, and what was typed stays.", ASKED, drafts=draft, press=True, refusal=why
    )
    yield _made("Leaves of long words", "Words broken, not cut off, at any width.", LONG)
    yield _made("Leaves from right to left", "Each text keeps its direction; figures run left to right.", RTL)


def _made(state: str, note: str, made: Made, **more: Any) -> Specimen:
    """A state that no kind of activity leads to yet, as its card will give it."""
    folded = _spoken(made)
    widget = Leaves({**folded["card"], "key": f"gallery/leaves/{state}"}, folded["state"])
    return Specimen("Leaves", state, Exhibit(widget, folded, title=state, note=note, readers=True, **more))


def _spoken(value: Any) -> Any:
    """The same with each reach as its sentence in the language that is spoken."""
    if isinstance(value, list):
        return [_spoken(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: reach_line(one) if key in ("reach", "note_reach") else _spoken(one) for key, one in value.items()}
