"""A thing explained, and where it lost its readers."""

from dataclasses import replace
from typing import Any

from kith_exercises.exchange import Parcel
from tests.primitives.sample import Came, Sample

__all__ = ["ALLOCATE", "ALLOCATE_ROOM"]


def _sent(id: str, sending: str, origin: str, **content: Any) -> Parcel:
    at = f"2026-11-20T12:00:{id[1:]}.000Z"
    return Parcel(id, f"explain-it/{sending}", "explain-it", "", origin, content, at=at)


def _lost(id: str, sending: str, origin: str, first: str) -> Parcel:
    return _sent(id, sending, origin, lost={"of": "e9", "spans": [[0, 6]]}, answers="Perhaps twice", first=first)


ALLOCATE = Sample(
    "allocate",
    """
    [explain-it]
    kind = "allocate"
    reach = "partner"
    title = "Where did I lose you?"

    [explain-it.pass]
    each = 2
    key = "key"

    [[explain-it.write]]
    id = "text"
    kind = "text"
    label = "Explain your thing."
    words = [1, 150]

    [[explain-it.write]]
    id = "questions"
    kind = "text"
    label = "Three questions."

    [[explain-it.write]]
    id = "how"
    kind = "choice"
    label = "How do you know it?"
    options = [{ id = "did", label = "Did it" }, { id = "read", label = "Read it" }]

    [[explain-it.write]]
    id = "key"
    kind = "text"
    reach = "mine"
    label = "Your own answers"

    [explain-it.forecast]
    label = "How many of the three will they get?"
    min = 0
    max = 3
    result = { field = "right", of = "check" }

    [[explain-it.read]]
    id = "lost"
    kind = "passage"
    label = "Select the words where you are lost."

    [[explain-it.read]]
    id = "answers"
    kind = "text"
    label = "Your answers"

    [[explain-it.read]]
    id = "first"
    kind = "text"
    optional = true
    label = "What would you have needed first?"

    [[explain-it.check]]
    id = "right"
    kind = "number"
    label = "By your key, how many are right?"
    min = 0
    max = 3

    [explain-it.rewrite]
    label = "The same for the next reader"
    words = [1, 150]

    [explain-it.alone]
    texts = 1
    after-days = 2
    """,
    sealed={
        "texts": [
            {"text": "Turn it left, then the other way.", "questions": "How often?", "how": "did", "key": "Four times"},
        ]
    },
    withheld={"A drawing of it": "came-1", "Once, and only once": "told-2", "A map of it": "recame-1"},
    came=Came(
        (
            _sent("e01", "text", "aaaa", text="Fold it twice.", questions="How often?", how="read"),
            _sent("e02", "text", "bbbb", text="Fold it again.", questions="Why twice?", how="made up"),
            _lost("e03", "lost", "cccc", "A drawing of it"),
            _lost("e04", "lost", "dddd", "A drawing of it, too"),
            _sent("e05", "checked", "bbbb", right=1, **{"told-key": "Once, and only once"}),
            _sent("e06", "checked", "aaaa", right=2, **{"told-key": "Twice"}),
            _sent("e07", "again", "eeee", text="Fold it in the middle.", questions="Where?", how="did"),
            _lost("e08", "found", "ffff", "A map of it"),
        )
    ),
)

ALLOCATE_ROOM = replace(ALLOCATE, form="room", withheld={})
