"""One reading of a text: what came to it and of it, and how far what was expected lay from what came."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kith_exercises.exchange import Parcel
from kith_exercises.primitives import scenes
from kith_exercises.primitives.allocate_spec import Allocate
from kith_exercises.primitives.awaiting import awaited
from kith_exercises.primitives.primitive import Answers, Known, Scene, always
from kith_exercises.records import Reach, Record
from kith_widgets.words import say

__all__ = ["AHEAD", "GUESS", "NEW", "OLD", "WAYS", "Reading", "Time", "told"]

#: What a forecast is called in the step that asks for it.
GUESS = "guess"
#: What the place is called where a writer expects to lose their reader.
AHEAD = "ahead"
#: Which text a second reader has, where a lot decides that.
OLD, NEW = WAYS = ("old", "new")


@dataclass(frozen=True)
class Time:
    """One of the two times that a text goes to a reader: by which steps and sendings, in which parts, to how many."""

    text: str
    wrote: str
    guess: str
    read: str
    lost: str
    came: str
    check: str
    checked: str
    told: str
    part_read: str
    part_came: str
    readers: int


def told(label: str) -> str:
    """What the key is called once it goes to the reader."""
    return f"told-{label}"


@dataclass(frozen=True)
class Reading:
    """What the steps around one reading share: the definition, its id, and how that reading's steps are called."""

    id: str
    spec: Allocate
    time: Time

    def nth(self, known: Known, sending: str, n: int) -> Parcel | None:
        """The n-th parcel of a sending."""
        parcels = known.inbox.of_sending(f"{self.id}/{sending}")
        return parcels[n - 1] if len(parcels) >= n else None

    def card(self, known: Known) -> Parcel | None:
        """The reader's card with which I wrote; until I have written, the first that came."""
        cards = known.inbox.of_sending(f"{self.id}/card")
        for record in known.records:
            match record:
                case Record(event="commit", value={"step": "text"}):
                    return next((one for one in cards if one.id == record.value.get("parcel")), None)
        return cards[0] if cards else None

    @property
    def numbers(self) -> range:
        """The readings by number: one more than asked for, since a lot may give somebody one more."""
        return range(1, self.time.readers + 2)

    def when(self, sending: str, n: int) -> Callable[[Known], bool]:
        """Whether the n-th is to be there: one that was asked for, or one that came besides."""
        return always if n <= self.time.readers else lambda known: self.nth(known, sending, n) is not None

    def waits(self, sending: str, n: int) -> Callable[[Known], str]:
        """A sentence until the n-th parcel is there, and something in it."""

        def sentence(known: Known) -> str:
            parcel = self.nth(known, sending, n)
            if parcel is None:
                return awaited(known, f"{self.id}/{sending}")
            return "" if parcel.content else say("waitsForAnother")

        return sentence

    @property
    def by_lot(self) -> bool:
        """Whether a lot may decide which text is read."""
        return bool(self.spec.second) and self.time.wrote != "text"

    def way(self, known: Known, n: int) -> str:
        """Which text the n-th reader had, where a lot decided that."""
        parcel = self.nth(known, self.time.lost, n)
        return parcel.arm if parcel is not None and self.by_lot and parcel.arm in WAYS else ""

    def off(self, n: int) -> Callable[[Known, Answers], list[tuple[Reach, Answers]]]:
        """By how much I expected more than came, which is counted; the forecast itself stays mine."""

        def follows(known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
            said, came = (known.answers(self.time.guess) or {}).get(GUESS), self.result(known, given, n)
            return [] if said is None or came is None else [("count", {"off": said - came})]

        return follows

    def result(self, known: Known, given: Answers, n: int) -> float | None:
        """What came, on the scale of the forecast; ``given`` is what the check found."""
        forecast, parcel = self.spec.forecast, self.nth(known, self.time.lost, n)
        if forecast is None:
            return None
        found: Any = given.get(forecast.result) if forecast.checked else parcel and parcel.content.get(forecast.result)
        number = isinstance(found, int | float) and not isinstance(found, bool)
        return found if number and forecast.scale.min <= found <= forecast.scale.max else None

    def difference(self, n: int) -> Callable[[Known], list[Scene]]:
        """Both figures of a forecast, in sentences."""

        def quotes(known: Known) -> list[Scene]:
            if (forecast := self.spec.forecast) is None:
                return []
            old = [say("secondOld")] if self.way(known, n) == OLD else []
            said = {
                "of": [self.time.guess, GUESS],
                "with": say("expectedOf", mine="{mine}"),
                "without": say("expectedNothing"),
            }
            if forecast.checked:
                found = {
                    "of": [f"{self.time.check}-{n}", forecast.result],
                    "with": say("foundByMe", mine="{mine}"),
                    "without": say("foundNothing"),
                }
                return [scenes.text("", old, [said, found])]
            came = self.result(known, {}, n)
            return [] if came is None else [scenes.text("", [*old, say("foundByReader", came=came)], [said])]

        return quotes
