"""Notes under lines that are drawn by lot: which line each bears for somebody, in which order, and slips in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Option
from kith_exercises.primitives.primitive import Answers, Known
from kith_exercises.primitives.slips import Slip, said_twice, unread
from kith_exercises.records import Reach, Record
from kith_exercises.tables import Table

if TYPE_CHECKING:
    from kith_exercises.primitives.lots import Lot

__all__ = ["TOLD", "drawn_notes", "keep_place", "note_slips", "read_arms", "read_notes"]

#: The step with which it begins; with it, somebody's place stays.
TOLD = "told"


def read_notes(table: Table) -> int:
    """How many notes there are. Raises KithError."""
    notes: int = table.whole("notes", 2, 24)
    if notes % 2:
        table.fail("“notes” must be even, so that each label is met equally often")
    return notes


def read_arms(table: Table, arms: tuple[Option, ...]) -> tuple[Option, ...]:
    """The two lines that a note may bear. Raises KithError."""
    if len(arms) != 2:
        table.fail("“arms” must be two, each with an id and a label; a gap lies between two")
    if list(said_twice([arm.label for arm in arms])):
        table.fail("“arms” have one label, so nothing would differ; write two lines")
    return arms


def drawn_notes(id: str, notes: int, arms: Sequence[Option], known: Known) -> list[dict[str, str]]:
    """The notes in a learner's own order, each with its line: the same ones whenever they come back."""
    from kith_exercises.primitives.lots import halves, order_by_lot  # bring NumPy, which other pages do without

    lot, texts = _lot(id, known), {one["id"]: one["text"] for one in known.sealed["texts"][:notes]}
    ways = halves(lot, id, list(texts), [arm.id for arm in arms])
    return [{"note": note, "text": texts[note], "arm": ways[note]} for note in order_by_lot(lot, id, list(texts))]


def keep_place(id: str, known: Known, _: Answers) -> list[tuple[Reach, Answers]]:
    """The lot with which somebody begins, so that it stays."""
    return [("mine", {"place": _lot(id, known).place})]


def _lot(id: str, known: Known) -> "Lot":
    """The lot with which this learner began, whatever place they were given since."""
    from kith_exercises.primitives.lots import Lot

    for record in known.records:
        match record:
            case Record(event="also", reach="mine", value={"step": "told", "answers": {"place": int(place)}}):
                return Lot(max(place, 0), id)
    return Lot.without_place(known.me, id) if known.inbox.place is None else Lot(known.inbox.place, id)


def note_slips(sealed: Mapping[str, Any], notes: int, arms: Sequence[Option]) -> list[Slip]:
    """What keeps the notes from being the same for everybody but for the line above them."""
    texts = sealed["texts"] if isinstance(sealed["texts"], list) else []
    found = [slip for n, note in enumerate(texts, 1) for slip in _of_note(note, n, notes, arms)]
    if len(texts) < notes:
        remedy = "write the others, or lower “notes” in prompts.toml"
        found.append(Slip(f"“texts” has {len(texts)} of {notes} notes", remedy))
    if found:
        return found
    again = {place: "an id" for place, _ in said_twice([note["id"] for note in texts])}
    again |= {place: "a text" for place, _ in said_twice([note["text"] for note in texts])}
    return [
        Slip(f"the note “{texts[place]['id']}” has {what} that another one has", "let notes differ", "texts", place + 1)
        for place, what in sorted(again.items())
    ]


def _of_note(note: Any, n: int, notes: int, arms: Sequence[Option]) -> Iterator[Slip]:
    match note:
        case {"text": Mapping()}:
            what = "a note is the same for everybody, and this one has several texts"
            yield Slip(what, "write one; the line above it is drawn by lot", "texts", n)
        case {"id": str(id), "text": str(text)} if id.strip() and text.strip():
            yield from unread(note, ("id", "text"), key="texts", n=n)
            for arm in arms:
                if arm.label.casefold() in text.casefold():
                    what = f"the note “{id}” names “{arm.label}”, and is also shown under the other line"
                    yield Slip(what, "take that out of the text", "texts", n)
            if n > notes:
                what = f"nobody reads the note “{id}”, for “notes” is {notes}"
                yield Slip(what, "raise it in prompts.toml, or take the note out", "texts", n)
        case _:
            yield Slip("a note needs an id and a text", 'write id = "...", text = "..."', "texts", n)
