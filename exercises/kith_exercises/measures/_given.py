"""What measures are given, checked once and gathered by person."""

from collections.abc import Collection, Iterable, Mapping
from statistics import fmean
from typing import TypeVar

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number, one_of

__all__ = ["Scale", "both", "gaps_within", "gathered", "scale_of", "some"]

#: The lowest and the highest answer that there is.
Scale = tuple[float, float]

_Key = TypeVar("_Key", bound=str)
_Value = TypeVar("_Value")


def scale_of(scale: Scale) -> Scale:
    """The two ends, the first below the second."""
    low, high = number("scale", scale[0]), number("scale", scale[1])
    if low >= high:
        raise OutOfRange("scale", scale, "its lowest answer, then its highest")
    return low, high


def some(parameter: str, values: Collection[object], what: str) -> None:
    """Raises unless there is something to measure."""
    if not values:
        raise OutOfRange(parameter, values, f"at least one {what}")


def gathered(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    """Values by key, keys in their own order, so that the order of the input does not matter."""
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: found[key] for key in sorted(found)}


def gaps_within(
    parameter: str, rows: Iterable[tuple[str, str, float]], kind: str, pair: tuple[str, str]
) -> list[float]:
    """For each person who has values of both kinds, the mean of the first kind minus that of the second.

    A row holds who, which of the ``pair``, and the value. Whoever has one kind only is left out.
    """
    if pair[0] == pair[1]:
        raise OutOfRange(f"{kind}s", pair, "two different ones")
    found = sorted((person, one_of(kind, which, pair), value) for person, which, value in rows)
    by_person = gathered((person, (which, value)) for person, which, value in found)
    split = [[[v for which, v in values if which == one] for one in pair] for values in by_person.values()]
    gaps = [fmean(first) - fmean(second) for first, second in split if first and second]
    if not gaps:
        raise OutOfRange(parameter, found, f"those of at least one person for both “{pair[0]}” and “{pair[1]}”")
    return gaps


def both(names: tuple[str, str], first: Mapping[str, float], second: Mapping[str, float], scale: Scale) -> list[str]:
    """Who gave a value on the scale to both."""
    for name, values in zip(names, (first, second), strict=True):
        for value in values.values():
            number(name, value, *scale)
    people = sorted(first.keys() & second.keys())
    if not people:
        raise OutOfRange(names[1], second, f"at least one learner who is in {names[0]} too")
    return people
