"""The pairings of a module, as a facilitator lists and mends them: the rim of ``mending``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from kith_exercises import KithError, log
from kith_exercises.exchange import MAKERS, Exchange, Parcel, Sending
from kith_exercises.identity import whoami
from kith_facilitator.course.model import Course
from kith_facilitator.exchanging import mending, reseating
from kith_facilitator.exchanging.book import ALONE, Book, Pair, Seated, keep_book, load_book
from kith_facilitator.exchanging.choice import exchange_of
from kith_facilitator.exchanging.declared import Declared
from kith_facilitator.exchanging.run import Plan, plan_of, sent_of
from kith_facilitator.home import Home
from kith_facilitator.working import working
from kith_widgets.answering import iso

__all__ = ["PairsDesk", "Row"]

_BY = {
    "lot": "by lot",
    "late": "by lot, late",
    "hand": "by hand",
    "makers": "from the makers",
    "answer": "as an answer",
}


@dataclass(frozen=True)
class Row:
    """One pair or one seat as it stands: ``what`` is whose words they get, or where they sit."""

    sending: str
    taker: str
    what: str
    by: str
    state: str
    seat: bool = False

    def sentence(self) -> str:
        """All of it in one line."""
        between = f"{self.taker}, {self.what}" if self.seat else f"{self.what} → {self.taker}"
        return f"{self.sending}: {between}, {self.by}, {self.state}"


@dataclass(frozen=True)
class PairsDesk:
    """One module's pairings at a time; what is changed is written down at once."""

    home: Home
    course: Course
    module: str
    declared: Declared
    now: datetime

    def listed(self, prompt: str = "") -> Iterator[str]:
        """Every pair, those of one prompt or sending only if that is named. Raises KithError if there is none such."""
        rows = self.rows(prompt)
        yield from (row.sentence() for row in rows)
        seats = sum(row.seat for row in rows)
        pairs = len(rows) - seats
        counted = [f"{pairs} pairs"] * bool(pairs) + [f"{seats} seats"] * bool(seats)
        yield ", ".join(counted) or "No pairs yet. “kith exchange --preview” says who would get whose."

    def rows(self, prompt: str = "") -> tuple[Row, ...]:
        """The same as data. Raises KithError."""
        wanted = {one.id for one in self.declared.sendings if prompt in ("", one.id, one.prompt)}
        if not wanted and prompt:
            raise KithError(f"“{prompt}” is nothing in {self.module} that goes from one to another. {self._known()}")
        book = load_book(self.home.course, self.module)
        takers = {pair.taker for pair in book.pairs} | {one.student for one in book.seats}
        there = {taker: self._out.delivered(taker) for taker in takers}
        _, submitted = sent_of(self._out, self.course, self.module)
        sent = {taker: [one for one in submitted.get(taker, ()) if mending.parcel_in(one)] for taker in takers}
        found = [one for one in mending.seen(book, there, sent) if not prompt or one.pair.sending in wanted]
        seats = [one for id in sorted(wanted) for one in sorted(book.seats_of(id).values(), key=_place)]
        states = [
            mending.state_of(book.seat_id(seat), there[seat.student], sent.get(seat.student, ())) for seat in seats
        ]
        return (
            *(Row(one.pair.sending, one.pair.taker, _named(one.pair), _BY[one.pair.by], one.state) for one in found),
            *(
                Row(seat.sending, seat.student, _seat(seat), _BY[seat.by], state, seat=True)
                for seat, state in zip(seats, states, strict=True)
            ),
        )

    def add(self, name: str, giver: str, taker: str) -> str:
        """Pair two people by hand; where seats go out, the second sits down with the first."""
        sending = self._sending(name)
        self._refuse_strangers(giver, taker)
        if sending.to == "seat":
            self._reseat(reseating.moved, sending, giver, taker)
            return f"{taker} sits in the group of {giver}."
        with self._mending() as plan:
            self._keep(mending.add(plan, sending, giver, taker, now=iso(self.now)))
        return f"{taker} gets {sending.id} from {giver}."

    def remove(self, name: str, giver: str, taker: str) -> str:
        """Take out a pair of which nothing is delivered."""
        sending = self._sending(name)
        if sending.to == "seat":
            raise KithError(
                f"A seat can't be left empty. Give {taker} another with --add {name} SOMEBODY {taker}, or the makers' "
                f"table with --makers {name} {taker}. Nothing was changed."
            )
        with self._mending() as plan:
            self._keep(mending.remove(plan, sending.id, giver, taker, there=self._out.delivered(taker)))
        return f"{taker} does not get {sending.id} from {giver}, and the lot won't pair them again."

    def swap(self, name: str, one: str, other: str) -> str:
        """Exchange what two people would get."""
        sending = self._sending(name)
        self._refuse_strangers(one, other)
        if sending.to == "seat":
            self._reseat(reseating.swapped, sending, one, other)
            return f"{one} and {other} have each the seat that the other would have had."
        with self._mending() as plan:
            there = self._delivered(one, other)
            self._keep(mending.swap(plan, sending.id, one, other, now=iso(self.now), there=there))
        return f"{one} and {other} get each what the other would have got of {sending.id}."

    def makers(self, name: str, taker: str) -> str:
        """Give somebody what the makers have."""
        sending = self._sending(name)
        self._refuse_strangers(taker)
        if sending.to == "seat":
            self._reseat(reseating.alone, sending, taker)
            return f"{taker} plays {sending.prompt} at the makers' table, labelled as theirs."
        with self._mending() as plan:
            makers = self.declared.makers
            self._keep(mending.give_makers(plan, sending, taker, now=iso(self.now), makers=makers))
        return f"{taker} gets one of the makers' for {sending.id}, labelled as theirs."

    def open(self, name: str, giver: str, taker: str) -> Iterator[str]:
        """What goes along a pair, in words; that it was read is noted first."""
        id = next((one.id for one in self.declared.find(name)), name)
        with self._mending() as plan:
            words = mending.words_of(plan, id, giver, taker, self._out.delivered(taker))
            line = {"at": iso(self.now), "by": whoami(), "sending": id, "giver": giver, "taker": taker}
            log.append(self.home.course / ".kith" / "exchange" / "opened.jsonl", log.encode(line))
        for field, value in words.items():
            yield f"{field}: {value}"

    @contextmanager
    def _mending(self) -> Iterator[Plan]:
        """What the next run would do, while nothing else works in the home."""
        with working(self.home, f"“kith pairs {self.module}”"):
            yield plan_of(self.home, self.course, self.module, self.declared, now=self.now)

    def _sending(self, name: str) -> Sending:
        """The sending that is meant; only what goes by lot can be paired by hand."""
        found = [one for one in self.declared.find(name) if one.to in ("allot", "seat")]
        if len({one.id for one in found}) == 1:
            return found[0]
        raise KithError(
            f"“{name}” is nothing in {self.module} that goes out by lot, so it can't be paired by hand. "
            f"{self._known('allot', 'seat')} Nothing was changed."
        )

    def _reseat(self, mend: Callable[..., Book], *about: Sending | str) -> None:
        with self._mending() as plan:
            there = {id for one in plan.book.seats for id in self._out.delivered(one.student)}
            self._keep(mend(plan.book, *about, now=iso(self.now), there=there))

    def _known(self, *to: str) -> str:
        """What can be named instead."""
        found = sorted({one.id for one in self.declared.sendings if not to or one.to in to})
        return f"There is: {', '.join(found) or 'none'}."

    def _refuse_strangers(self, *people: str) -> None:
        _, known = sent_of(self._out, self.course, self.module)
        for who in people:
            if who not in known:
                raise KithError(f"Nothing of {who} was collected yet, so they can't be paired. Nothing was changed.")

    def _delivered(self, *people: str) -> Mapping[str, Parcel]:
        return {id: parcel for who in people for id, parcel in self._out.delivered(who).items()}

    @property
    def _out(self) -> Exchange:
        return exchange_of(self.home, self.course, self.module)

    def _keep(self, book: Book) -> None:
        keep_book(self.home.course, self.module, book)


def _place(one: Seated) -> tuple[int, int, str]:
    return one.group, one.seat, one.student


def _seat(one: Seated) -> str:
    if one.group == ALONE:
        return "at the makers' table"
    way = f" ({one.way})" if one.way else ""
    return f"group {one.group}{way}, seat {one.seat} of {one.seats}"


def _named(pair: Pair) -> str:
    giver = MAKERS if pair.made else pair.giver
    return f"{giver} ({pair.arm})" if pair.arm else giver
