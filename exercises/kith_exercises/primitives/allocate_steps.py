"""The steps of *Where did I lose you?* with others: write, read, see where it was lost, write for the next reader."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.fields import Field, Number, Text
from kith_exercises.more_fields import Passage
from kith_exercises.primitives import scenes
from kith_exercises.primitives.allocate_reading import AHEAD, GUESS, OLD, Reading, Time, told
from kith_exercises.primitives.allocate_second import version_step, which_step
from kith_exercises.primitives.allocate_spec import Allocate
from kith_exercises.primitives.primitive import (
    Answers,
    Form,
    Known,
    Scene,
    Scenes,
    Step,
    no_more,
    none_made,
    nothing,
    ready,
)
from kith_exercises.primitives.promises import gap_counted, until_checked
from kith_exercises.records import TEXT, Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["together_steps"]

_TOGETHER: frozenset[Form] = frozenset({"cohort"})


def together_steps(activity: "Activity") -> tuple[Step, ...]:
    """The steps of all four parts."""
    spec: Allocate = activity.spec
    first = Time("text", "text", "guess", "read", "lost", "came", "check", "checked", "told", "read", "came", spec.each)
    second = Time(
        "again",
        "rewrite",
        "reguess",
        "reread",
        "found",
        "recame",
        "recheck",
        "rechecked",
        "retold",
        "again",
        "again",
        1,
    )
    one, other = _Steps(activity.id, spec, first), _Steps(activity.id, spec, second)
    return (
        *one.write(other),
        *one.read(),
        *one.came(),
        *other.rewrite(one),
        *one.checked(),
        *other.read(),
        *other.came(),
        *other.checked(),
    )


@dataclass(frozen=True)
class _Steps(Reading):
    """The steps around one reading."""

    @property
    def marked(self) -> frozenset[str]:
        """The fields that stand where places are marked in them, and need not be shown besides."""
        return frozenset(field.over for field in self.spec.read if isinstance(field, Passage))

    # ---- write and read ------------------------------------------------------------------------------------------

    def write(self, later: "_Steps") -> Iterator[Step]:
        """My text with what belongs to it, then what I expect of its reader."""
        checks = [f"{one.time.check}-{n}" for one in (self, later) for n in one.numbers]

        def before(known: Known) -> list[Scene]:
            card = self.card(known)
            words = [scenes.quote(card, TEXT, say("cardOfReader"))] if card is not None else []
            return [one for one in words if one["words"]]

        yield Step(
            self.time.wrote,
            "write",
            self.spec.write,
            "skip",
            before=before,
            sends=f"{self.id}/card" if self.spec.reader else "",
            lone=True,
            promise=until_checked(checks) if self.spec.key else no_more,
            then={"": "nothing-written"},  # there is no such step: without a text there is nothing to expect of it
            forms=_TOGETHER,
        )
        yield from self._guess("write")

    def rewrite(self, before: "_Steps") -> Iterator[Step]:
        """The text once more, when I have seen where its reader got lost, and what I expect now."""
        told = [scenes.text("", [say("secondTold", least=self.spec.second)])] if self.by_lot else []
        own = _mine(self.spec.write[0])
        yield Step(
            self.time.wrote,
            "came",
            (self.spec.rewrite,),
            "skip",
            before=lambda _: [*told, own],
            then={"": "explain-came"},
            derives=self._carried,
            after=tuple(f"{before.time.came}-{n}" for n in before.numbers),
            forms=_TOGETHER,
        )
        yield from self._guess("came")

    def _guess(self, part: str) -> Iterator[Step]:
        """How many they will get, and where I will lose them."""
        forecast = self.spec.forecast
        fields: list[Field] = [self.spec.ahead] if self.spec.ahead else []
        if forecast is not None:
            fields.append(Number(GUESS, forecast.label, "mine", forecast.scale, None))
        if fields:
            yield Step(
                self.time.guess,
                part,
                tuple(fields),
                "both",
                made=self._own if self.spec.ahead else none_made,
                promise=gap_counted if forecast else no_more,
                after=(self.time.wrote,),
                forms=_TOGETHER,
            )

    def _own(self, known: Known) -> Parcel | None:
        """My own text, in which I can mark places."""
        own = known.answers(self.time.wrote)
        return Parcel("", "", self.id, "", "", {self.spec.marked: own[self.spec.marked]}) if own else None

    def _carried(self, known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
        """What goes to the next reader with the text: all that the first one got with it."""
        own = known.answers("text") or {}
        more = {field.id: own[field.id] for field in self.spec.sent[1:] if field.id in own}
        return [("partner", more)] if given and more else []

    def read(self) -> Iterator[Step]:
        """Somebody's text, in which I mark where I get lost."""
        for n in self.numbers:
            yield Step(
                f"{self.time.read}-{n}",
                self.time.part_read,
                self.spec.read,
                "skip",
                before=self._asked(n),
                above=self._above(n),
                waits=self.waits(self.time.text, n),
                sends=f"{self.id}/{self.time.text}",
                when=self.when(self.time.text, n),
                forms=_TOGETHER,
            )
            if self.by_lot:
                yield version_step(self, n)

    def _asked(self, n: int) -> Callable[[Known], list[Scene]]:
        """What a reader is told before, and whatever came with the text but questions about it."""

        def asked(known: Known) -> list[Scene]:
            told = [scenes.text("", [say("secondReads")])] if self.by_lot else []
            about = [field for field in self._beside if field not in self._questions]
            return [*told, *self._of_theirs(known, n, about)]

        return asked

    def _above(self, n: int) -> dict[str, Scenes]:
        """Their questions, where they are answered: behind the text that they are about."""
        asked_in = self.spec.asked_in
        return {asked_in: lambda known: self._of_theirs(known, n, self._questions)} if asked_in else {}

    @property
    def _beside(self) -> list[Field]:
        return [field for field in self.spec.sent if field.id not in self.marked]

    @property
    def _questions(self) -> list[Field]:
        return [field for field in self._beside if isinstance(field, Text)] if self.spec.asked_in else []

    def _of_theirs(self, known: Known, n: int, fields: Sequence[Field]) -> list[Scene]:
        parcel = self.nth(known, self.time.text, n)
        if parcel is None:
            return []
        return list(scenes.sent(parcel, fields, _of_makers if parcel.origin == MAKERS else _of_other))

    # ---- where it was lost ---------------------------------------------------------------------------------------

    def came(self) -> Iterator[Step]:
        """Where my reader got lost, then, by my own key, what came of it."""
        for n in self.numbers:
            came, forecast = f"{self.time.came}-{n}", self.spec.forecast
            compared = forecast is not None and not self.by_lot
            theirs, mine = (compared and forecast is not None and forecast.checked is found for found in (False, True))
            yield Step(
                came,
                self.time.part_came,
                button=say("showLost"),
                scene=self._answers(n) if self.by_lot else self._places(n),
                quotes=self.difference(n) if theirs else nothing,
                derives=self.off(n) if theirs else nothing,
                waits=self.waits(self.time.lost, n),
                when=self.when(self.time.lost, n),
                forms=_TOGETHER,
            )
            if self.spec.check:
                yield Step(
                    f"{self.time.check}-{n}",
                    self.time.part_came,
                    self.spec.check,
                    "skip",
                    quotes=self.difference(n) if mine else nothing,
                    derives=self._with_check(n),
                    sends=f"{self.id}/{self.time.lost}",
                    when=self.when(self.time.lost, n),
                    after=(came,),
                    forms=_TOGETHER,
                )
            if self.by_lot:
                yield which_step(self, n, partial(self._marks, n=n))

    def _places(self, n: int) -> Callable[[Known], list[Scene]]:
        return lambda known: [*self._marks(known, n), *self._answers(n)(known)]

    def _marks(self, known: Known, n: int) -> list[Scene]:
        """Where my reader got lost."""
        parcel = self.nth(known, self.time.lost, n)
        fields = [field for field in self.spec.read if isinstance(field, Passage)]
        if parcel is None:
            return []
        first, *rest = (self._marked(field, parcel, self.way(known, n)) for field in fields)
        expected = (known.answers(self.time.guess) or {}).get(AHEAD)
        if expected is None:
            return [first, *rest]
        label = say("aheadHere" if expected["spans"] else "aheadNowhere")
        return [scenes.pair(scenes.mine(self.time.wrote, self.spec.marked, label, expected["spans"]), first), *rest]

    def _answers(self, n: int) -> Callable[[Known], list[Scene]]:
        """What my reader answered, with my key; by itself it does not say which text it was."""

        def answers(known: Known) -> list[Scene]:
            parcel = self.nth(known, self.time.lost, n)
            if parcel is None:
                return []
            own = {field.id: field for field in self.spec.write if isinstance(field, Text)}
            asked = [own.pop(field.id) for field in self.spec.sent if field.id in own and field.id not in self.marked]
            key = [own[self.spec.key]] if self.spec.key else []
            return [*map(_mine, asked), *scenes.sent(parcel, self.spec.read, _answer), *map(_mine, key)]

        return answers

    def _marked(self, field: Passage, parcel: Parcel, way: str) -> Scene:
        """My words with their places in them; what was not written again stands where it was first written."""
        try:
            spans = field.check(parcel.content.get(field.id))["spans"]
        except ValueError:
            spans = []
        step = self.time.wrote if field.over == self.spec.marked and way != OLD else "text"
        return scenes.mine(step, field.over, say("lostHere" if spans else "lostNowhere"), spans)

    def _with_check(self, n: int) -> Callable[[Known, Answers], list[tuple[Reach, Answers]]]:
        """What is counted of my check, and the key, which now goes to the reader."""

        def follows(known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
            key = (known.answers("text") or {}).get(self.spec.key)
            found: list[tuple[Reach, Answers]] = [("partner", {told(self.spec.key): key})] if given and key else []
            checked = self.spec.forecast is not None and self.spec.forecast.checked and not self.by_lot
            return [*found, *(self.off(n)(known, given) if checked else [])]

        return follows

    # ---- what came of my reading ---------------------------------------------------------------------------------

    def checked(self) -> Iterator[Step]:
        """What the writer made of my answers, with what they had in mind.

        Of a second reading it comes with the last exchange, so nobody is asked to wait for it.
        """
        last = self.time.part_read == "again"
        for n in self.numbers if self.spec.check else ():
            yield Step(
                f"{self.time.told}-{n}",
                "again",
                button=say("showChecked"),
                scene=self._told(n),
                waits=ready if last else self._waits_for_check(n),
                when=partial(self._is_answered, n=n) if last else self.when(self.time.text, n),
                forms=_TOGETHER,
            )

    def _answer_to(self, known: Known, n: int) -> Parcel | None:
        """What came back for the n-th text that I read: it is from the same person."""
        text = self.nth(known, self.time.text, n)
        found = known.inbox.of_sending(f"{self.id}/{self.time.checked}")
        return next((one for one in found if text is not None and one.origin == text.origin), None)

    def _is_answered(self, known: Known, n: int) -> bool:
        answer = self._answer_to(known, n)
        return answer is not None and bool(answer.content)

    def _waits_for_check(self, n: int) -> Callable[[Known], str]:
        def sentence(known: Known) -> str:
            if self._is_answered(known, n) or self._of_makers(known, n):
                return ""
            return say("waitsForOthers" if self._answer_to(known, n) is None else "waitsForAnother")

        return sentence

    def _of_makers(self, known: Known, n: int) -> list[Scene]:
        """What the makers had in mind with a text of theirs, once I have answered it."""
        text = self.nth(known, self.time.text, n)
        if text is None or text.origin != MAKERS or known.answers(f"{self.time.read}-{n}") is None:
            return []
        label = next((field.label for field in self.spec.write if field.id == self.spec.key), "")
        words = text.content.get(self.spec.marked)
        made = [one for one in known.sealed.get("texts", ()) if self.spec.key and one[self.spec.marked] == words]
        return [scenes.made(one[self.spec.key], _noted(label)) for one in made]

    def _told(self, n: int) -> Callable[[Known], list[Scene]]:
        def scene(known: Known) -> list[Scene]:
            parcel = self._answer_to(known, n)
            if parcel is None or not parcel.content:
                return self._of_makers(known, n)
            key = [
                scenes.quote(parcel, told(field.id), _noted(field.label))
                for field in self.spec.write
                if field.id == self.spec.key
            ]
            return [*(one for one in key if one["words"]), *scenes.sent(parcel, self.spec.check, _noted)]

        return scene


def _mine(field: Field) -> Scene:
    return scenes.mine("text", field.id, say("textOfMine", label=field.label))


def _of_other(label: str) -> str:
    return say("textOfOther", label=label)


def _of_makers(label: str) -> str:
    return say("textOfMakers", label=label)


def _answer(label: str) -> str:
    return say("answerOfOther", label=label)


def _noted(label: str) -> str:
    return say("keyOfOther", label=label)
