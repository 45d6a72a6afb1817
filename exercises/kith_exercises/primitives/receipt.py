"""A receipt: what I give is read by somebody, who says what came of it, and I am told.

A note goes out with stamps: how sure, how I know, when it fails. Its reader says whether they would act on it before
the stamps unfold and again with them, and gives a verdict on one claim. Later they say what they did with it: read,
used, adapted. That it made a difference is said only in words, so the difference is never claimed without its why.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kith_exercises.exchange import Sending
from kith_exercises.fields import Number
from kith_exercises.primitives.primitive import Answers, Form, Primitive, Step
from kith_exercises.primitives.receipt_came import Came
from kith_exercises.primitives.receipt_figures import asked, group_steps
from kith_exercises.primitives.receipt_reading import Reading, moved, own
from kith_exercises.primitives.receipt_room import room_steps
from kith_exercises.primitives.receipt_spec import NOTE, Receipt, read_receipt
from kith_exercises.primitives.slips import Slip, fits, too_few, unread
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["RECEIPT"]

_TOGETHER: frozenset[Form] = frozenset({"cohort"})
_ALONE: frozenset[Form] = frozenset({"alone"})


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Receipt = activity.spec
    numbers = range(1, spec.each + 2)  # a lot may give somebody one more
    with_others = [Reading(spec, n, f"{activity.id}/{NOTE}") for n in numbers]
    of_makers = [Reading(spec, n) for n in range(1, spec.notes + 1)]
    came = [Came(activity.id, spec, n) for n in numbers]
    return (
        *_give(spec),
        *(step for reading in (*with_others, *of_makers) for step in reading.steps()),
        *(one.judged() for one in came),
        *(reading.since() for reading in (*with_others, *of_makers)),
        *(one.told() for one in came),
        *room_steps(spec),
        *group_steps(activity),
    )


def _give(spec: Receipt) -> tuple[Step, ...]:
    """The note with its stamps, then what I expect of a reader; alone it stays with me."""
    expected = Number("trust", say("receiptExpect"), "mine", spec.trust[0])
    forecast = (expected, *moved(spec, say("receiptMore"), say("receiptLess"), "mine"))
    return (
        Step(
            NOTE,
            "give",
            spec.written,
            "skip",
            derives=lambda _, given: _with_note(spec, given),
            then={"": "nothing-given"},  # there is no such step: without a note there is nothing to expect of it
            invites=True,
            forms=_TOGETHER,
        ),
        Step("forecast", "give", forecast, "both", after=(NOTE,), forms=_TOGETHER),
        Step(f"alone-{NOTE}", "give", own(spec.written), "skip", invites=True, forms=_ALONE),
    )


def _with_note(spec: Receipt, given: Answers) -> list[tuple[Reach, Answers]]:
    """Whether it says when it fails, which is counted."""
    return [("count", {"limit": bool(given[spec.limit].strip())})] if given and spec.limit else []


def _sendings(activity: "Activity") -> tuple[Sending, ...]:
    spec: Receipt = activity.spec
    prompt, label = activity.id, activity.title
    note, verdict, use = (f"{prompt}/{id}" for id in (NOTE, "verdict", "use"))
    written = tuple(field.id for field in spec.written)
    judged = ("before", "again", "more", "less", "claim", "verdict")
    # Whoever has not said what they expect gets no verdict yet.
    first = ("forecast",)
    return (
        Sending(note, prompt, NOTE, written, "allot", spec.each, label=label, minutes=3, makers="notes"),
        Sending(verdict, prompt, "verdict", judged, "back", of=note, needs=first, label=label, minutes=1),
        Sending(
            use, prompt, "use", ("thanks", "use", "difference"), "back", of=note, needs=first, label=label, minutes=1
        ),
    )


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> Iterator[Slip]:
    spec: Receipt = activity.spec
    notes = sealed["notes"] if isinstance(sealed["notes"], list) else []
    yield from unread(sealed, ("notes",))
    yield from too_few("notes", len(notes), spec.notes, "“notes” of [alone]")
    for n, one in enumerate(notes, 1):
        note = one if isinstance(one, Mapping) else {}
        if wrong := [field.id for field in spec.written if not fits(field, note.get(field.id))]:
            yield Slip(f"it needs what a learner would write for each of {', '.join(wrong)}", "", "notes", n)
        yield from unread(note, [field.id for field in spec.written], key="notes", n=n)


RECEIPT = Primitive(
    kind="receipt",
    bundle="leaves",
    parts=("give", "read", "came"),
    read=read_receipt,
    steps=_steps,
    sendings=_sendings,
    needs=frozenset({"notes"}),
    slips=_slips,
    asked=asked,
)
