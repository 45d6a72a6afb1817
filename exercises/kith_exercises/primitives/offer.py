"""An offer: words that one wrote here, left for people who do the course later, or not, one text at a time.

What would be left stands there as others would read it, and above it what could tell who or when. Nothing goes
anywhere unless its writer says so on this card, and then it waits for whoever runs the course to take it in.
"""

from collections.abc import Callable, Mapping
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

__all__ = ["OFFER", "Offer", "Pieces", "offering"]

#: Texts, each with what it answers.
Pieces = tuple[tuple[str, str], ...]


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
    return (offering(STEP, lambda known: _written(activity.spec, known)),)


def offering(id: str, written: Callable[[Known], Pieces], **more: Any) -> Step:
    """The step that lays words of one's own before their writer as others would read them, and asks for a yes or a no.

    With a yes they go along as they stand there, and stay so whatever is written later.
    """

    def words(known: Known) -> Pieces:
        for record in known.records:
            if record.event == "commit" and isinstance(record.value, Mapping) and record.value.get("step") == id:
                return tuple((str(label), str(text)) for label, text in record.value.get(WORDS, ()))
        return written(known)

    options = (Option("unnamed", say("offerUnnamed")), Option(NAMED, say("offerNamed")))
    return Step(
        id,
        fields=(
            Choice("how", say("offerHow"), "library", options),
            Text("name", say("offerName"), "library", None, optional=True),
        ),
        door="skip",
        button=say("offerThis"),
        look=say("offerNot"),
        before=lambda known: _preview(words(known)),
        scene=lambda known: [scenes.text("", [say("offerKept")])] if known.answers(id) else [],
        waits=lambda known: "" if words(known) else say("offerNothing"),
        about=lambda known: {WORDS: [list(piece) for piece in words(known)]},
        **more,
    )


def _written(spec: Offer, known: Known) -> Pieces:
    """What was written last to the question that is named."""
    earlier = known.earlier.get(spec.of, ())
    if not earlier:
        return ()
    last = earlier[-1]
    ids = last.ids or ("",) * len(last.words)
    return tuple(piece for piece, id in zip(last.words, ids, strict=True) if not spec.fields or id in spec.fields)


def _preview(words: Pieces) -> list[Scene]:
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
