"""Pairings seen and mended by a facilitator: before something goes out, and never after.

To mend what the next run would draw by lot, its pairs are written down first, and then mended; the run keeps to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kith_exercises import KithError
from kith_exercises.exchange import MAKERS, Parcel, Sending
from kith_exercises.leaving import THROUGH
from kith_exercises.records import Record
from kith_facilitator.exchanging.book import Book, Pair
from kith_facilitator.exchanging.office import rarest_way
from kith_facilitator.exchanging.run import Plan

__all__ = ["Seen", "add", "give_makers", "parcel_in", "remove", "seen", "state_of", "swap", "words_of"]


@dataclass(frozen=True)
class Seen:
    """One pair as it stands: planned, delivered, opened or answered."""

    pair: Pair
    state: str


def seen(book: Book, there: Mapping[str, Mapping[str, Parcel]], sent: Mapping[str, Sequence[Record]]) -> list[Seen]:
    """Every pair, by sending and giver; ``there`` is what was delivered to each by id."""
    pairs = sorted(book.pairs, key=lambda pair: pair.named)
    return [
        Seen(pair, state_of(book.id_of(pair), there.get(pair.taker, {}), sent.get(pair.taker, ()))) for pair in pairs
    ]


def add(plan: Plan, sending: Sending, giver: str, taker: str, *, now: str) -> Book:
    """The book with a pair made by hand. It carries what the giver has sent, once they have. Raises KithError."""
    pair = Pair(sending.id, giver, taker, "hand", rarest_way(sending, taker, plan.book.pairs), now)
    if giver == taker:
        raise KithError(f"{giver} can't get what they wrote themselves. Nothing was changed.")
    if any(one.named == pair.named for one in plan.book.pairs):
        raise KithError(f"{taker} has {giver}'s already, or gets it with the next run. Nothing was changed.")
    book = plan.standing
    return replace(book, pairs=(*book.pairs, pair), off=book.off - {pair.named})


def remove(plan: Plan, sending: str, giver: str, taker: str, *, there: Mapping[str, Any]) -> Book:
    """The book without a pair, which the lot won't make again. Raises KithError where it is delivered."""
    pair = _undelivered(plan, sending, giver, taker, there)
    book = plan.book
    return replace(book, pairs=tuple(one for one in book.pairs if one != pair), off=book.off | {pair.named})


def swap(plan: Plan, sending: str, one: str, other: str, *, now: str, there: Mapping[str, Any]) -> Book:
    """The book with what two takers would get exchanged. Raises KithError where either has got it already."""
    if one == other:
        raise KithError(f"{one} can't exchange with themselves: name two people. Nothing was changed.")
    book = plan.book
    theirs = {who: [pair for pair in _waiting(plan, sending, there) if pair.taker == who] for who in (one, other)}
    for who, pairs in theirs.items():
        if not pairs:
            raise KithError(
                f"Nothing of {sending} waits for {who}: what they got can't be taken back. You can give them another "
                f"with --add {sending} GIVER {who}. Nothing was changed."
            )
    moved = [
        replace(pair, taker=to, by="hand", at=now)
        for who, to in ((one, other), (other, one))
        for pair in theirs[who]
        if pair.giver != to
    ]
    gone = {pair.named for pairs in theirs.values() for pair in pairs if pair.giver not in (one, other)}
    kept = [pair for pair in book.pairs if pair.named not in gone]
    names = {pair.named for pair in kept}
    fresh = [pair for pair in moved if pair.named not in names]
    off = (book.off | gone) - {pair.named for pair in fresh}
    return replace(book, pairs=(*kept, *fresh), off=off)


def give_makers(
    plan: Plan, sending: Sending, taker: str, *, now: str, makers: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Book:
    """The book with one of the makers' for somebody, whatever the date. Raises KithError where they have none left."""
    book = plan.standing
    had = {pair.giver for pair in plan.book.pairs if pair.sending == sending.id and pair.taker == taker}
    free = [giver for number in range(len(makers.get(sending.id, ()))) if (giver := f"{MAKERS}:{number}") not in had]
    if not free:
        raise KithError(f"The makers have nothing (more) of {sending.id} for {taker}. Nothing was changed.")
    pair = Pair(sending.id, free[0], taker, "makers", rarest_way(sending, taker, plan.book.pairs), now)
    return replace(book, pairs=(*book.pairs, pair))


def words_of(plan: Plan, sending: str, giver: str, taker: str, there: Mapping[str, Parcel]) -> Mapping[str, Any]:
    """What goes along a pair: as it was delivered, or as it would be. Raises KithError where there is nothing."""
    pair = next((one for one in plan.book.pairs if one.named == (sending, giver, taker)), None)
    if pair is None:
        raise KithError(f"{taker} does not get {sending} from {giver}. “kith pairs” lists who gets whose.")
    id = plan.standing.id_of(pair)
    found = there.get(id) or next((parcel for parcel in plan.parcels.get(taker, ()) if parcel.id == id), None)
    if found is None:
        raise KithError(f"{giver} has not sent anything for {taker} yet.")
    return found.content


def _waiting(plan: Plan, sending: str, there: Mapping[str, Any]) -> list[Pair]:
    book = plan.book
    return [pair for pair in book.pairs if pair.sending == sending and book.id_of(pair) not in there]


def _undelivered(plan: Plan, sending: str, giver: str, taker: str, there: Mapping[str, Any]) -> Pair:
    found = next((pair for pair in plan.book.pairs if pair.named == (sending, giver, taker)), None)
    if found is None:
        raise KithError(f"{taker} does not get {sending} from {giver}, so there is nothing to take out.")
    if plan.standing.id_of(found) in there:
        raise KithError(
            f"{taker} has got {giver}'s already, and what has been read can't be taken back. You can give them another "
            f"with --add {sending} GIVER {taker}; if it must go, see “kith erase”. Nothing was changed."
        )
    return found


def parcel_in(record: Record) -> str:
    """The parcel that a record is about, by its id; empty where it is about none."""
    found = record.value.get("parcel") if isinstance(record.value, Mapping) else None
    return found if isinstance(found, str) else ""


def state_of(id: str, there: Mapping[str, Parcel], records: Sequence[Record]) -> str:
    """How far what has this id is: planned, delivered, opened or answered by whoever it is for."""
    about = [record for record in records if parcel_in(record) == id]
    if any(record.event in ("commit", "trial", THROUGH) for record in about):
        return "answered"
    if any(record.event == "opened" for record in about):
        return "opened"
    return "delivered" if id in there else "planned"
