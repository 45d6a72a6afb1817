"""Where did I lose you, at one table: I read my words aloud, and mark where a hand goes up.

The words are written before, and nothing of them leaves its writer's device; what others say of them is said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Field, Number
from kith_exercises.more_fields import Passage
from kith_exercises.primitives import scenes
from kith_exercises.primitives.allocate_reading import AHEAD, GUESS
from kith_exercises.primitives.primitive import Answers, Form, Known, Scene, Scenes, Step, no_more, none_made
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.primitives.allocate_spec import Allocate

__all__ = ["room_steps"]

_ROOM: frozenset[Form] = frozenset({"room"})
_TEXT, _GUESSED, _LOST, _CHECKED = "room-text", "room-guess", "room-lost", "room-check"


def room_steps(spec: "Allocate") -> Iterator[Step]:
    """The steps of all parts for people at one table."""
    yield Step(
        _TEXT,
        "write",
        _own(*spec.write),
        "skip",
        then={"": "nothing-written"},  # there is no such step: without a text there is nothing to expect of it
        forms=_ROOM,
    )
    yield from _forecast(spec)
    yield Step("room-hear", "read", before=_said("roomHear"), button=say("roomHeardOut"), forms=_ROOM)
    yield from _read_aloud(spec)
    yield Step(
        "room-rewrite",
        "again",
        _own(spec.rewrite),
        "skip",
        before=lambda known: [_words(spec, say("lostHere"), known.answers(_LOST), "lost")],
        forms=_ROOM,
    )


def _forecast(spec: "Allocate") -> Iterator[Step]:
    """How many they will get, and where I will lose them."""
    fields: list[Field] = [spec.ahead] if spec.ahead else []
    if spec.forecast is not None:
        fields.append(Number(GUESS, spec.forecast.label, "mine", spec.forecast.scale, None))
    if fields:
        yield Step(
            _GUESSED,
            "write",
            tuple(fields),
            "both",
            made=_mine(spec) if spec.ahead else none_made,
            promise=gap_counted if spec.forecast else no_more,
            after=(_TEXT,),
            forms=_ROOM,
        )


def _read_aloud(spec: "Allocate") -> Iterator[Step]:
    """Where hands went up, beside where I expected it; then, by my own key, what came of my words."""

    def places(known: Known) -> list[Scene]:
        expected, found = known.answers(_GUESSED), known.answers(_LOST)
        if not found:
            return []
        here = _words(spec, say("roomLostHere" if found["lost"]["spans"] else "lostNowhere"), found, "lost")
        if not expected or AHEAD not in expected:
            return [here]
        label = say("aheadHere" if expected[AHEAD]["spans"] else "aheadNowhere")
        return [scenes.pair(_words(spec, label, expected, AHEAD), here)]

    yield Step(
        _LOST,
        "came",
        (Passage("lost", say("roomLost"), "mine", spec.marked),),
        "skip",
        before=_said("roomReadAloud"),
        scene=places,
        made=_mine(spec),
        waits=lambda known: "" if known.answers(_TEXT) else say("waitsForText"),
        then={"": "explain-came"},
        forms=_ROOM,
    )
    if fields := _asked(spec):
        keys = [
            scenes.mine(_TEXT, one.id, say("textOfMine", label=one.label)) for one in spec.write if one.id == spec.key
        ]
        yield Step(
            _CHECKED,
            "came",
            _own(*fields),
            "skip",
            before=lambda _: [scenes.text("", [say("roomAskThem")]), *keys],
            quotes=lambda _: _difference(spec),
            derives=lambda known, given: _off(spec, known, given),
            promise=gap_counted if spec.forecast else no_more,
            after=(_LOST,),
            forms=_ROOM,
        )


def _asked(spec: "Allocate") -> tuple[Field, ...]:
    """What I note of what they say: my check, and the answer that a forecast is held against."""
    forecast = spec.forecast
    theirs = [one for one in spec.read if forecast and not forecast.checked and one.id == forecast.result]
    return (*spec.check, *theirs)


def _difference(spec: "Allocate") -> list[Scene]:
    """Both figures of a forecast, in sentences."""
    if (forecast := spec.forecast) is None:
        return []
    came = say("foundByMe", mine="{mine}") if forecast.checked else say("foundByReader", came="{mine}")
    said = [
        {"of": [_GUESSED, GUESS], "with": say("expectedOf", mine="{mine}"), "without": say("expectedNothing")},
        {"of": [_CHECKED, forecast.result], "with": came, "without": say("foundNothing")},
    ]
    return [scenes.text("", said=said)]


def _off(spec: "Allocate", known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
    """By how much I expected more than came, which is counted."""
    expected = (known.answers(_GUESSED) or {}).get(GUESS)
    came = given.get(spec.forecast.result) if spec.forecast else None
    return [] if expected is None or came is None else [("count", {"off": expected - came})]


def _words(spec: "Allocate", label: str, given: Mapping[str, Any] | None, field: str) -> Scene:
    """My own words, with the places in them that were marked in one field."""
    return scenes.mine(_TEXT, spec.marked, label, given[field]["spans"] if given else [])


def _mine(spec: "Allocate") -> Callable[[Known], Parcel | None]:
    """My own words, in which I can mark places."""

    def parcel(known: Known) -> Parcel | None:
        own = known.answers(_TEXT)
        return Parcel("", "", "", "", "", {spec.marked: own[spec.marked]}) if own else None

    return parcel


def _said(word: str) -> Scenes:
    return lambda _: [scenes.text("", [say(word)])]


def _own(*fields: Field) -> tuple[Field, ...]:
    return tuple(replace(field, reach="mine") for field in fields)
