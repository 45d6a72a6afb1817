"""What came of a note, for whoever gave it: each reader's trust and verdict beside the forecast, then what they did.

The rating is of the note and never of the person, and so few make no curve: each is told by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Choice, Field
from kith_exercises.more_fields import Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Form, Known, Scene, Scenes, Step, nothing
from kith_exercises.primitives.receipt_reading import nth, there, uses, verdicts
from kith_exercises.primitives.receipt_spec import NOTE, Receipt
from kith_widgets.words import say

__all__ = ["Came"]

_TOGETHER: frozenset[Form] = frozenset({"cohort"})


@dataclass(frozen=True)
class Came:
    """The steps about what the n-th reader made of my note."""

    id: str
    spec: Receipt
    n: int

    def judged(self) -> Step:
        """What they said when they read it."""
        return self._step(f"came-{self.n}", "verdict", say("receiptShow"), self._judged, self._difference)

    def told(self) -> Step:
        """What they did with it since."""
        return self._step(f"told-{self.n}", "use", say("receiptShowUse"), self._used)

    def _step(
        self,
        id: str,
        sending: str,
        button: str,
        scene: Callable[[Parcel], Iterable[Scene]],
        quotes: Callable[[Parcel], Iterable[Scene]] | None = None,
    ) -> Step:
        def parcel(known: Known) -> Parcel | None:
            return nth(known, f"{self.id}/{sending}", self.n)

        def of(told: Callable[[Parcel], Iterable[Scene]]) -> Scenes:
            return lambda known: list(told(found)) if (found := parcel(known)) is not None and found.content else []

        return Step(
            id,
            "came",
            button=button,
            scene=of(scene),
            quotes=of(quotes) if quotes else nothing,
            sends=f"{self.id}/{sending}",
            when=there(self.spec, f"{self.id}/{sending}", self.n),
            forms=_TOGETHER,
        )

    def _judged(self, parcel: Parcel) -> list[Scene]:
        spec = self.spec
        spans = scenes.spans(parcel, "claim")
        note = scenes.mine(NOTE, NOTE, say("receiptClaimed" if spans else "textOfMine", label=spec.note.label), spans)
        verdict = _given(Choice("verdict", "", None, verdicts()), parcel)
        said = [say("receiptVerdictOf", verdict=verdict)] if verdict else []
        return [scenes.text("", [*self._trust(parcel), *said, say("receiptOfNote")]), note, *self._stamps(parcel)]

    def _stamps(self, parcel: Parcel) -> list[Scene]:
        """Which stamp I expected to count, beside which one they say did."""
        found = []
        for id, mine, theirs in (
            ("more", "receiptMoreMine", "receiptMoreTheirs"),
            ("less", "receiptLessMine", "receiptLessTheirs"),
        ):
            if words := _given(Choice(id, "", None, self.spec.options), parcel):
                quote = scenes.made(words, say(theirs), "partner", parcel.at)
                found.append(scenes.pair(scenes.mine("forecast", id, say(mine)), quote))
        return found

    def _trust(self, parcel: Parcel) -> list[str]:
        before, again = (_checked(Rating(id, "", None, *self.spec.trust), parcel) for id in ("before", "again"))
        if again is None:
            return []
        return [say("receiptAfter", again=again) if before is None else say("receiptBoth", before=before, again=again)]

    def _difference(self, parcel: Parcel) -> list[Scene]:
        """What I expected, and what they say."""
        mine = {
            "of": ["forecast", "trust"],
            "with": say("expectedOf", mine="{mine}"),
            "without": say("expectedNothing"),
        }
        return [scenes.text("", trust, [mine])] if (trust := self._trust(parcel)) else []

    def _used(self, parcel: Parcel) -> list[Scene]:
        use = _given(Choice("use", "", None, uses()), parcel)
        said = [scenes.text("", [say("receiptUseOf", use=use)])] if use else []
        if spans := scenes.spans(parcel, "thanks"):
            said = [scenes.mine(NOTE, NOTE, say("receiptThanksOf"), spans), *said]
        words = scenes.quote(parcel, "difference", say("receiptDifferenceOf"))
        return [*said, words] if words["words"] else said


def _checked(field: Field, parcel: Parcel) -> Any:
    """An answer as its field takes it; None for what no card wrote."""
    try:
        return field.check(parcel.content.get(field.id))
    except ValueError:
        return None


def _given(field: Choice, parcel: Parcel) -> str:
    given = _checked(field, parcel)
    return "" if given is None else field.read(given)
