"""An offer: words that one wrote here, left for people who do the course later, or not, one text at a time.

What would be left stands there as others would read it, and above it what could tell who or when. Nothing goes
anywhere unless its writer says so on this card, and then it waits for whoever runs the course to take it in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Choice, Option, Text
from kith_exercises.library import NAMED, STEP, WORDS, flagged
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Known, Primitive, Scene, Step
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["OFFER", "Offer"]


@dataclass(frozen=True)
class Offer:
    """The question of which the words are left, and of which of its fields; of all where none is named."""

    of: str
    fields: tuple[str, ...]


def _read(table: Table) -> Offer:
    of = table.text("of")
    if of == table.id:
        table.fail(f"“of” names “{of}” itself; offer what was written to another question")
    return Offer(of, table.texts("fields", ()))


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Offer = activity.spec
    options = (Option("unnamed", say("offerUnnamed")), Option(NAMED, say("offerNamed")))
    return (
        Step(
            STEP,
            fields=(
                Choice("how", say("offerHow"), None, options),
                Text("name", say("offerName"), None, None, optional=True),
            ),
            door="skip",
            button=say("offerThis"),
            look=say("offerNot"),
            before=lambda known: _preview(spec, known),
            scene=lambda known: [scenes.text("", [say("offerKept")])] if known.answers(STEP) else [],
            waits=lambda known: "" if _words(spec, known) else say("offerNothing"),
            about=lambda known: {WORDS: [list(piece) for piece in _words(spec, known)]},
        ),
    )


def _words(spec: Offer, known: Known) -> tuple[tuple[str, str], ...]:
    """What was offered, as it was on that day; before that, what was written last."""
    for record in known.records:
        if record.event == "commit" and isinstance(record.value, Mapping) and record.value.get("step") == STEP:
            return tuple((str(label), str(text)) for label, text in record.value.get(WORDS, ()))
    earlier = known.earlier.get(spec.of, ())
    if not earlier:
        return ()
    last = earlier[-1]
    ids = last.ids or ("",) * len(last.words)
    return tuple(piece for piece, id in zip(last.words, ids, strict=True) if not spec.fields or id in spec.fields)


def _preview(spec: Offer, known: Known) -> list[Scene]:
    words = _words(spec, known)
    found = flagged("\n".join(text for _, text in words))
    told: list[str] = []
    if found.words:
        told.append(say("offerFlagged", words=[f"“{word}”" for word in found.words]))
    if found.unsure:
        told.append(say("offerUnsure"))
    look: list[Any] = [scenes.text(say("offerPreview"), told or [say("offerLook")])]
    return [*look, *(scenes.made(text, label, "you") for label, text in words)]


OFFER = Primitive(
    kind="offer",
    bundle="leaves",
    read=_read,
    steps=_steps,
    forms=("alone",),
    reaches=("library",),
    recalls=lambda activity: (activity.spec.of,),
)
