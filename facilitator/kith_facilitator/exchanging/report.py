"""What a run of an exchange did, or would do, in sentences for whoever runs it. Learners see none of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kith_exercises.exchange import Parcel
from kith_facilitator.exchanging.book import ALONE, Pair, Seated
from kith_facilitator.exchanging.figures import Told
from kith_facilitator.exchanging.office import Dealt, Lack

__all__ = ["ExchangeReport"]

#: More than this are counted and not named: the whole of it is what “kith pairs” lists.
_NAMED = 6
_RELAXED = {
    "avoid": "{sending}: somebody meets again whom they should not have: there are too few people to avoid it",
    "mutual": "{sending}: two people have each other's: with the pairs that stood already, it could not be avoided",
}


@dataclass(frozen=True)
class ExchangeReport:
    """Who has sent, the new pairs, what each gets, who lacks what and why, and who can't be reached.

    ``known`` is how many learners there are, as far as the roster and what was collected tell; ``waiting`` is of how
    many something was sent that a preview does not know of, since it collects nothing.
    """

    module: str
    sent: tuple[str, ...]
    known: int
    pairs: tuple[Pair, ...]
    given: Mapping[str, tuple[Parcel, ...]]
    lacking: tuple[Lack, ...]
    unreachable: tuple[str, ...]
    dealt: tuple[Dealt, ...]
    refused: tuple[tuple[str, str], ...] = ()
    told: Told = field(default_factory=Told)
    seats: tuple[Seated, ...] = ()
    waiting: int = 0

    @property
    def first_lots(self) -> tuple[str, ...]:
        """Sendings that are dealt out by lot for the first time: those few who have sent are paired for good."""
        pairs = [pair.sending for pair in self.pairs if pair.by == "lot"]
        return tuple(dict.fromkeys([*pairs, *(one.sending for one in self.seats if one.by == "lot")]))

    def sentences(self, call: Callable[[str], str] = str) -> tuple[str, ...]:
        """All of it; ``call`` says how somebody is called, by account where it is left out."""
        parcels = sum(map(len, self.given.values()))
        said = [f"{len(self.sent)} of {self.known} learners have sent {self.module}"]
        if self.waiting:
            wait = "1 submission waits" if self.waiting == 1 else f"{self.waiting} submissions wait"
            said.append(f"{wait} to be collected, and nothing of that is in here: the exchange collects first")
        said += [_counted(len(self.pairs), "new pair")] if self.pairs else ["No new pairs"]
        said += self._paired(call)
        said += self._seated(call)
        whom = "1 person" if len(self.given) == 1 else f"{len(self.given)} people"
        said += [f"{_counted(parcels, 'parcel')} for {whom}"] if parcels else ["Nothing to hand over"]
        said += self._lacking(call)
        said += [f"New figures of the group: {_list(self.told.fresh)}"] if self.told.fresh else []
        for asked, (waiting, needed) in self.told.waiting.items():
            said.append(f"{asked}: {waiting} in no figure of the group yet, which takes {needed}")
        if self.unreachable:
            unreachable = _list(map(call, self.unreachable))
            said.append(f"Can't be reached, as they have sent no page that could come back: {unreachable}")
        return tuple(said)

    def _paired(self, call: Callable[[str], str]) -> Iterator[str]:
        for sending in dict.fromkeys(pair.sending for pair in self.pairs):
            new = [pair for pair in self.pairs if pair.sending == sending]
            yield f"{sending}:"
            for taker in sorted({pair.taker for pair in new}):
                gets = _list(_giver(pair, call) for pair in new if pair.taker == taker)
                yield f"  {call(taker)} gets from {gets}"
        for dealt in self.dealt:
            if dealt.relaxed and any(pair.sending == dealt.sending for pair in self.pairs):
                yield _RELAXED[dealt.relaxed].format(sending=dealt.sending)

    def _seated(self, call: Callable[[str], str]) -> Iterator[str]:
        for sending in dict.fromkeys(one.sending for one in self.seats):
            new = [one for one in self.seats if one.sending == sending]
            yield f"{sending}: {_counted(len(new), 'new seat')}"
            for number, way in sorted({(one.group, one.way) for one in new}):
                people = sorted((one.seat, one.student) for one in new if one.group == number)
                group = "the makers' table, alone" if number == ALONE else f"group {number}"
                yield f"  {group}{f' ({way})' if way else ''}: {_list(call(who) for _, who in people)}"

    def _lacking(self, call: Callable[[str], str]) -> Iterator[str]:
        reasons = {
            "alone": "nobody else has sent it yet",
            "few": "too few have sent it yet",
            "awaited": "the answer is not there yet",
            "ahead": "they have to go on themselves before they may see it",
        }
        for sending in dict.fromkeys(lack.sending for lack in self.lacking):
            for why, reason in reasons.items():
                found = [lack for lack in self.lacking if (lack.sending, lack.why) == (sending, why)]
                if found:
                    lacking = (
                        _list(_lack(one, call) for one in found) if len(found) <= _NAMED else f"{len(found)} answers"
                    )
                    yield f"{sending}: {lacking} still to come, as {reason}"


def _giver(pair: Pair, call: Callable[[str], str]) -> str:
    giver = "the makers" if pair.made else call(pair.giver)
    return f"{giver} ({pair.arm})" if pair.arm else giver


def _lack(lack: Lack, call: Callable[[str], str]) -> str:
    more = f" from {call(lack.of)}" if lack.of else f" ({lack.missing})" if lack.missing > 1 else ""
    return f"{call(lack.student)}{more}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _list(names: "Iterator[str] | tuple[str, ...] | map[str]") -> str:
    return ", ".join(names)
