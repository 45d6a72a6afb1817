"""The old or the new text for a second reader, by lot: what is told of it once somebody has answered or checked.

A second reader who gets more right may only be a kinder one. Where a lot decides who reads which text, what came of the
two can be compared. It is told of before; whoever checks learns which text it was only behind the check, and nothing is
counted before that.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from kith_exercises.more_fields import Passage
from kith_exercises.primitives import scenes
from kith_exercises.primitives.allocate_reading import OLD, WAYS, Reading
from kith_exercises.primitives.primitive import Answers, Known, Scene, Step
from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = ["version_step", "which_step"]


def version_step(reading: Reading, n: int) -> Step:
    """Who has read learns which text it was."""
    time = reading.time
    return Step(
        f"version-{n}",
        time.part_read,
        button=say("secondWhich"),
        scene=partial(_version, reading, n),
        derives=partial(_read, reading, n),
        debrief=True,
        after=(f"{time.read}-{n}",),
        when=reading.when(time.text, n),
        forms=frozenset({"cohort"}),
    )


def which_step(reading: Reading, n: int, places: Callable[[Known], Sequence[Scene]]) -> Step:
    """Who wrote learns which text was read, why, and the places in it; from then on it counts."""
    time = reading.time
    return Step(
        f"which-{n}",
        time.part_came,
        button=say("secondWhich"),
        scene=lambda known: [_which(reading, n, known), *places(known)],
        quotes=reading.difference(n),
        derives=partial(_counted, reading, n),
        debrief=True,
        when=reading.when(time.lost, n),
        after=(f"{time.came}-{n}",),
        forms=frozenset({"cohort"}),
    )


def _version(reading: Reading, n: int, known: Known) -> list[Scene]:
    parcel = reading.nth(known, reading.time.text, n)
    if parcel is None:
        return []
    drawn = [say("secondWhy"), say("secondLeaveReadOut")] if parcel.arm in WAYS else []
    return [scenes.text("", [say("secondReadOld" if parcel.arm == OLD else "secondReadNew"), *drawn])]


def _read(reading: Reading, n: int, known: Known, _: Answers) -> list[tuple[Reach, Answers]]:
    """That somebody lets count what came of the text that they read: without it what its writer found counts not."""
    parcel = reading.nth(known, reading.time.text, n)
    return [("count", {"read": parcel.id})] if parcel is not None and parcel.arm in WAYS else []


def _text(reading: Reading, n: int, known: Known) -> str:
    """The id under which my text came to its reader: places that are marked say of which parcel they are."""
    parcel = reading.nth(known, reading.time.lost, n)
    marked = (
        (parcel.content.get(field.id) for field in reading.spec.read if isinstance(field, Passage)) if parcel else ()
    )
    return next((one["of"] for one in marked if isinstance(one, Mapping) and isinstance(one.get("of"), str)), "")


def _which(reading: Reading, n: int, known: Known) -> Scene:
    way = reading.way(known, n)
    drawn = [say("secondOld" if way == OLD else "secondNew"), say("secondWhy")]
    told = drawn if way else [say("secondFew", least=reading.spec.second)]
    return scenes.text(say("trialDiffered"), [*told, say("secondLeaveOut")])


def _counted(reading: Reading, n: int, known: Known, _: Answers) -> list[tuple[Reach, Answers]]:
    """What came of which text, and how far off one was with the new one: nobody was asked about the old one again."""
    way, checked = reading.way(known, n), known.answers(f"{reading.time.check}-{n}") or {}
    came = reading.result(known, checked, n)
    found: dict[str, Any] = (
        {"way": way, "came": came, "of": _text(reading, n, known)} if way and came is not None else {}
    )
    for _reach, off in reading.off(n)(known, checked) if way != OLD else ():
        found |= off
    return [("count", found)] if found else []
