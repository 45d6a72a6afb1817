"""Rooms of people who wait for each other or speak with each other, in each of their states."""

from collections.abc import Iterator
from typing import Any

from kith_exercises.exchange import MAKERS, Parcel
from kith_facilitator.gallery._figures import released
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["rooms"]

_BANDS = "0" * 5 + "1" * 5 + "2" * 7 + "5" * 6 + "n" * 3
_LEVER = {"do": "commit", "step": "lever-box", "answers": {"guess": 30}}
_PAST = tuple({"do": "next", "step": step} for step in ("bands", "rooms"))
_ALL = {"do": "commit", "step": "room-all", "answers": {"guess": 40}}
_CROWD: dict[str, Any] = {"crowd": {"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}, "guess": 3}
_BUILT = {"do": "commit", "step": "built-1", "answers": _CROWD}
_SEAT = Parcel(
    "5ea7" * 4, "which-form/seat", "which-form", "", MAKERS, {"group": 2, "seat": 3, "seats": 3, "way": "facts"}
)
_TALK = {"do": "next", "step": "way", "part": "together"}
_TURNS = {"do": "commit", "step": "clock", "answers": {"turns": [310, 120, 95]}, "part": "together"}
_AGAIN = {"do": "commit", "step": "again", "answers": {"choice": "paper", "sure": 60, "share": 30}}
_TAPS = {"do": "next", "step": "taps"}


def rooms(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.activity("How many others", "One choice, from first to never.", "who-asks", part="band")
    yield stage.activity("A room by the makers", "Guessed first, then run.", "who-asks", part="room")
    yield stage.activity(
        "A room by hand", "Commit was pressed before anybody was moved.", "who-asks", _ALL, part="room", press=True
    )
    yield stage.activity(
        "A room by hand, run", "Round by round, beside my guess.", "who-asks", _ALL, _BUILT, part="room"
    )
    looked = {"do": "look", "step": "built-1"}
    yield stage.activity("No room by hand", "The same for who looked.", "who-asks", _ALL, looked, part="room")
    ours = released(stage.prompt("who-asks"), {f"{n:02}": _band(one) for n, one in enumerate(_BANDS)})
    yield stage.activity(
        "A group in bands", "How many chose what; where rooms like it end.", "who-asks", *_PAST,
        part="ours", figures=ours,
    )  # fmt: skip
    yield stage.activity(
        "A figure of the group", "My guess stands under it.", "who-asks", *_PAST, _LEVER, part="ours", figures=ours
    )
    yield stage.activity(
        "Who speaks", "Nothing is timed before the clock is started.", "which-form", _TALK,
        part="together", came=[_SEAT], press=True,
    )  # fmt: skip
    yield stage.activity(
        "What was marked of each seat", "One seat at a time; then which facts came up.", "which-form",
        _TALK, _TURNS, _AGAIN, _TAPS, part="came", came=[_SEAT],
    )  # fmt: skip


def _band(one: str) -> str:
    return {"2": "2-4", "5": "5-", "n": "none"}.get(one, one)
