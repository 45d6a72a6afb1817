"""Where somebody sits in a round of a game, as the exchange said it; in one room a group says its number by itself.

Whoever was left without a group by the date plays alone, and is told so. Who comes later still finds a seat.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kith_exercises.exchange import Inbox, Parcel, Sending
from kith_exercises.fields import Number, Scale
from kith_exercises.primitives.awaiting import awaited
from kith_exercises.primitives.lots import Lot, one_of_lot
from kith_exercises.primitives.primitive import Form, Known, Step
from kith_exercises.primitives.seats import Seat
from kith_exercises.records import Record
from kith_exercises.room_fields import FEWEST, MOST
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = [
    "group_of",
    "left_alone",
    "seat_awaited",
    "seat_of",
    "seats_of",
    "sendings",
    "table_step",
    "usual_form",
    "way_of",
]

#: More groups than this are in no room.
_GROUPS = 60
#: Taking a seat and reading one's cards, in minutes.
_MINUTES = 3


def sendings(activity: "Activity") -> tuple[Sending, ...]:
    """The seat that each learner gets, where an activity is done with others."""
    if not {"cohort", "room"} & {*activity.forms}:
        return ()
    spec = activity.spec
    return (
        Sending(
            _sending(activity),
            activity.id,
            "hand",
            (),
            "seat",
            each=spec.seats,
            arms=tuple(way.id for way in spec.ways),
            label=say("yourSeat"),
            minutes=_MINUTES,
        ),
    )


def seat_of(activity: "Activity", known: Known) -> Seat | None:
    """Where somebody sits: alone in the first seat, else where the exchange put them; None as long as it did not."""
    if known.form == "alone":
        return Seat(1, activity.spec.seats)
    found = _seat_parcel(activity, known.inbox)
    return found[1] if found else None


def group_of(activity: "Activity", known: Known) -> int:
    """The number of somebody's group, as the exchange gave it or as they said it in the room; 0 where there is none."""
    found = _seat_parcel(activity, known.inbox) if known.form != "alone" else None
    given = (found[0].content if found else known.answers("table") or {}).get("group")
    return given if type(given) is int and given > 0 else 0


def seats_of(activity: "Activity", known: Known) -> int:
    """Among how many somebody sits; as many as cards were written for, where nobody said."""
    if seat := seat_of(activity, known):
        return seat.seats
    return int((known.answers("table") or {}).get("seats", activity.spec.seats))


def way_of(activity: "Activity", known: Known) -> str:
    """How somebody's group talks: by the exchange's lot, or in the room by that of its number; "" where it decides."""
    if seat := seat_of(activity, known):
        return seat.way
    group = group_of(activity, known)
    return one_of_lot(Lot(group - 1, activity.id), "way", [way.id for way in activity.spec.ways]) if group else ""


def seat_awaited(activity: "Activity", known: Known) -> str:
    """A sentence until the seat is there; in one room nobody waits for one."""
    there = known.form == "room" or seat_of(activity, known)
    return "" if there else awaited(known, _sending(activity), "seat")


def table_step(activity: "Activity") -> Step:
    """In one room and without a seat by the exchange: which group, and how many of them."""
    spec = activity.spec
    return Step(
        "table",
        "together",
        (
            Number("group", say("groupNumber"), "mine", Scale(1, _GROUPS, 1, "")),
            Number("seats", say("groupSize"), "mine", Scale(FEWEST, MOST, 1, "")),
        ),
        "skip",
        when=lambda known: len(spec.ways) > 1 and seat_of(activity, known) is None,
        quiet=True,
        forms=frozenset({"room"}),
    )


def left_alone(activity: "Activity", inbox: Inbox) -> bool:
    """Whether the exchange said that somebody plays alone."""
    return any(parcel.content.get("alone") is True for parcel in inbox.of_sending(_sending(activity)))


def usual_form(activity: "Activity", inbox: Inbox, records: tuple[Record, ...]) -> Form | None:
    """To play alone, for who was left alone; who had begun so before a seat came goes on so, unless they choose."""
    if not left_alone(activity, inbox):
        return None
    found = _seat_parcel(activity, inbox)
    begun = min((record.at for record in records if record.event in ("commit", "unfold")), default="")
    return None if found and not (begun and begun < found[0].at) else "alone"


def _sending(activity: "Activity") -> str:
    return f"{activity.id}/seat"


def _seat_parcel(activity: "Activity", inbox: Inbox) -> tuple[Parcel, Seat] | None:
    """The last seat that came, read as what it should be."""
    for parcel in reversed(inbox.of_sending(_sending(activity))):
        if seat := _read(parcel.content):
            return parcel, seat
    return None


def _read(content: Mapping[str, object]) -> Seat | None:
    match content:
        case {"seat": int(seat), "seats": int(seats)} if 1 <= seat <= seats <= MOST and seats >= FEWEST:
            way = content.get("way", "")
            return Seat(seat, seats, way if isinstance(way, str) else "")
    return None
