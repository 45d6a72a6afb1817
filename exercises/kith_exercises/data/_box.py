"""The tables in the box: one CSV each, with a TOML beside it that says what it is. No network, no pandas."""

import csv
import hashlib
import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kith_exercises.data.table import LICENCES, Column, Source, Table, Value
from kith_exercises.errors import KithError

__all__ = ["names", "read_table", "read_text"]

_FOLDER = files("kith_exercises.data") / "tables"


@cache
def names() -> tuple[str, ...]:
    """The tables in the box."""
    found = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def read_table(name: str) -> Table:
    """The table ``name``, checked against what its TOML says. Raises KithError where the two differ."""
    source, columns = read_text(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    table = (_FOLDER / f"{name}.csv").read_bytes()
    if hashlib.sha256(table).hexdigest() != source.sha256:
        raise KithError(
            f"{name}.csv is not the table that {name}.toml describes: its checksum differs. Install Kith anew, "
            "or, if you corrected the table, write the new SHA-256 beside the reason."
        )
    head, *rows = csv.reader(table.decode("utf-8").splitlines())
    if head != [column.name for column in columns]:
        raise KithError(f"{name}.csv has the columns {', '.join(head)}; {name}.toml has others, or another order.")
    values = tuple(_row(name, n, columns, row) for n, row in enumerate(rows, 2))
    return Table(name, source, columns, values)


def read_text(name: str, text: str) -> tuple[Source, tuple[Column, ...]]:
    """What a TOML says about a table. Raises KithError where something lacks, or its licence is none of ours."""
    told = tomllib.loads(text)
    columns = tuple(_column(one) for one in told.pop("columns"))
    source = Source(**told)
    lacking = [field for field in ("title", "study", "collector", "obtained", "sha256") if not getattr(source, field)]
    if lacking:
        raise KithError(f"{name}.toml says nothing about: {', '.join(lacking)}. A table without its source is no data.")
    if source.licence not in LICENCES:
        raise KithError(
            f"{name}.toml names the licence “{source.licence}”; a table in the box has one of: {', '.join(LICENCES)}. "
            "What comes under other terms is left in the collection, which is installed apart."
        )
    return source, columns


def _column(told: Mapping[str, Any]) -> Column:
    return Column(**{**told, "words": tuple(told.get("words", ()))})


def _row(name: str, line: int, columns: tuple[Column, ...], cells: list[str]) -> tuple[Value, ...]:
    pairs = zip(columns, cells, strict=True)
    return tuple(_value(f"{name}.csv, line {line}, column {column.name}", column, cell) for column, cell in pairs)


def _value(place: str, column: Column, cell: str) -> Value:
    if not cell:
        if column.gaps:
            return None
        raise KithError(f"{place}: there is nothing, and the column has no gaps.")
    if column.kind == "word":
        if column.words and cell not in column.words:
            raise KithError(f"{place}: “{cell}” is none of {', '.join(column.words)}.")
        return cell
    value = int(cell) if column.kind == "whole" else float(cell)
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    if not low <= value <= high:
        raise KithError(f"{place}: {cell} does not lie between {low:g} and {high:g}.")
    return value
