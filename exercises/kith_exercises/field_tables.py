"""Fields as an author writes them: one reader for each kind."""

from collections.abc import Callable, Iterable, Mapping

from kith_exercises.fields import Choice, Field, Marks, Number, Option, Position, Scale, Text
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.records import Reach
from kith_exercises.tables import Table

__all__ = [
    "PLAIN", "Common", "Reader", "read_field", "read_fields", "read_kind", "read_options", "read_rated", "read_scale",
]  # fmt: skip

#: So many buttons stand side by side on a small screen.
_MOST_STEPS = 11

#: What all fields have: an id, a label and a reach.
Common = tuple[str, str, Reach | None]
#: Reads what a field of one kind has besides.
Reader = Callable[[Table, Common], Field]


def read_fields(tables: Iterable[Table], *, more: bool = False) -> tuple[Field, ...]:
    """The fields that these tables describe, in their order; with ``more``, also of the kinds that no fold has."""
    return tuple(read_field(table, more=more) for table in tables)


def read_field(table: Table, *, more: bool = False) -> Field:
    """The field that a table describes. Raises KithError."""
    return read_kind(table, {**_FIELDS, **(_MORE if more else {})})


def read_kind(table: Table, known: Mapping[str, Reader]) -> Field:
    """The field that a table describes, of one of these kinds. Raises KithError."""
    kind = table.text("kind")
    if kind not in known:
        table.fail(f"“kind” must be one of {', '.join(known)}")
    field = known[kind](table, (table.text("id"), table.text("label"), table.reach(None)))
    table.done()
    return field


def read_options(table: Table, key: str, *, bare: bool = False) -> tuple[Option, ...]:
    """What can be chosen or marked, at least one, with ids of their own; if ``bare``, a single one needs no label."""
    options, rows = [], tuple(table.tables(key))
    for each in rows:
        label = each.text("label", "") if bare and len(rows) == 1 else each.text("label")
        options.append(Option(each.text("id"), label))
        each.done()
    if not options or len({option.id for option in options}) < len(options):
        table.fail(f"“{key}” needs options with different ids")
    return tuple(options)


def read_scale(table: Table) -> Scale:
    """Numbers from “min” to “max” in steps."""
    scale = Scale(table.number("min"), table.number("max"), table.number("step", 1), table.text("unit", ""))
    if not scale.min < scale.max or not 0 < scale.step <= scale.max - scale.min:
        table.fail("“min” must be below “max”, and “step” above 0 and no larger than from one to the other")
    return scale


def read_rated(table: Table) -> tuple[Scale, tuple[str, str]]:
    """A short scale of whole steps, each drawn as a button, and what its ends mean."""
    scale, ends = read_scale(table), table.texts("ends")
    if len(ends) != 2:
        table.fail("“ends” must be two texts, for the lowest and the highest")
    if scale.step % 1:
        table.fail("“step” must be a whole number; each step is a button, and is to be met exactly")
    if (scale.max - scale.min) / scale.step > _MOST_STEPS - 1:
        table.fail(f"at most {_MOST_STEPS} steps fit in a row; take a larger “step”, or a number")
    return scale, (ends[0], ends[1])


def _marks(table: Table, common: Common) -> Field:
    ends = table.texts("ends")
    if len(ends) != 2:
        table.fail("“ends” must be two texts, for the left and the right end")
    marks = read_options(table, "marks", bare=True)  # what is asked says of a single mark what it is
    width, hint = table.text("width", None), table.text("hint", None)
    return Marks(*common, read_scale(table), (ends[0], ends[1]), marks, width, hint)


def _position(table: Table, common: Common) -> Field:
    return Position(*common, table.text("left"), table.text("right"), read_options(table, "sure"), table.text("none"))


def _choice(table: Table, common: Common) -> Field:
    return Choice(*common, read_options(table, "options"))


def _number(table: Table, common: Common) -> Field:
    return Number(*common, read_scale(table), table.text("hint", None))


def _text(table: Table, common: Common) -> Field:
    return Text(*common, table.words(), table.flag("optional", False))


def _rating(table: Table, common: Common) -> Field:
    return Rating(*common, *read_rated(table))


def _passage(table: Table, common: Common) -> Field:
    return Passage(*common, table.text("over"))


_FIELDS: Mapping[str, Reader] = {
    "marks": _marks,
    "position": _position,
    "choice": _choice,
    "number": _number,
    "text": _text,
}

#: What activities have besides; the bundles that draw folds have no room for them.
_MORE: Mapping[str, Reader] = {"rating": _rating, "passage": _passage}

#: What every bundle has.
PLAIN: Mapping[str, Reader] = {"choice": _choice, "text": _text}
