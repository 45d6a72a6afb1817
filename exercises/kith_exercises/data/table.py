"""A small table that says of itself where it comes from and what each of its columns means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import KithError
from kith_exercises.inputs import instance, number, one_of

__all__ = ["LICENCES", "Column", "Kind", "Source", "Table", "Value"]

Kind = Literal["whole", "number", "word"]
Value = int | float | str | None

#: The terms under which a table may be in the box, and what each means here.
LICENCES: Mapping[str, str] = {
    "facts": "Counts and measurements as such, with no text of others; we know of nobody who claims rights in them.",
    "MIT": "Free for any use if the notice stays, which lies beside the table.",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind, what it means, and the words or the range that may stand in it."""

    name: str
    kind: Kind
    meaning: str
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    gaps: bool = False


@dataclass(frozen=True)
class Source:
    """Where a table comes from: the study, who collected it, how it came here, and under which terms.

    ``note`` says what the terms rest on, ``caution`` what the figures do not tell.
    """

    title: str
    study: str
    collector: str
    obtained: str
    licence: str
    note: str = ""
    caution: str = ""
    sha256: str = ""

    @property
    def sentence(self) -> str:
        """The source in one line, for the foot of a picture."""
        return f"{self.study} Collected by {self.collector}. Licence: {self.licence}."


@dataclass(frozen=True)
class Table:
    """A table in memory: read it by column with ``numbers`` and ``words``, or row by row."""

    name: str
    source: Source
    columns: tuple[Column, ...]
    values: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.values)

    def column(self, name: str) -> Column:
        """What is known about one column. Raises OutOfRange for a name that the table lacks."""
        return self.columns[self._index(name)]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column of numbers, NaN where nothing was noted."""
        place = self._index(name, "whole", "number")
        return np.array([np.nan if row[place] is None else row[place] for row in self.values], dtype=np.float64)

    def words(self, name: str) -> tuple[str, ...]:
        """A column of words, empty where nothing was noted."""
        place = self._index(name, "word")
        return tuple("" if row[place] is None else str(row[place]) for row in self.values)

    def where(self, **equal: Value) -> "Table":
        """The rows in which each named column holds just that value."""
        wanted = [(self._index(name), self._known(name, value)) for name, value in equal.items()]
        rows = tuple(row for row in self.values if all(row[place] == value for place, value in wanted))
        return Table(self.name, self.source, self.columns, rows)

    def frame(self) -> Any:
        """The table as a pandas DataFrame, for whoever has pandas. Raises KithError without it."""
        try:
            pandas = import_module("pandas")
        except ModuleNotFoundError:
            raise KithError(
                f"A data frame of “{self.name}” needs pandas, which is not installed here: pip install pandas. "
                "Without it, numbers(), words() and a loop over the table give the same values."
            ) from None
        return pandas.DataFrame(list(self), columns=[column.name for column in self.columns])

    def _index(self, name: str, *kinds: Kind) -> int:
        columns = [column.name for column in self.columns if not kinds or column.kind in kinds]
        one_of(f"a column of “{self.name}”", name, columns)
        return [column.name for column in self.columns].index(name)

    def _known(self, name: str, value: Value) -> Value:
        """The value, unless it is one that can't stand in that column: a slip would give an empty table."""
        column = self.column(name)
        if value is None:
            return value
        if column.kind != "word":
            return number(name, value)
        if column.words:
            return one_of(name, value, column.words)
        instance(name, value, str)
        return value
