"""What came from others, in the order in which it is asked: what was taken back makes room for what came instead."""

from collections.abc import Collection, Iterable, Mapping
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
    answered = {record.value.get("parcel") for record in records if isinstance(record.value, Mapping)}
    found: list[Parcel] = []
    for sending in dict.fromkeys(parcel.sending for parcel in inbox.parcels):
        found += _in_place(inbox.of_sending(sending), asked.get(sending, 0), answered)
    return replace(inbox, parcels=tuple(found))


def _in_place(parcels: tuple[Parcel, ...], places: int, answered: Collection[object]) -> list[Parcel]:
    """The parcels of one sending: those asked about, then what is left."""
    asked, spare = list(parcels[:places]), [parcel for parcel in parcels[places:] if parcel.content]
    out = [parcel for parcel in parcels[places:] if not parcel.content]
    for place, parcel in enumerate(asked):
        if spare and not parcel.content and parcel.id not in answered:
            asked[place] = spare.pop(0)
            out.append(parcel)
    return [*asked, *spare, *out]
