"""One note read: before its stamp, with it, and what one did with it since; of others, or alone of the makers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.fields import Choice, Field, Option, Text
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Answers, Form, Known, Scene, Step, always, nothing
from kith_exercises.primitives.receipt_spec import NOTE, Receipt
from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = ["Reading", "moved", "nth", "own", "since", "there", "uses", "verdicts"]


def verdicts() -> tuple[Option, ...]:
    """What can be said of a claim."""
    return tuple(
        Option(id, say(word))
        for id, word in (
            ("tried", "receiptTried"),
            ("otherwise", "receiptOtherwise"),
            ("fits", "receiptFits"),
            ("unsure", "receiptUnsure"),
        )
    )


def uses() -> tuple[Option, ...]:
    """What can be done with a note. That it made a difference is said in words alone, so it never lacks its why."""
    return tuple(
        Option(id, say(word))
        for id, word in (("read", "receiptRead"), ("used", "receiptUsed"), ("adapted", "receiptAdapted"))
    )


def since() -> tuple[Passage, Choice, Text]:
    """What a reader is asked later: for which words they thank, what they did with it, and what it changed."""
    return (
        Passage("thanks", say("receiptThanks"), None, NOTE),
        Choice("use", say("receiptUse"), None, uses()),
        Text("difference", say("receiptDifference"), None, None, optional=True),
    )


def moved(spec: Receipt, more: str, less: str, reach: Reach | None = None) -> tuple[Choice, Choice]:
    """Which stamp makes for more trust, and which for less: asked of a giver and of a reader alike."""
    return Choice("more", more, reach, spec.options), Choice("less", less, reach, spec.options)


def own(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The same, for who works alone: all of it stays with them."""
    return tuple(replace(field, reach="mine") for field in fields)


def nth(known: Known, sending: str, n: int) -> Parcel | None:
    """The n-th parcel of a sending."""
    parcels = known.inbox.of_sending(sending)
    return parcels[n - 1] if len(parcels) >= n else None


def there(spec: Receipt, sending: str, n: int) -> Callable[[Known], bool]:
    """Whether the n-th is to be there: one that was asked for, or one that a lot brought besides."""
    return always if n <= spec.each else lambda known: nth(known, sending, n) is not None


@dataclass(frozen=True)
class Reading:
    """The steps about the n-th note that somebody reads: what ``sending`` brings; alone, without one, the makers'."""

    spec: Receipt
    n: int
    sending: str = ""

    def steps(self) -> Iterator[Step]:
        """In the part *read*: trust before the stamp, then the stamp, trust with it, and a verdict on one claim."""
        spec, trust = self.spec, f"trust-{self.n}"
        yield self._step(
            trust,
            "read",
            (Rating("trust", spec.act, None, *spec.trust),),
            door="both",
            look=say("receiptLook"),
            before=self._note,
            scene=self._stamps,
        )
        yield self._step(
            f"verdict-{self.n}",
            "read",
            (
                Rating("again", say("receiptAgain"), None, *spec.trust),
                *moved(spec, say("receiptMoreNow"), say("receiptLessNow")),
                Passage("claim", say("receiptClaim"), None, NOTE),
                Choice("verdict", say("receiptVerdict"), None, verdicts()),
            ),
            door="skip",
            derives=self._with_verdict,
            after=(self._id(trust),),
        )

    def since(self) -> Step:
        """In the part *came*: what one did with it by then; of others' notes, also for which words one thanks them."""
        if not self.sending:
            return self._step(f"use-{self.n}", "came", since()[1:], door="skip", before=self._note)
        return self._step(f"use-{self.n}", "came", since(), door="skip")

    def _step(self, id: str, part: str, fields: Sequence[Field], **more: object) -> Step:
        step = Step(self._id(id), part, tuple(fields), **more)  # type: ignore[arg-type]  # as they are named there
        if self.sending:
            together: frozenset[Form] = frozenset({"cohort"})
            return replace(step, sends=self.sending, when=there(self.spec, self.sending, self.n), forms=together)
        alone: frozenset[Form] = frozenset({"alone"})
        return replace(step, fields=own(fields), derives=nothing, made=self._made, forms=alone)

    def _id(self, id: str) -> str:
        return id if self.sending else f"alone-{id}"

    def _made(self, known: Known) -> Parcel:
        return Parcel(f"{MAKERS}-{self.n}", "", "", "read", MAKERS, known.sealed["notes"][self.n - 1])

    def _parcel(self, known: Known) -> Parcel | None:
        return nth(known, self.sending, self.n) if self.sending else self._made(known)

    def _note(self, known: Known) -> list[Scene]:
        return self._shown(known, (self.spec.note,))

    def _stamps(self, known: Known) -> list[Scene]:
        return self._shown(known, self.spec.stamps)

    def _shown(self, known: Known, fields: Sequence[Field]) -> list[Scene]:
        parcel = self._parcel(known)
        if parcel is None:
            return []
        voice = "textOfMakers" if parcel.origin == MAKERS else "textOfOther"
        return list(scenes.sent(parcel, fields, lambda label: say(voice, label=label)))

    def _with_verdict(self, known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
        """The trust before the stamp, which now goes to the giver, and both figures to be counted."""
        before = (known.answers(f"trust-{self.n}") or {}).get("trust")
        if before is None or not given:
            return []
        return [("count", {"before": before, "again": given["again"]}), ("partner", {"before": before})]
