"""Who gets what from whom, and who sits with whom, worked out from what was sent and what stands. Touches no file.

A pair that stands is never taken back here; what it carries is made anew each time, and the same each time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from kith_exercises.exchange import MAKERS, Parcel, Sending
from kith_exercises.primitives.allocation import in_pods
from kith_exercises.primitives.lots import ways_of_pairs
from kith_exercises.records import Record
from kith_facilitator.exchanging.book import Book, By, Pair, Seated
from kith_facilitator.exchanging.offers import Offer, came_by, has_passed, number_of, offers_of
from kith_facilitator.exchanging.seating import new_seats, people_for, seat_parcel

__all__ = ["Dealt", "Lack", "Outcome", "Why", "rarest_way", "sort_out"]

#: Why somebody has fewer than they should: nobody else has sent, too few have, an answer is awaited, or they have
#: to go further themselves before they may see it.
Why = Literal["alone", "few", "awaited", "ahead"]


@dataclass(frozen=True)
class Lack:
    """Somebody who has fewer parcels of a sending than they should, how many fewer, and why.

    ``of`` is whose answer is awaited, or waits for them.
    """

    sending: str
    student: str
    missing: int
    why: Why
    of: str = ""


@dataclass(frozen=True)
class Dealt:
    """How a sending stands: who has given something for it, and which rule of the lot had to give way, if any."""

    sending: str
    givers: tuple[str, ...]
    relaxed: str = ""


@dataclass(frozen=True)
class Outcome:
    """New ``pairs`` and ``seats``, all ``parcels`` by now, who lacks some, and how each sending stands."""

    pairs: tuple[Pair, ...]
    parcels: Mapping[str, tuple[Parcel, ...]]
    lacking: tuple[Lack, ...]
    reports: tuple[Dealt, ...]
    seats: tuple[Seated, ...] = ()


def sort_out(
    sendings: Sequence[Sending],
    sent: Mapping[str, Sequence[Record]],
    book: Book,
    pods: Mapping[str, str],
    now: str,
    makers: Mapping[str, Sequence[Mapping[str, Any]]],
    over: Collection[str] = (),
) -> Outcome:
    """Pair those who have sent something, and answer along the pairs that stand.

    ``makers`` is what the makers have, by sending, for those who are left without once its time is ``over``. The same
    that was sent and the same book give the same outcome, in whatever order people come.
    """
    table = _Table(sent, book, pods, now, makers, list(book.pairs), book.known())
    for sending in sendings:
        table.offers[sending] = {who: found for who in sorted(sent) if (found := offers_of(sending, sent[who]))}
        if sending.to == "seat":
            people = people_for(sending, sent)
            table.seats += new_seats(sending, people, book, pods, now, over=sending.id in over)
        else:
            {"allot": table.allot, "back": table.answer, "onward": table.pass_on}[sending.to](sending)
    for sending in sendings:
        if sending.id in over and sending.to == "allot":
            table.fall_back(sending)
    parcels = table.parcels(sendings)
    fresh = tuple(table.pairs[len(book.pairs) :])
    return Outcome(fresh, parcels, tuple(table.lacking(sendings)), tuple(table.dealt), tuple(table.seats))


def rarest_way(sending: Sending, who: str, pairs: Iterable[Pair]) -> str:
    """The way in which somebody takes the fewest of a sending, for one more; empty where a lot alone may say it."""
    if sending.least:
        return ""
    had = [pair.arm for pair in pairs if pair.sending == sending.id and pair.taker == who]
    return min(sending.arms, key=had.count, default="")


@dataclass
class _Table:
    """The work on one outcome: what is known, and the pairs so far, in the order in which they came."""

    sent: Mapping[str, Sequence[Record]]
    book: Book
    pods: Mapping[str, str]
    now: str
    makers: Mapping[str, Sequence[Mapping[str, Any]]]
    pairs: list[Pair]
    known: dict[str, Pair]
    offers: dict[Sending, Mapping[str, tuple[Offer, ...]]] = field(default_factory=dict)
    dealt: list[Dealt] = field(default_factory=list)
    ahead: list[Lack] = field(default_factory=list)
    seats: list[Seated] = field(default_factory=list)

    # ---- the three ways in which things go --------------------------------------------------------------------

    def allot(self, sending: Sending) -> None:
        """By lot, to so many others who have given something as well."""
        people = [who for who in self.offers[sending] if self._has_gone_far(sending, who)]
        standing = {(pair.giver, pair.taker): pair for pair in self._of(sending.id) if not pair.made}
        # A pair across pods that somebody made by hand shall not make one pod of two.
        strange = {pair for pair, one in standing.items() if one.by == "hand" and not self._share_a_pod(*pair)}
        off = {(giver, taker) for id, giver, taker in self.book.off if id == sending.id}
        found = in_pods(
            people,
            self.pods,
            sending.each,
            seed=(self.book.key, sending.id),
            taken=standing.keys() - strange,
            avoid=off | strange | self._met(sending),
        )
        new = [pair for pair in found.pairs if pair not in off and pair not in standing]
        by: By = "late" if any(one.by in ("lot", "late") for one in standing.values()) else "lot"
        ways = self._ways(sending, new) if len(people) >= sending.least else {}
        self._add(Pair(sending.id, giver, taker, by, ways.get((giver, taker), "")) for giver, taker in new)
        self.dealt.append(Dealt(sending.id, tuple(people), found.relaxed))

    def answer(self, sending: Sending) -> None:
        """To whom the parcel came from that is answered. Only whoever really got it can answer it.

        The way that was drawn goes back with the answer: by it whoever asked learns, in the end, which it was.
        """
        new: list[Pair] = []
        standing = self._standing()
        for who, offers in self.offers[sending].items():
            for offer in offers:
                pair = self.known.get(offer.parcel)
                if pair is None or pair.sending != sending.of or pair.taker != who or pair.made:
                    continue
                back = Pair(sending.id, who, pair.giver, "answer", pair.arm)
                if back.named in standing:
                    continue
                if self._has_gone_far(sending, pair.giver, self._number(pair)):
                    new.append(back)
                    standing.add(back.named)
                else:
                    self.ahead.append(Lack(sending.id, pair.giver, 1, "ahead", who))
        self._add(new)
        self.dealt.append(Dealt(sending.id, tuple(self.offers[sending])))

    def pass_on(self, sending: Sending) -> None:
        """Along the pairs of an earlier sending once more."""
        along = [pair for pair in self._everywhere(sending.of) if pair.giver in self.offers[sending]]
        onward = [Pair(sending.id, pair.giver, pair.taker, "answer", pair.arm) for pair in along]
        standing = self._standing()
        self._add(p for p in onward if p.named not in standing and self._has_gone_far(sending, p.taker))
        self.dealt.append(Dealt(sending.id, tuple(self.offers[sending])))

    def fall_back(self, sending: Sending) -> None:
        """What the makers have, to whoever came by and still has too few."""
        have = self.makers.get(sending.id, ())
        for who in sorted(self.sent) if have else ():
            if not came_by(sending, self.sent[who]) and who not in self.offers[sending]:
                continue
            had = {pair.giver for pair in self._of(sending.id) if pair.taker == who}
            start = (self.book.places.get(who, self.book.taken_places.get(who, 0))) % len(have)
            order = [f"{MAKERS}:{number}" for number in (*range(start, len(have)), *range(start))]
            free = [giver for giver in order if giver not in had and (sending.id, giver, who) not in self.book.off]
            for giver in free[: max(0, sending.each - self._count(sending, who))]:
                self._add([Pair(sending.id, giver, who, "makers", rarest_way(sending, who, self.pairs))])

    # ---- what comes of it -------------------------------------------------------------------------------------

    def parcels(self, sendings: Sequence[Sending]) -> dict[str, tuple[Parcel, ...]]:
        """Everybody's parcels; a pair whose giver has nothing to give carries none."""
        found: dict[str, list[Parcel]] = {}
        for sending in sendings:
            for who, one in self._seats(sending).items():
                found.setdefault(who, []).append(seat_parcel(self.book, sending, one))
        for pair in self.pairs:
            for sending in sendings:
                content = self._content(sending, pair) if sending.id == pair.sending else None
                if content is not None:
                    found.setdefault(pair.taker, []).append(_parcel(self.book, sending, pair, content))
                    break
        return {who: tuple(parcels) for who, parcels in sorted(found.items())}

    def lacking(self, sendings: Sequence[Sending]) -> Iterator[Lack]:
        """Everybody who has too few, and why."""
        for sending in sendings:
            if sending.to == "allot":
                others = len(self.offers[sending]) - 1
                for who in self.offers[sending]:
                    if missing := max(0, sending.each - self._count(sending, who)):
                        ready = self._has_gone_far(sending, who)
                        yield Lack(sending.id, who, missing, ("few" if others else "alone") if ready else "ahead")
            elif sending.to == "back":
                yield from self._awaited(sending)
            elif sending.to == "seat":
                people = people_for(sending, self.sent)
                for who in sorted(people - self._seats(sending).keys()):
                    yield Lack(sending.id, who, 1, "few" if len(people) > 1 else "alone")
        yield from self.ahead

    def _awaited(self, sending: Sending) -> Iterator[Lack]:
        waiting = {(lack.student, lack.of) for lack in self.ahead if lack.sending == sending.id}
        come = {(pair.giver, pair.taker) for pair in self._of(sending.id)} | {(of, who) for who, of in waiting}
        before = (*self.book.pairs, *self.book.elsewhere.values())  # nobody can have answered what goes out just now
        for pair in before:
            if pair.sending == sending.of and not pair.made and (pair.taker, pair.giver) not in come:
                yield Lack(sending.id, pair.giver, 1, "awaited", pair.taker)

    def _content(self, sending: Sending, pair: Pair) -> Mapping[str, Any] | None:
        if pair.made:
            have, number = self.makers.get(pair.sending, ()), int(pair.giver.partition(":")[2])
            return have[number] if number < len(have) else None
        offers = self.offers[sending].get(pair.giver, ())
        if sending.earlier and pair.arm == sending.arms[0]:
            offers = offers_of(replace(sending, step=sending.earlier), self.sent.get(pair.giver, ()))
        if sending.to == "back":
            offers = tuple(one for one in offers if self._answers(one, pair.taker))
        return offers[0].content if offers else None

    # ---- small questions --------------------------------------------------------------------------------------

    def _seats(self, sending: Sending) -> dict[str, Seated]:
        return replace(self.book, seats=(*self.book.seats, *self.seats)).seats_of(sending.id)

    def _of(self, sending: str) -> list[Pair]:
        return [pair for pair in self.pairs if pair.sending == sending]

    def _everywhere(self, sending: str) -> list[Pair]:
        """The same, those of other modules too."""
        return [*self._of(sending), *(pair for pair in self.book.elsewhere.values() if pair.sending == sending)]

    def _add(self, pairs: Iterable[Pair]) -> None:
        added = [replace(pair, at=self.now) for pair in pairs]
        self.pairs += added
        self.known |= {self.book.id_of(pair): pair for pair in added}

    def _standing(self) -> set[tuple[str, str, str]]:
        """The pairs that there are, or that somebody took out."""
        return {*self.book.off, *(pair.named for pair in self.pairs)}

    def _count(self, sending: Sending, who: str) -> int:
        """How many somebody has or will have; a pair whose giver has nothing to give counts nothing."""
        pairs = [pair for pair in self._of(sending.id) if pair.taker == who]
        givers = {giver for one, offers in self.offers.items() if one.id == sending.id for giver in offers}
        return sum(pair.made or pair.giver in givers for pair in pairs)

    def _has_gone_far(self, sending: Sending, who: str, number: str = "") -> bool:
        records = self.sent.get(who, ())
        return all(has_passed(step, records, prompt=sending.prompt, number=number) for step in sending.needs)

    def _number(self, pair: Pair) -> str:
        """The number of the step in which a pair's giver wrote what went along it."""
        for sending, offers in self.offers.items():
            for offer in offers.get(pair.giver, ()) if sending.id == pair.sending else ():
                if sending.to != "back" or self._answers(offer, pair.taker):
                    return number_of(offer.step)
        return ""

    def _answers(self, offer: Offer, who: str) -> bool:
        of = self.known.get(offer.parcel)
        return of is not None and of.giver == who

    def _share_a_pod(self, one: str, other: str) -> bool:
        return self.pods.get(one, "") == self.pods.get(other, "")

    def _met(self, sending: Sending) -> set[tuple[str, str]]:
        """Who has given to whom in the sendings whose pairs are not to be repeated."""
        return {(pair.giver, pair.taker) for id in sending.avoid for pair in self._everywhere(id)}

    def _ways(self, sending: Sending, new: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        if not sending.arms or not new:
            return {}
        standing = {(pair.giver, pair.taker): pair.arm for pair in self._of(sending.id) if pair.arm}
        return ways_of_pairs(new, sending.arms, seed=(self.book.key, sending.id, "arms"), standing=standing)


def _parcel(book: Book, sending: Sending, pair: Pair, content: Mapping[str, Any]) -> Parcel:
    return Parcel(
        id=book.id_of(pair),
        sending=sending.id,
        prompt=sending.prompt,
        part="",
        origin=book.name_of(pair),
        content=content,
        arm=pair.arm,
        label=sending.label,
        minutes=sending.minutes,
        at=pair.at,
    )
