"""What a definition of a receipt says."""

from dataclasses import dataclass

from kith_exercises.field_tables import read_fields, read_rated
from kith_exercises.fields import Field, Option, Scale, Text
from kith_exercises.more_fields import Passage
from kith_exercises.tables import Table
from kith_widgets.words import say

__all__ = ["NOTE", "Receipt", "read_receipt"]

#: What the note is called among what goes to a reader; the stamps have the ids that an author gives them.
NOTE = "note"
#: Who is asked to judge more notes than this gives none of them the time it needs.
_MOST_READERS = 3


@dataclass(frozen=True)
class Receipt:
    """A note and its stamps, by how many it is read, what they are asked, and how many notes of the makers there are.

    ``limit`` is the stamp that says when it fails, where one does.
    """

    each: int
    note: Text
    stamps: tuple[Field, ...]
    limit: str
    act: str
    trust: tuple[Scale, tuple[str, str]]
    notes: int

    @property
    def written(self) -> tuple[Field, ...]:
        """All that is written for a reader: the note, then its stamps."""
        return (self.note, *self.stamps)

    @property
    def options(self) -> tuple[Option, ...]:
        """The stamps to choose from, or none of them. Each goes by its label, so that a choice can be quoted."""
        labels = [*(stamp.label for stamp in self.stamps), say("receiptNone")]
        return tuple(Option(label, label) for label in labels)


def read_receipt(table: Table) -> Receipt:
    """What a table says of it. Raises KithError."""
    passed, alone, trust = table.table("pass"), table.table("alone"), table.table("trust")
    stamps = _stamps(table)
    spec = Receipt(
        each=passed.whole("each", 1, _MOST_READERS, 2) if passed else 2,
        note=_note(table),
        stamps=stamps,
        limit=_limit(table, stamps),
        act=trust.text("label", say("receiptAct")) if trust else say("receiptAct"),
        trust=read_rated(trust) if trust else (Scale(0, 10, 1, ""), (say("receiptNever"), say("receiptAtOnce"))),
        notes=alone.whole("notes", 1, 9, 2) if alone else 2,
    )
    for each in (passed, alone, trust):
        if each is not None:
            each.done()
    return spec


def _note(table: Table) -> Text:
    found = table.table(NOTE)
    if found is None:
        table.fail('“note” is missing; say what is given: note = { label = "What I do" }')
    note = Text(NOTE, found.text("label"), None, found.words(), optional=False)
    found.done()
    return note


def _stamps(table: Table) -> tuple[Field, ...]:
    stamps = read_fields(table.tables("stamps", []), more=True)
    labels = {stamp.label for stamp in stamps}
    if len(labels) < 2 or len(labels) < len(stamps) or len({NOTE, *(one.id for one in stamps)}) <= len(stamps):
        table.fail(
            f"“stamps” needs two or more with labels and ids of their own, none of them “{NOTE}”; one says which it is "
            "that makes a reader trust the note more"
        )
    if any(isinstance(stamp, Passage) for stamp in stamps):
        table.fail("“stamps” asks for places, and has nobody's words to mark; ask for a text")
    return stamps


def _limit(table: Table, stamps: tuple[Field, ...]) -> str:
    limit: str = table.text("limit", "")
    if limit and limit not in [stamp.id for stamp in stamps if isinstance(stamp, Text)]:
        table.fail("“limit” must name a text of “stamps”: the one that says when it fails")
    return limit
