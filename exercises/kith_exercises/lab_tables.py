"""Fields in which things are moved, as an author writes them."""

from collections.abc import Iterable, Mapping

from kith_exercises.field_tables import PLAIN, Common, Reader, read_kind, read_options
from kith_exercises.fields import Field, Option
from kith_exercises.lab_fields import Grid, Order, Sort
from kith_exercises.tables import Table
from kith_widgets.words import say

__all__ = ["read_lab_fields"]

#: More cards than this are a heap, and nobody compares the first with the last.
_MOST_ITEMS = 24
#: So many groups are still seen at one time, and so many columns stand side by side.
_MOST_GROUPS = 6


def read_lab_fields(tables: Iterable[Table]) -> tuple[Field, ...]:
    """The fields that these tables describe, in their order. Raises KithError."""
    return tuple(read_kind(table, _KINDS) for table in tables)


def _sort(table: Table, common: Common) -> Field:
    groups = _several(table, "groups", _MOST_GROUPS)
    because = tuple(group.id for group in groups) if table.flag("because", False) else ()
    tells = table.text("tells", "")
    if tells not in ("", *(group.id for group in groups)):
        table.fail(f"“tells” names no group; make that one of {', '.join(group.id for group in groups)}")
    return Sort(*common, groups, _several(table, "items", _MOST_ITEMS), because, tells=tells)


def _argument(table: Table, common: Common) -> Field:
    """Cards under a claim. What is left aside needs no reason, since most things are no argument for most claims."""
    told = {"evidence": "asEvidence", "reason": "asReason", "counter": "asCounter", "aside": "asAside"}
    groups = tuple(Option(id, say(word)) for id, word in told.items())
    because = tuple(told)[:-1] if table.flag("because", True) else ()
    return Sort(*common, groups, _several(table, "cards", _MOST_ITEMS), because, table.text("claim"))


def _order(table: Table, common: Common) -> Field:
    return Order(*common, _several(table, "items", _MOST_ITEMS))


def _grid(table: Table, common: Common) -> Field:
    return Grid(*common, _several(table, "rows", _MOST_ITEMS), _several(table, "columns", _MOST_GROUPS))


def _several(table: Table, key: str, most: int) -> tuple[Option, ...]:
    found = read_options(table, key)
    if not 2 <= len(found) <= most:
        table.fail(f"“{key}” must be from 2 to {most}, and here are {len(found)}; take some out, or ask in two fields")
    return found


_KINDS: Mapping[str, Reader] = {"sort": _sort, "argument": _argument, "order": _order, "grid": _grid, **PLAIN}
