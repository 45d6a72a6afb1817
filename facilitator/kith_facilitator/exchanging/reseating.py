"""Groups mended by a facilitator: before somebody has got their seat, and never after.

Where nobody of a group has got theirs yet, its seats are counted anew, so that all cards are in somebody's hand.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from kith_exercises import KithError
from kith_exercises.exchange import Sending
from kith_facilitator.exchanging.book import ALONE, Book, Seated
from kith_facilitator.exchanging.seating import tables_of

__all__ = ["alone", "moved", "swapped"]

#: A group has so many people at most, as in ``allocation.groups``.
_MOST = 6


def swapped(book: Book, sending: Sending, one: str, other: str, *, now: str, there: Collection[str]) -> Book:
    """The book with the seats of two people exchanged. Raises KithError where either has got theirs already."""
    if one == other:
        raise KithError(f"{one} can't exchange with themselves: name two people. Nothing was changed.")
    first, second = (_undelivered(book, sending, who, there) for who in (one, other))
    for who, seat in ((one, first), (other, second)):
        if seat is None or seat.group == ALONE:
            raise KithError(f"{who} sits in no group of {sending.id}, so there is no seat to exchange.")
    assert first is not None
    assert second is not None
    new = [replace(second, student=one, by="hand", at=now), replace(first, student=other, by="hand", at=now)]
    return _with(book, new)


def moved(book: Book, sending: Sending, host: str, who: str, *, now: str, there: Collection[str]) -> Book:
    """The book with somebody in the group in which ``host`` sits. Raises KithError where that can't be."""
    held = book.seats_of(sending.id)
    place, before = held.get(host), _undelivered(book, sending, who, there)
    if place is None or place.group == ALONE or host == who:
        raise KithError(f"{host} sits in no group of {sending.id} that {who} could join. Nothing was changed.")
    if before is not None and before.group == place.group:
        raise KithError(f"{who} and {host} sit in one group already. Nothing was changed.")
    table = tables_of(held)[place.group]
    if len(table) >= _MOST:
        raise KithError(
            f"Group {place.group} has {len(table)} people, the most that get a word in. Nothing was changed."
        )
    taken = {held[one].seat for one in table}
    seat = next(number for number in range(1, _MOST + 1) if number not in taken)
    seats = max(len(table) + 1, *(held[one].seats for one in table))
    after = _with(book, [replace(place, student=who, seat=seat, seats=seats, by="hand", at=now)])
    return _counted_anew(after, sending, {place.group, before.group if before else ALONE}, there)


def alone(book: Book, sending: Sending, who: str, *, now: str, there: Collection[str]) -> Book:
    """The book with somebody at the makers' table, whatever the date. Raises KithError where they have got a seat."""
    before = _undelivered(book, sending, who, there)
    if before is not None and before.group == ALONE:
        raise KithError(f"{who} plays {sending.prompt} at the makers' table already. Nothing was changed.")
    after = _with(book, [Seated(sending.id, who, ALONE, 0, 0, "", "hand", now)])
    return _counted_anew(after, sending, {before.group} if before else (), there)


def _undelivered(book: Book, sending: Sending, who: str, there: Collection[str]) -> Seated | None:
    found = book.seats_of(sending.id).get(who)
    if found is not None and book.seat_id(found) in there:
        raise KithError(f"{who} has got their seat already, and what has been read can't be taken back. "
                        "Nothing was changed.")  # fmt: skip
    return found


def _counted_anew(book: Book, sending: Sending, groups: Iterable[int], there: Collection[str]) -> Book:
    held = book.seats_of(sending.id)
    for number, table in tables_of(held).items():
        if number in groups and not any(book.seat_id(held[who]) in there for who in table):
            seats = [replace(held[who], seat=seat, seats=len(table)) for seat, who in enumerate(table, 1)]
            book = _with(book, seats)
    return book


def _with(book: Book, seats: Collection[Seated]) -> Book:
    """The book with these in the place of what the same people had."""
    gone = {(one.sending, one.student) for one in seats}
    return replace(book, seats=(*(one for one in book.seats if (one.sending, one.student) not in gone), *seats))
