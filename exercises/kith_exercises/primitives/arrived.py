"""What came from others, in the order in which it is asked: what was taken back makes room for what came instead."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kith_exercises.exchange import Inbox, Parcel
from kith_exercises.records import Record

__all__ = ["without_emptied"]


def without_emptied(inbox: Inbox, asked: Mapping[str, int], records: Iterable[Record]) -> Inbox:
    """The inbox with each parcel in the place of the step that asks about it; ``asked`` counts those by sending.

    A parcel that its writer took back before it was answered leaves its place to one that came beyond those asked
    about. All others stay where they are, so nothing that somebody has read moves.
    """
    if all(parcel.content for parcel in inbox.parcels):
        return inbox
    answered = {
        str(value["parcel"]): int(number[1]) - 1
        for value in (record.value for record in records if isinstance(record.value, Mapping))
        if "parcel" in value and (number := _NUMBER.search(str(value.get("step"))))
    }
    found: list[Parcel] = []
    for sending in dict.fromkeys(parcel.sending for parcel in inbox.parcels):
        found += _in_place(inbox.of_sending(sending), asked.get(sending, 0), answered)
    return replace(inbox, parcels=tuple(found))


#: Which of its sending a step is about.
_NUMBER = re.compile(r"-([1-9]\d*)$")


def _in_place(parcels: tuple[Parcel, ...], places: int, answered: Mapping[str, int]) -> list[Parcel]:
    """The parcels of one sending: those asked about, then what is left. ``answered`` is at which place, from 0."""
    held = {place: parcel for parcel in parcels if (place := answered.get(parcel.id)) is not None}
    free = [parcel for parcel in parcels[places:] if parcel.content and parcel.id not in answered]
    asked: list[Parcel] = []
    for place, parcel in enumerate(parcels[:places]):
        gone = not parcel.content and parcel.id not in answered
        asked.append(held[place] if place in held else free.pop(0) if gone and free else parcel)
    rest = [parcel for parcel in parcels if parcel not in asked]
    return [*asked, *sorted(rest, key=lambda parcel: (not parcel.content, parcel.id not in answered))]
