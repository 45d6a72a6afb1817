"""What measures are given, checked once and gathered by person."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from statistics import fmean
from typing import Any, TypeVar

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, by_name, name, number, one_of

__all__ = [
    "MOST",
    "Scale",
    "both",
    "gaps_within",
    "gathered",
    "holds_values",
    "paired",
    "rows",
    "scale_of",
    "some",
    "two_names",
]

#: The lowest and the highest answer that there is.
Scale = tuple[float, float]

#: Larger counts are slips.
MOST = 10**9

_Key = TypeVar("_Key", bound=str)
_Value = TypeVar("_Value")


def scale_of(scale: Scale) -> Scale:
    """The two ends, the first below the second."""
    what = "its lowest answer, then its highest"
    low, high = (number("scale", end, -FAR, FAR) for end in pair("scale", scale, what))
    if low >= high:
        raise OutOfRange("scale", scale, what)
    return low, high


def pair(parameter: str, values: Any, what: str) -> tuple[Any, Any]:
    """Just two values, in an order."""
    unordered = isinstance(values, str | bytes | Mapping | AbstractSet)
    ends = [] if unordered else _listed(values)
    if len(ends) != 2:
        raise OutOfRange(parameter, values, what)
    return ends[0], ends[1]


def paired(parameter: str, values: Any, what: str) -> list[tuple[Any, Any]]:
    """Values of which each is two."""
    return [pair(parameter, one, what) for one in _listed(values)]


def two_names(parameter: str, names: Any) -> tuple[str, str]:
    """What two things are called."""
    one, other = pair(parameter, names, "two names")
    return name(parameter, one), name(parameter, other)


def rows(parameter: str, values: Any, kind: type[_Value]) -> list[_Value]:
    """Values that are rows of one kind, or hold the same."""
    known = _listed(values)
    parts = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every row is a dataclass
    for row in known:
        if not all(hasattr(row, part) for part in parts):
            raise OutOfRange(parameter, row, f"rows of {', '.join(parts)}")
    return known


def _listed(values: Any) -> list[Any]:
    """The values, or what should have been some, alone."""
    try:
        return list(values)
    except TypeError:
        return [values]


def some(parameter: str, values: Collection[object], what: str) -> None:
    """Raises unless there is something to measure."""
    if not holds_values(values) or not len(values):
        raise OutOfRange(parameter, values, f"at least one {what}")


def holds_values(values: object) -> bool:
    """Whether this is several values; an array without dimensions looks like it, and is one number."""
    return isinstance(values, Collection) and getattr(values, "ndim", 1) > 0


def gathered(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    """Values by key, keys in their own order, so that the order of the input does not matter."""
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: found[key] for key in sorted(found)}


def gaps_within(
    parameter: str, values: Iterable[tuple[str, str, float]], kind: str, which: tuple[str, str]
) -> list[float]:
    """For each person who has values of both kinds, the mean of the first kind minus that of the second.

    A value comes with who gave it, and ``which`` of the two kinds it is. Whoever has one kind only is left out.
    """
    one, other = two_names(f"{kind}s", which)
    if one == other:
        raise OutOfRange(f"{kind}s", which, "two different ones")
    found = sorted((person, one_of(kind, of, (one, other)), value) for person, of, value in values)
    by_person = gathered((person, (of, value)) for person, of, value in found)
    split = [[[v for of, v in given if of == each] for each in (one, other)] for given in by_person.values()]
    gaps = [fmean(first) - fmean(second) for first, second in split if first and second]
    if not gaps:
        raise OutOfRange(parameter, found, f"those of at least one person for both “{one}” and “{other}”")
    return gaps


def both(names: tuple[str, str], first: Mapping[str, float], second: Mapping[str, float], scale: Scale) -> list[str]:
    """Who gave a value on the scale to both."""
    for parameter, values in zip(names, (first, second), strict=True):
        for value in by_name(parameter, values).values():
            number(parameter, value, *scale)
    people = sorted(first.keys() & second.keys())
    if not people:
        raise OutOfRange(names[1], second, f"at least one learner who is in {names[0]} too")
    return people
