"""The inbox: with things to do, with some that are done, and with nothing in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from kith_exercises.cards.inbox import Came, InboxCard
from kith_exercises.library import Note
from kith_exercises.things import Place, Sheet, Thing
from kith_facilitator.gallery._stage import Specimen
from kith_widgets import Inbox
from kith_widgets.host import Exhibit

__all__ = ["inboxes"]

_MODULE = "1-empathy"
_HERE = Place(_MODULE, Sheet(f"{_MODULE}/during", "during.ipynb", "During", ()))
_THERE = Place(_MODULE, Sheet(f"{_MODULE}/together", "together.ipynb", "Together", ()))
_LONG = "Where I lost you, and what I believed about my reader that was not so when I wrote it down for them"

_STORY = Thing("a", "partner", "Listen twice", 4, done=False, at="2026-11-20", name="3f2a9c01", place=_HERE)
_MADE = Thing("b", "makers", "Listen twice", 4, done=False, at="2026-11-20", place=_HERE)
_LOST = Thing("c", "partner", _LONG, 3, done=False, at="2026-11-21", name="77be10d2", place=_THERE)
_MARKED = Thing("d", "facilitator", "Why one difference came", 2, done=False, at="2026-11-22", place=_THERE)
_FIGURES = Thing("e", "group", "Who speaks first?", 1, done=True, place=_HERE)
_GONE = Thing("f", "partner", "Be the reader", 3, done=True, at="2026-11-19", name="77be10d2")
_TITLE, _ASKED = "For those who come after you", "What should the next group know?"
_LEFT = (
    Note("left-1", _MODULE, "left", _TITLE, "", ((_ASKED, "Ask before noon. After that nobody has time."),)),
    Note("left-2", _MODULE, "left", _TITLE, "Robin (made up)", ((_ASKED, "The second text was the better one."),)),
)
#: Nothing came, and something is awaited.
_AWAITED = Came(exchanges={_THERE.sheet.name: "2026-11-26T17:00:00+00:00"}, titles={_THERE.sheet.name: "Together"})


def inboxes() -> Iterator[Specimen]:
    """All states."""
    things = (_STORY, _MADE, _LOST, _MARKED)
    yield _shown("Things for me", "From two partners, the makers and a facilitator.", replace(_AWAITED, things=things))
    some = Came((_STORY, _FIGURES, _GONE), library=_LEFT)
    yield _shown("Some are done", "What is done is ticked and folded away; so is what was left.", some)
    yield _shown("All is done", "And nothing else waits.", replace(_AWAITED, things=(_FIGURES, _GONE)))
    yield _shown("Nothing yet", "Before the first exchange.", _AWAITED)
    yield _shown("Ready to be fetched", "It lies in the exchange, and not yet here.", Came(waits=("Empathy",)))


def _shown(state: str, note: str, came: Came) -> Specimen:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    card = InboxCard(_HERE.sheet.name, lambda: came, f"gallery/inbox/{state}", lambda: now)
    return Specimen("Inbox", state, Exhibit(Inbox(card.card(), card.state(), card.act), title=state, note=note))
