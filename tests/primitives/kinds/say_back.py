"""A story that two say back."""

from dataclasses import replace
from typing import Any

from kith_exercises.exchange import Parcel
from tests.primitives.sample import Came, Sample

__all__ = ["SAY_BACK", "SAY_BACK_ROOM"]


def _parcel(id: str, sending: str, origin: str, arm: str = "", **content: Any) -> Parcel:
    return Parcel(id, f"story/{sending}", "story", "", origin, content, arm, at="2026-11-20T12:00:00.000Z")


def _marks(id: str, origin: str, landed: str, told: str, **more: Any) -> Parcel:
    given = {
        "mark-1": "there",
        "mark-2": "partly",
        "met": {"of": "p1", "spans": [[0, 4]]},
        "never": {"of": "", "spans": []},
    }
    told_of = {"told-1": told, "told-2": f"{told}, too", "feeling": "tired"}
    return _parcel(id, "marks", origin, **given, understood=5, landed=landed, **told_of, **more)


SAY_BACK = Sample(
    "say-back",
    """
    [story]
    kind = "say-back"
    reach = "partner"
    title = "Saying it back"
    care = ["Leave out names."]

    [story.tell]
    label = "A time when something did not land."
    words = [1, 180]
    points = 2
    feeling = "One word for how that was"

    [[story.ways]]
    id = "words"
    label = "Say back what happened."

    [[story.ways]]
    id = "full"
    label = "Say back what happened and how it was."

    [story.marks]
    scale = ["there", "partly", "not there"]
    understood = { min = 1, max = 7, ends = ["not at all", "fully"] }

    [story.published]
    from = "sealed"

    [story.alone]
    stories = 2
    """,
    sealed={
        "stories": [
            {"story": "I showed a knot, and nobody could tie it.", "points": ["It was cold.", "My hands were fast."]},
            {"story": "I wrote a note, and nobody read it.", "points": ["It was long.", "It hung behind a door."]},
        ],
        "published": {"title": "What was found elsewhere", "paragraphs": ["A study stands here."]},
    },
    withheld={
        "A study stands here": "studies",
        "That I had waited": "came-1",
        "tired": "came-1",
        "That it rained": "came-2",
    },
    came=Came(
        (
            _parcel("p1", "story", "aaaa", "words", story="I told it at the gate."),
            _parcel("p2", "story", "bbbb", "full", story="I told it on the stairs."),
            _parcel("p3", "said", "cccc", "full", said="You told it twice."),
            _parcel("p4", "said", "dddd", "words", said="You told it once."),
            _marks("p5", "bbbb", "almost", "That I had waited", almost="It was a Sunday."),
            _marks("p6", "aaaa", "yes", "That it rained"),
        )
    ),
)

SAY_BACK_ROOM = replace(SAY_BACK, form="room", withheld={"A study stands here": "room-studies"})
