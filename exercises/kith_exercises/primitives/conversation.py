"""A talk with somebody whom the makers made up: what I would say, what I expect to hear, then what they answer.

What is answered is written before anybody comes; no word of a learner's is read to find it. At the end one goes back
to a turn and says another line, as often as the course lets one, and tells in own words what differed. What follows a
line is no part of the page, the widget's state or the notebook until it was said. In one room two people talk over each
line on one device; what they expect they say aloud, and mark alone whether it was the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kith_exercises.fields import Choice, Field, Option, Text
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Form, Primitive, Scene, Step, nothing
from kith_exercises.primitives.talk import Line, Talk, Turn, read_talk
from kith_exercises.records import Reach
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["CONVERSATION", "Conversation"]

_REACHES: tuple[Reach, ...] = ("facilitator", "mine")
#: So often one can go back at most: each time all ways stand there once more.
_RETURNS = 3


@dataclass(frozen=True)
class Conversation:
    """With whom one talks, how often one can go back, and the talk."""

    other: str
    returns: int = 1
    talk: Talk | None = field(default=None, repr=False)  # a definition that is printed gives nothing away


def _read(table: Table) -> Conversation:
    return Conversation(table.text("other"), table.whole("returns", 1, _RETURNS, 1))


def _with_talk(spec: Conversation, held: Table) -> Conversation:
    talk = read_talk(held)
    held.done()
    return replace(spec, talk=talk)


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Conversation = activity.spec
    assert spec.talk is not None  # it is read with the definition
    found: list[Step] = []
    forms: tuple[Form, ...] = ("alone", "room")
    for form in forms:
        first = _Go(spec.other, spec.talk, form, "room-" if form == "room" else "", spec.returns)
        found += first.turn(spec.talk.first, ())
        for n in range(1, spec.returns + 1):
            found += replace(first, n=n).answers(spec.talk.first, ())
    return tuple(found)


@dataclass(frozen=True)
class _Said:
    """A line that was said on the way, by its place among those of its turn."""

    turn: Turn
    place: int

    @property
    def line(self) -> Line:
        """What was said."""
        return self.turn.lines[self.place - 1]

    def instead(self) -> Iterator[tuple[int, str]]:
        """The other lines: the place of each, and what says that it takes the place of this one."""
        for place, line in enumerate(self.turn.lines, 1):
            if place != self.place:
                yield place, say("talkInstead", other=line.words, said=self.line.words)


_Way = tuple[_Said, ...]


@dataclass(frozen=True)
class _Go:
    """The steps of one go through a talk in one form; a turn stands there once for each way that leads to it.

    It is the ``n``-th that begins by going back, of so many ``returns``; the first go, from the beginning, is 0.
    """

    other: str
    talk: Talk
    form: Form
    prefix: str
    returns: int
    n: int = 0

    @property
    def _room(self) -> bool:
        return self.form == "room"

    def turn(self, turn: Turn, way: _Way) -> Iterator[Step]:
        """What can be said in a turn, and what follows; where the talk is over, going back to another turn."""
        if turn.ends:
            if self.n < self.returns:
                yield self._back(way)
            return
        options = tuple(Option(str(place), line.words) for place, line in enumerate(turn.lines, 1))
        yield Step(
            self._id("say", way),
            fields=(Choice("line", say("talkSay"), None, options), *self._own(turn.own)),
            door="skip",
            button=say("talkChoose"),
            before=nothing if way else lambda _: self._opening(turn),
            then={"": "explain"}  # who says nothing more has come to the end of the talk
            | {str(place): self._id("hear", (*way, _Said(turn, place))) for place in range(1, len(options) + 1)},
            forms=frozenset({self.form}),
        )
        yield from self.answers(turn, way)

    def answers(self, turn: Turn, way: _Way) -> Iterator[Step]:
        """For each line of a turn what is answered, and what follows."""
        for place, line in enumerate(turn.lines, 1):
            said = (*way, _Said(turn, place))
            yield self._hear(said, self.talk.after(line))
            yield from self.turn(self.talk.after(line), said)

    def _hear(self, way: _Way, answer: Turn) -> Step:
        id = self._id("hear", way)
        asked = self._expects()
        expected = scenes.mine(id, asked.id, say("talkExpected", line=way[-1].line.words))
        came = scenes.made(answer.says, self.other)
        return Step(
            id,
            fields=(asked,),
            door="both",
            button=say("talkHear", name=self.other),
            scene=lambda _: [came],
            quotes=lambda _: [scenes.pair(expected, came)],
            last=self.n == self.returns and answer.ends,
            forms=frozenset({self.form}),
        )

    def _expects(self) -> Field:
        """What one expects to hear; in the room it is said, and only whether both expect it is marked."""
        if not self._room:
            return Text("expect", say("talkExpect", name=self.other), None, None, optional=False)
        marks = (say("talkBothSame"), say("talkBothOther"))
        return Choice("both", say("talkExpectAloud", name=self.other), None, tuple(Option(one, one) for one in marks))

    def _back(self, way: _Way) -> Step:
        """Another line in a turn that one came through."""
        targets: dict[str, str] = {}
        for n, one in enumerate(way):
            targets |= {_path((*way[:n], _Said(one.turn, place))): label for place, label in one.instead()}
        own = say("talkOwn") if any(one.turn.own for one in way) else ""
        options = tuple(Option(path, label) for path, label in targets.items())
        return Step(
            self._id("back", way),
            fields=(Choice("line", say("talkBack"), None, options), *self._own(own)),
            door="skip",
            button=say("talkGoBack"),
            look=say("talkLeave"),
            then={path: f"{self.prefix}{_again(self.n + 1)}hear-{path}" for path in targets},
            last=True,
            forms=frozenset({self.form}),
        )

    def _opening(self, turn: Turn) -> Sequence[Scene]:
        told = [say("talkMadeUp", name=self.other), *([say("talkAloud")] if self._room else [])]
        return [scenes.text("", told), scenes.made(turn.says, self.other)]

    def _id(self, what: str, way: _Way) -> str:
        return f"{self.prefix}{_again(self.n)}{what}{'-' if way else ''}{_path(way)}"

    def _own(self, asks: str) -> tuple[Text, ...]:
        """Own words for a line, where they are asked for; at one table they are said."""
        return (Text("own", asks, None, None, optional=True),) if asks and not self._room else ()


def _again(n: int) -> str:
    """What the names of steps begin with once one has gone back so often."""
    return f"again-{n}-" if n > 1 else "again-" * n


def _path(way: _Way) -> str:
    return "-".join(str(one.place) for one in way)


CONVERSATION = Primitive(
    kind="conversation",
    bundle="leaves",
    read=_read,
    holds=_with_talk,
    steps=_steps,
    forms=("alone", "room"),
    reaches=_REACHES,
    needs=frozenset({"talk"}),
)
