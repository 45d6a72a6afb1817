"""What a definition of *Where did I lose you?* says."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith_exercises.field_tables import read_fields, read_scale
from kith_exercises.fields import Field, Number, Scale, Text
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.tables import Table
from kith_widgets.words import say

__all__ = ["Allocate", "Forecast", "read_allocate"]

#: Among fewer, the old and the new text could hardly differ by more than chance does.
_FEWEST_BY_LOT = 20
#: Who is asked to read more than this gives none of it the time it needs.
_MOST_READERS = 2


@dataclass(frozen=True)
class Forecast:
    """What the writer expects, and which answer says what came: one of their own check, or one of the reader's."""

    label: str
    scale: Scale
    result: str
    checked: bool


@dataclass(frozen=True)
class Allocate:
    """What is written, read, checked and written once more, by how many it is read, and what there is alone.

    ``key`` is the field of ``write`` that stays with its writer until they have checked their reader's answers, and
    ``reader`` the prompt in which readers say who they are, also one of another module. ``second`` is among how many a
    lot decides whether the second reader gets the old or the new text; 0 where none does. With ``ahead`` the writer
    marks in their own text where they expect to lose its reader.
    """

    each: int
    write: tuple[Field, ...]
    read: tuple[Field, ...]
    check: tuple[Field, ...]
    forecast: Forecast | None
    ahead: Passage | None
    rewrite: Text
    key: str
    reader: str
    second: int
    texts: int
    days: int

    @property
    def marked(self) -> str:
        """The field whose words are marked by its readers, and written once more."""
        return self.write[0].id

    @property
    def asked_in(self) -> str:
        """The field of a reader above which a writer's questions stand, behind the text; "" where there is none."""
        places = [place for place, field in enumerate(self.read) if isinstance(field, Passage)]
        behind = self.read[places[0] :] if places else ()
        return next((field.id for field in behind if isinstance(field, Text)), "")

    @property
    def sent(self) -> tuple[Field, ...]:
        """What of it goes to a reader."""
        return tuple(field for field in self.write if field.reach != "mine")


def read_allocate(table: Table) -> Allocate:
    """What a table says of it. Raises KithError."""
    passed, alone = table.table("pass"), table.table("alone")
    write = _write(table)
    check = _fields(table, "check")
    key = _key(passed, write, check) if passed else ""
    read = _read(table, write)
    forecast = _forecast(table, read, check)
    spec = Allocate(
        each=passed.whole("each", 1, _MOST_READERS, 1) if passed else 1,
        write=write,
        read=read,
        check=check,
        forecast=forecast,
        ahead=Passage("ahead", label, "mine", write[0].id) if (label := table.text("ahead", "")) else None,
        rewrite=_rewrite(table, write[0]),
        key=key,
        reader=passed.text("reader", "") if passed else "",
        second=_second(table, forecast),
        texts=alone.whole("texts", 1, 9, 1) if alone else 1,
        days=alone.whole("after-days", 0, 30, 2) if alone else 2,
    )
    for each in (passed, alone):
        if each is not None:
            each.done()
    return spec


def _fields(table: Table, key: str) -> tuple[Field, ...]:
    fields = read_fields(table.tables(key, []), more=True)
    if len({field.id for field in fields}) < len(fields):
        table.fail(f"two fields of “{key}” have the same id; rename one")
    if any(isinstance(field, Passage) for field in fields):
        table.fail(f"“{key}” asks for places, and has nobody's words to mark; ask for them in “read”")
    return fields


def _write(table: Table) -> tuple[Field, ...]:
    fields = _fields(table, "write")
    if not fields:
        table.fail(f"“write” is missing; add [[{table.id}.write]] with a text")
    first = fields[0]
    if not isinstance(first, Text) or first.optional or first.reach == "mine":
        table.fail(
            "the first of “write” must be a text that goes to its reader and is not optional; in it places are marked"
        )
    return fields


def _read(table: Table, write: tuple[Field, ...]) -> tuple[Field, ...]:
    """What a reader is asked; where nothing is said, where they got lost and what they would have needed."""
    marked = {field.id for field in write if isinstance(field, Text) and field.reach != "mine"}
    tables = table.tables("read", [])
    for each in tables:
        if each.rest.get("kind") == "passage":
            each.rest.setdefault("over", write[0].id)
            if each.rest["over"] not in marked:
                each.fail(f"“over” must name a text of “write” that goes to its reader: {', '.join(sorted(marked))}")
    fields = read_fields(tables, more=True)
    if len({field.id for field in fields}) < len(fields):
        table.fail("two fields of “read” have the same id; rename one")
    if fields and not any(isinstance(field, Passage) for field in fields):
        table.fail('“read” asks for no place; add one field with kind = "passage", so that the writer learns where')
    return fields or (
        Passage("lost", say("whereLost"), None, write[0].id),
        Text("first", say("neededFirst"), None, None, optional=True),
    )


def _key(table: Table, write: Sequence[Field], check: Sequence[Field]) -> str:
    key: str = table.text("key", "")
    own = [field.id for field in write if isinstance(field, Text) and field.reach == "mine"]
    if key and key not in own:
        table.fail('“key” must name a text of “write” with reach = "mine"; it stays with its writer until the check')
    if key and not check:
        table.fail("“key” goes to the reader with the check, and there is none; add [[" + table.id + ".check]]")
    return key


def _forecast(table: Table, read: Sequence[Field], check: Sequence[Field]) -> Forecast | None:
    found = table.table("forecast")
    if found is None:
        return None
    label, scale, result = found.text("label"), read_scale(found), found.table("result")
    if result is None:
        found.fail('“result” is missing; say which answer tells what came: result = { field = "right", of = "check" }')
    of, id = result.text("of"), result.text("field")
    fields = {"check": check, "read": read}.get(of)
    if fields is None:
        result.fail("“of” must be check (what the writer finds) or read (what the reader answers)")
    field = next((field for field in fields if field.id == id and isinstance(field, Number | Rating)), None)
    if field is None:
        result.fail(f"“field” must name a number or a rating of “{of}”; a forecast is held against that")
    if (field.scale.min, field.scale.max) != (scale.min, scale.max):
        found.fail("“min” and “max” must be those of the answer that it is held against; else no difference means much")
    result.done()
    found.done()
    return Forecast(label, scale, id, of == "check")


def _second(table: Table, forecast: Forecast | None) -> int:
    found = table.table("second")
    if found is None:
        return 0
    if forecast is None:
        found.fail("“second” compares what came of two texts; say in “forecast” which answer that is")
    least: int = found.whole("least", _FEWEST_BY_LOT, 1000, _FEWEST_BY_LOT)
    found.done()
    return least


def _rewrite(table: Table, first: Field) -> Text:
    found = table.table("rewrite")
    if found is None:
        return Text(first.id, say("writeAgain"), None, None, optional=False)
    rewrite = Text(first.id, found.text("label", say("writeAgain")), None, found.words(), optional=False)
    found.done()
    return rewrite
