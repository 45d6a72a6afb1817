"""Who sits with whom, in which seat, and how their group talks: from who is there and the seats that stand.

Whoever has a seat keeps it. Who comes later sits down where there is room; who is left alone plays alone. Touches no
file.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from kith_exercises.exchange import MAKERS, Parcel, Sending
from kith_exercises.primitives.allocation import groups
from kith_exercises.primitives.seats import Seat, seated
from kith_exercises.records import Record
from kith_facilitator.exchanging.book import ALONE, Book, Seated

__all__ = ["new_seats", "people_for", "seat_parcel", "tables_of"]


def people_for(sending: Sending, sent: Mapping[str, Sequence[Record]]) -> frozenset[str]:
    """Who has sent something of the module, but for those who would rather play alone."""
    return frozenset(who for who, records in sent.items() if _is_there(records) and not _is_alone(sending, records))


def new_seats(
    sending: Sending, people: Collection[str], book: Book, pods: Mapping[str, str], now: str, *, over: bool
) -> tuple[Seated, ...]:
    """The seats that are new; once the date is ``over``, whoever is left without a group plays at the makers' table.

    The same people and the same book give the same seats, in whatever order people come.
    """
    held = book.seats_of(sending.id)
    alone = {who: one for who, one in held.items() if one.group == ALONE}
    by_hand = {who for who, one in alone.items() if one.by == "hand"}
    standing = {number: who for number, who in tables_of(held).items() if len(who) > 1}
    kept = {who: held[who] for table in standing.values() for who in table}
    here = kept.keys() | (frozenset(people) - by_hand)
    seed = (book.key, sending.id)
    found = groups(here, sending.each, seed=seed, pods=pods, standing=tuple(standing.values()))
    places = seated(
        found, sending.arms, seed=seed, standing={who: Seat(one.seat, one.seats, one.way) for who, one in kept.items()}
    )
    numbers = _numbers(found, kept, max((one.group for one in book.seats if one.sending == sending.id), default=0))
    seats = [
        Seated(sending.id, who, number, one.seat, one.seats, one.way, "late" if standing else "lot", now)
        for group, number in zip(found, numbers, strict=True)
        for who in group
        if who not in kept
        for one in (places[who],)
    ]
    if over:
        left = sorted(here - places.keys() - alone.keys())
        seats += [Seated(sending.id, who, ALONE, 0, 0, "", "makers", now) for who in left]
    return tuple(seats)


def tables_of(held: Mapping[str, Seated]) -> Mapping[int, tuple[str, ...]]:
    """The groups by their number, each in the order of its seats; nobody who plays alone is in one."""
    found: dict[int, list[str]] = {}
    for who, one in sorted(held.items(), key=lambda item: (item[1].seat, item[0])):
        if one.group != ALONE:
            found.setdefault(one.group, []).append(who)
    return MappingProxyType({number: tuple(who) for number, who in sorted(found.items())})


def seat_parcel(book: Book, sending: Sending, one: Seated) -> Parcel:
    """What somebody is told of their own seat, and of nobody else's."""
    content = (
        {"alone": True}
        if one.group == ALONE
        else {"group": one.group, "seat": one.seat, "seats": one.seats, "way": one.way}
    )
    return Parcel(
        id=book.seat_id(one),
        sending=sending.id,
        prompt=sending.prompt,
        part="",
        origin=MAKERS,
        content=content,
        label=sending.label,
        minutes=sending.minutes,
        at=one.at,
    )


def _numbers(found: Sequence[Sequence[str]], kept: Mapping[str, Seated], last: int) -> list[int]:
    """A number for each group: its own, or the next that nobody ever had."""
    numbers: list[int] = []
    for group in found:
        known = next((kept[who].group for who in group if who in kept), None)
        last += known is None
        numbers.append(last if known is None else known)
    return numbers


def _is_there(records: Sequence[Record]) -> bool:
    return any("/" not in record.prompt for record in records)  # else it is another module's


def _is_alone(sending: Sending, records: Sequence[Record]) -> bool:
    """Whether the last form that somebody chose there was to play alone."""
    for record in reversed(records):
        match record:
            case Record(prompt=sending.prompt, event="form", value={"form": form}):
                return bool(form == "alone")
    return False
