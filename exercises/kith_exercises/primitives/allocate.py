"""Where did I lose you: I explain, somebody marks in my words where they got lost, and I try once more for the next.

Nobody sees where they lost their reader before they have said what they expect, or that they expect nothing. What the
writer noted for themselves, the reader learns once the writer has checked their answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kith_exercises.exchange import Sending
from kith_exercises.fields import Text
from kith_exercises.primitives.allocate_alone import alone_steps
from kith_exercises.primitives.allocate_figures import asked, forecasts, group_steps
from kith_exercises.primitives.allocate_reading import WAYS, told
from kith_exercises.primitives.allocate_room import room_steps
from kith_exercises.primitives.allocate_spec import Allocate, read_allocate
from kith_exercises.primitives.allocate_steps import together_steps
from kith_exercises.primitives.primitive import Primitive, Step
from kith_exercises.primitives.slips import Slip, fits, too_few, unread
from kith_exercises.records import TEXT

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["ALLOCATE", "forecasts"]


def _steps(activity: "Activity") -> tuple[Step, ...]:
    return (*together_steps(activity), *group_steps(activity), *alone_steps(activity.spec), *room_steps(activity.spec))


def _sendings(activity: "Activity") -> tuple[Sending, ...]:
    spec: Allocate = activity.spec
    prompt, label = activity.id, activity.title
    names = ("text", "lost", "checked", "again", "found", "rechecked")
    text, lost, checked, again, found, rechecked = (f"{prompt}/{name}" for name in names)
    sent = tuple(field.id for field in spec.sent)
    read = tuple(field.id for field in spec.read if field.reach != "mine")
    check = tuple(field.id for field in spec.check if field.reach != "mine")
    first, second = (("guess",), ("reguess",)) if spec.forecast else ((), ())
    key = (told(spec.key),) if spec.key else ()
    writing = Sending(text, prompt, "text", sent, "allot", spec.each, label=label, minutes=5, makers="texts")
    card = f"{prompt}/card"
    by_lot = Sending(again, prompt, "rewrite", sent, "allot")
    if spec.second:
        by_lot = replace(by_lot, arms=WAYS, least=spec.second, earlier="text")
    there = [
        Sending(card, spec.reader, "", (TEXT,), "allot", label=label, minutes=1),
        replace(writing, to="back", of=card, makers=""),  # to whose card it was; the lot deals out what is left
        writing,
        Sending(lost, prompt, "read", read, "back", of=text, needs=first, label=label, minutes=3),
        Sending(checked, prompt, "check", (*check, *key), "back", of=lost, label=label, minutes=1),
        replace(by_lot, needs=second, avoid=(text,), label=label, minutes=5),
        Sending(found, prompt, "reread", read, "back", of=again, needs=second, label=label, minutes=3),
        Sending(rechecked, prompt, "recheck", (*check, *key), "back", of=found, label=label, minutes=1),
    ]
    unasked = {checked, rechecked} if not spec.check else set()
    return tuple(one for one in there[0 if spec.reader else 2 :] if one.id not in unasked)


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> Iterator[Slip]:
    spec: Allocate = activity.spec
    texts = sealed["texts"] if isinstance(sealed["texts"], list) else []
    asked = [field for field in spec.write if field.reach != "mine" or field.id == spec.key]
    yield from unread(sealed, ("texts",))
    yield from too_few("texts", len(texts), spec.texts, "“texts” of [alone]")
    for n, one in enumerate(texts, 1):
        text = one if isinstance(one, Mapping) else {}
        needed = [field for field in asked if isinstance(field, Text) or field.id in text]
        if wrong := [field.id for field in needed if not fits(field, text.get(field.id))]:
            yield Slip(f"it needs what a learner would write for each of {', '.join(wrong)}", "", "texts", n)
        yield from unread(text, [field.id for field in asked], key="texts", n=n)


ALLOCATE = Primitive(
    kind="allocate",
    bundle="leaves",
    parts=("write", "read", "came", "again"),
    read=read_allocate,
    steps=_steps,
    sendings=_sendings,
    needs=frozenset({"texts"}),
    slips=_slips,
    asked=asked,
)
