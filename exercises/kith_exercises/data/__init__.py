"""Data that people really collected, as small typed tables that say where they come from.

``load("daycare")`` gives a table that is in the box: no network, and nothing to install. ``load("psych::bfi")`` gives
a larger one, row by row, if the package that carries it is there. ``names()`` lists the first kind, ``collected()`` the
second, and ``left_out()`` says what is in neither, and why.
"""

from kith_exercises.data._box import names, read_table
from kith_exercises.data._collection import described, left_out, read_collected
from kith_exercises.data.guyer import CHOICES, Condition, Group, GuyerData, guyer
from kith_exercises.data.table import LICENCES, Column, Source, Table
from kith_exercises.errors import KithError
from kith_exercises.inputs import one_of

__all__ = [
    "CHOICES",
    "LICENCES",
    "Column",
    "Condition",
    "Group",
    "GuyerData",
    "Source",
    "Table",
    "collected",
    "guyer",
    "left_out",
    "load",
    "names",
]


def collected() -> tuple[str, ...]:
    """The tables that come with a package of others, by ``package::table``."""
    return tuple(described())


def load(name: str) -> Table:
    """The table ``name``. Raises KithError with the reason where it can't be had, OutOfRange with what there is."""
    if isinstance(name, str) and name in left_out():
        raise KithError(f"“{name}” was left out. {left_out()[name]}")
    one_of("table", name, (*names(), *collected()))
    return read_table(name) if name in names() else read_collected(name)
