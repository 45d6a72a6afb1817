"""Saying it back at one table: the story is told by mouth, twice, and the screens take only the marks.

A teller's screen draws two numbers, and they say one to each of their listeners; under that number a listener's screen
has the way. So only a listener knows it until both are marked, each teller is heard in both ways, and no two devices
need to know of each other.
"""

from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Choice, Field, Number, Option, Scale
from kith_exercises.more_fields import Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives._lot import drawn
from kith_exercises.primitives.group import group_step
from kith_exercises.primitives.primitive import Answers, Form, Known, Scene, Step
from kith_exercises.primitives.promises import gap_counted, numbers_counted
from kith_exercises.primitives.say_back_figures import figure_ids
from kith_exercises.primitives.say_back_spec import EACH, SayBack
from kith_exercises.primitives.say_back_steps import counted, guesses, studies
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kith_exercises.definitions import Activity

__all__ = ["room_steps", "way_at"]

_ROOM: frozenset[Form] = frozenset({"room"})
_NUMBERS = range(1, EACH + 1)
#: So many numbers can be said; half of them stand for each way, and nobody learns by heart which.
_MOST = 40
#: For how long a story is told.
_MINUTES = 3


def room_steps(activity: "Activity") -> tuple[Step, ...]:
    """The steps of all parts: whoever tells is in the first, whoever listens in the second."""
    return (*_telling(activity), *_listening(activity), *_after(activity), *_landed(activity.spec))


def way_at(activity: "Activity", me: str, n: int) -> str:
    """The way in which the n-th listener of a teller says it back."""
    return _way(activity, _said(activity, me)[n - 1])


def _way(activity: "Activity", number: int) -> str:
    """The way that stands under a number."""
    ways: list[str] = [way.id for way in activity.spec.ways]
    return ways[drawn([str(one) for one in range(1, _MOST + 1)], activity.id).index(str(number)) % len(ways)]


def _said(activity: "Activity", me: str) -> tuple[int, int]:
    """The numbers that a teller says, one of each way, in an order by lot."""
    order = [int(one) for one in drawn([str(one) for one in range(1, _MOST + 1)], activity.id, me)]
    return order[0], next(one for one in order if _way(activity, one) != _way(activity, order[0]))


def _telling(activity: "Activity") -> "Iterator[Step]":
    """What I tell, and my marks on what each of two said back, before I know which way it was."""
    spec: SayBack = activity.spec
    answers = (Option("yes", say("landedYes")), Option("almost", say("landedAlmost")))
    fields: tuple[Field, ...] = (
        *(Choice(f"mark-{k}", say("pointOfMine", n=k), "mine", spec.scale) for k in spec.numbers),
        Rating("understood", say("feltUnderstood"), "mine", *spec.understood),
        Choice("landed", say("didItLand"), "mine", answers),
    )
    marked = tuple(f"room-mark-{n}" for n in _NUMBERS)

    def ways(known: Known) -> list[Scene]:
        met = [n for n in _NUMBERS if known.answers(f"room-mark-{n}") is not None]
        told = [say("wayWas", n=n, way=spec.way(way_at(activity, known.me, n))) for n in met]
        out = [say("waysWhy"), say("waysLeaveOutHere")] if told else [say("nothingMarkedYet")]
        return [scenes.text(say("waysTitle"), [*told, *out])]

    yield Step(
        "room-tell",
        "tell",
        before=lambda _: [
            scenes.text(say("trialTitle"), [say("waysTold")]),
            scenes.text(spec.label, [say("roomTell", n=spec.points, minutes=_MINUTES)]),
        ],
        button=say("roomReady"),
        invites=True,
        forms=_ROOM,
    )
    for n, id in enumerate(marked, 1):
        yield Step(
            id,
            "tell",
            fields,
            "skip",
            before=lambda known, n=n: [scenes.text("", [say("roomSay", n=n, number=_said(activity, known.me)[n - 1])])],  # type: ignore[misc]  # n is bound
            derives=lambda known, given, n=n: _counted(activity, known, given, n),  # type: ignore[misc]  # n is bound
            promise=numbers_counted,
            forms=_ROOM,
        )
    yield Step("room-ways", "tell", button=say("showWays"), scene=ways, debrief=True, after=marked, forms=_ROOM)


def _counted(activity: "Activity", known: Known, given: Answers, n: int) -> list[tuple[Reach, Answers]]:
    """What a measure counts of my marks."""
    return [counted(activity.spec, way_at(activity, known.me, n), given)] if given else []


def _listening(activity: "Activity") -> "Iterator[Step]":
    """The number that a teller says, the way under it, then what I expect of my saying it back."""
    spec: SayBack = activity.spec

    def asked(known: Known, n: int) -> list[Scene]:
        given = known.answers(f"room-listen-{n}")
        if given is None:
            return []
        way = spec.way(_way(activity, given["number"]))
        return [scenes.text("", [way, say("wayDrawn"), say("roomListen", minutes=_MINUTES)]), scenes.clock(_MINUTES)]

    for n in _NUMBERS:
        yield Step(
            f"room-listen-{n}",
            "listen",
            (Number("number", say("roomNumber", n=n), "mine", Scale(1, _MOST, 1, "")),),
            "skip",
            scene=lambda known, n=n: asked(known, n),  # type: ignore[misc]  # n is bound
            then={"": f"room-listen-{n + 1}"},  # behind the last one there is no such step: nobody was heard
            forms=_ROOM,
        )
        yield Step(
            f"room-guess-{n}",
            "listen",
            guesses(spec),
            "both",
            promise=gap_counted,
            after=(f"room-listen-{n}",),
            forms=_ROOM,
        )


def _after(activity: "Activity") -> "Iterator[Step]":
    """What the group found, and what was found elsewhere: the marks were made at the table."""
    yield Step(
        "room-heard", "heard", before=lambda _: [scenes.text("", [say("roomHeard")])], button=say("goOn"), forms=_ROOM
    )
    yield group_step("room-group", "heard", *figure_ids(activity.id), forms=_ROOM)
    if activity.spec.published:
        yield Step("room-studies", "heard", button=say("showStudies"), scene=studies, forms=_ROOM)


def _landed(spec: SayBack) -> "Iterator[Step]":
    """What a teller says came through, beside what I expected."""
    for n in _NUMBERS:
        guess = f"room-guess-{n}"
        yield Step(
            f"room-landed-{n}",
            "landed",
            (
                Number("through", say("roomThrough", n=spec.points), "mine", Scale(0, spec.points, 0.5, "")),
                Rating("understood", say("roomUnderstood"), "mine", *spec.understood),
            ),
            "skip",
            before=lambda _, n=n: [scenes.text("", [say("roomAskTeller", n=n)])],  # type: ignore[misc]  # n is bound
            quotes=lambda _, n=n: [scenes.text("", said=_both(n))],  # type: ignore[misc]  # n is bound
            derives=lambda known, given, guess=guess: _gap(known.answers(guess), given),  # type: ignore[misc]  # guess is bound
            promise=gap_counted,
            forms=_ROOM,
        )


def _both(n: int) -> list[dict[str, Any]]:
    """Both figures of a forecast, in sentences."""
    guess, said = f"room-guess-{n}", f"room-landed-{n}"
    through, understood = say("roomExpectedThrough", mine="{mine}"), say("roomExpectedUnderstood", mine="{mine}")
    came, felt = say("landedThroughAlone", came="{mine}"), say("landedUnderstoodAlone", came="{mine}")
    none, unasked = say("expectedNothing"), say("roomNotAsked")
    return [
        {"of": [guess, "through"], "with": through, "without": none},
        {"of": [said, "through"], "with": came, "without": unasked},
        {"of": [guess, "understood"], "with": understood, "without": none},
        {"of": [said, "understood"], "with": felt, "without": unasked},
    ]


def _gap(guess: Answers | None, given: Answers) -> list[tuple[Reach, Answers]]:
    """How far off I was, which is counted."""
    return [("count", {id: guess[id] - given[id] for id in ("through", "understood")})] if guess and given else []
