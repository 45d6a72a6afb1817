"""Where did I lose you, without anybody: a text by the makers to get lost in, and one's own, days later.

Who wrote it can be a stranger to it only after a while, so one's own words wait. Nothing pretends to have read them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.fields import Field, Text
from kith_exercises.more_fields import Passage
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Form, Known, Scene, Scenes, Step, nothing
from kith_exercises.primitives.resting import rests
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.primitives.allocate_spec import Allocate

__all__ = ["alone_steps"]

_ALONE: frozenset[Form] = frozenset({"alone"})
_WROTE = "alone-text"


def alone_steps(spec: "Allocate") -> tuple[Step, ...]:
    """The steps of all parts for somebody who works alone; all of it stays with them."""
    return (
        Step(_WROTE, "write", _own(spec.write), "skip", forms=_ALONE),
        *(step for n in range(1, spec.texts + 1) for step in _made(spec, n)),
        *_as_stranger(spec),
        Step(
            "alone-rewrite",
            "again",
            _own((spec.rewrite,)),
            "skip",
            before=lambda _: [_mine(spec.write[0])],
            forms=_ALONE,
        ),
    )


def _made(spec: "Allocate", n: int) -> Iterator[Step]:
    """A text by the makers, in which I mark where I get lost, then what they had in mind."""
    read, key = f"alone-read-{n}", [field for field in spec.write if field.id == spec.key]

    def text(known: Known) -> Parcel:
        return Parcel(f"{MAKERS}-{n}", "", "", "read", MAKERS, known.sealed["texts"][n - 1])

    def asked(known: Known) -> list[Scene]:
        marked = {field.over for field in spec.read if isinstance(field, Passage)}
        parcel, shown = text(known), [field for field in spec.sent if field.id not in marked]
        words = [scenes.quote(parcel, field.id, say("textOfMakers", label=field.label)) for field in shown]
        return [scene for scene in words if scene["words"]]

    def had_in_mind(known: Known) -> list[Scene]:
        return [scenes.quote(text(known), field.id, say("keyOfOther", label=field.label)) for field in key]

    above: dict[str, Scenes] = {spec.asked_in: asked} if spec.asked_in else {}
    before = nothing if above else asked
    yield Step(read, "read", _own(spec.read), "skip", before=before, above=above, made=text, forms=_ALONE)
    if key:
        shown = f"alone-key-{n}"
        yield Step(shown, "read", button=say("showKey"), scene=had_in_mind, after=(read,), forms=_ALONE)
        yield Step(f"alone-check-{n}", "read", _own(spec.check), "skip", after=(shown,), forms=_ALONE)


def _as_stranger(spec: "Allocate") -> Iterator[Step]:
    """My own text when I have forgotten what I meant, and what I meant."""
    key = [field for field in spec.write if field.id == spec.key]
    # Places are marked in what came from somebody; what is only mine the browser has, and we do not hold it.
    asked = [
        Text(one.id, one.label, "mine", None, optional=True) if isinstance(one, Passage) else one for one in spec.read
    ]

    def rests_now(known: Known) -> str:
        return rests(known, _WROTE, spec.days, lambda date: say("waitsForDays", date=date))

    own = [scenes.text("", [say("strangerNow")]), *(_mine(field) for field in spec.sent if isinstance(field, Text))]
    yield Step("alone-came", "came", _own(asked), "skip", before=lambda _: own, waits=rests_now, forms=_ALONE)
    if key:
        shown = "alone-own-key"
        meant = [_mine(field) for field in key]
        yield Step(shown, "came", button=say("showOwnKey"), scene=lambda _: meant, after=("alone-came",), forms=_ALONE)
        yield Step("alone-check-own", "came", _own(spec.check), "skip", after=(shown,), forms=_ALONE)


def _own(fields: Sequence[Field]) -> tuple[Field, ...]:
    return tuple(replace(field, reach="mine") for field in fields)


def _mine(field: Field) -> Scene:
    return scenes.mine(_WROTE, field.id, say("textOfMine", label=field.label))
