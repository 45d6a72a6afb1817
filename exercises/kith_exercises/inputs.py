"""What comes in from outside is checked once, at the door; what does not fit raises `OutOfRange`."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from kith_exercises.errors import OutOfRange

if TYPE_CHECKING:  # a page that asks does without NumPy, and checks what is answered
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "FAR",
    "by_name",
    "function",
    "instance",
    "listed",
    "name",
    "number",
    "one_by_one",
    "one_of",
    "room",
    "row",
    "several",
    "share",
    "table",
    "whole",
    "yes_or_no",
]

#: Where squares are taken, numbers further from 0 are refused: they would lose their digits, and further on overflow.
FAR = 1e12

#: How many bytes one result may take, roughly: with all that is around it, a learner's machine holds it still.
MOST = 200_000_000

#: More steps one after the other are slips: even of the smallest world they would take minutes.
MOST_STEPS = 100_000


def whole(parameter: str, value: Any, low: int, high: int | None = None) -> int:
    """A whole number from low to high."""
    found = int(value) if not isinstance(value, bool) and isinstance(value, Integral) else None
    if found is None or found < low or (high is not None and found > high):
        raise OutOfRange(parameter, value, f"a whole number {_from(low, high)}")
    return found


def room(parameter: str, count: int, each: int) -> int:
    """The same count, if a result that takes ``each`` bytes for each fits into a learner's machine."""
    if count * each > MOST:
        raise OutOfRange(parameter, count, f"at most {MOST // each}, with the other sizes as they are")
    return count


def one_by_one(parameter: str, value: Any, each: int) -> int:
    """How many steps come one after the other, each taking so many bytes: no more than a learner waits for."""
    return room(parameter, whole(parameter, value, 1, MOST_STEPS), each)


def yes_or_no(parameter: str, value: Any) -> bool:
    """True or False, NumPy's too, and nothing that merely counts as one of them."""
    if not isinstance(value, bool):
        import numpy as np

        if not isinstance(value, np.bool_):
            raise OutOfRange(parameter, value, "True or False")
    return bool(value)


def number(parameter: str, value: Any, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number from low to high."""
    try:
        found = float(value) if not isinstance(value, bool) and isinstance(value, Real) else math.nan
    except OverflowError:  # whole numbers have no end, floats do
        found = math.inf
    if not (math.isfinite(found) and low <= found <= high):
        raise OutOfRange(parameter, value, f"a number {_from(low, high)}")
    return found


def share(parameter: str, value: Any) -> float:
    """A number from 0 to 1: a share, or a probability."""
    return number(parameter, value, 0, 1)


def name(parameter: str, value: Any) -> str:
    """What somebody or something is called: a text, and not an empty one."""
    if not isinstance(value, str) or not value:
        raise OutOfRange(parameter, value, "a name")
    return value


def one_of(parameter: str, value: Any, choices: Collection[str]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in choices:
        raise OutOfRange(parameter, value, "one of " + ", ".join(f'"{choice}"' for choice in choices))
    return value


def instance(parameter: str, value: Any, *kinds: type) -> None:
    """One thing of this kind, or of one of these."""
    if not isinstance(value, kinds):
        raise OutOfRange(parameter, value, f"one of the kind {' or '.join(kind.__name__ for kind in kinds)}")


def function(parameter: str, value: Any) -> None:
    """Something that can be called."""
    if not callable(value):
        raise OutOfRange(parameter, value, "a function")


def several(parameter: str, values: Any) -> None:
    """Any number of things that can be gone through; a text is none."""
    # An array without dimensions looks like it can be gone through, and is one number.
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping) or getattr(values, "ndim", 1) < 1:
        raise OutOfRange(parameter, values, "a list")


def listed(parameter: str, values: Any, *kinds: type) -> None:
    """A list of things of this kind, or of one of these."""
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        raise OutOfRange(parameter, values, "a list")
    for one in values if kinds else ():
        instance(f"one of the {parameter}", one, *kinds)


def by_name(parameter: str, values: Any, *kinds: type) -> Mapping[str, Any]:
    """One thing for each name, all of these kinds if some are asked for."""
    if not isinstance(values, Mapping) or not all(isinstance(key, str) and key for key in values):
        raise OutOfRange(parameter, values, "one for each name, as a dict from texts")
    if kinds:
        for key, one in values.items():
            instance(f"{parameter} of “{key}”", one, *kinds)
    return values


def row(parameter: str, values: "ArrayLike", low: float = -math.inf, high: float = math.inf) -> "NDArray[np.float64]":
    """Numbers in a row, at least one, each finite and from low to high."""
    return _array(parameter, values, 1, low, high, f"a list of at least one number, each {_from(low, high)}")


def table(parameter: str, values: "ArrayLike", low: float = -math.inf, high: float = math.inf) -> "NDArray[np.float64]":
    """Numbers in rows of one length, each finite and from low to high."""
    return _array(parameter, values, 2, low, high, f"rows of one length, each number {_from(low, high)}")


def _array(
    parameter: str, values: object, dimensions: int, low: float, high: float, range: str
) -> "NDArray[np.float64]":
    import numpy as np

    try:
        given = np.array(values)
        # NumPy would read "12" as a number, take dates for days, and drop what is imaginary.
        found = np.array([]) if given.dtype.kind in "SUMmc" else given.astype(np.float64)
    except (TypeError, ValueError, OverflowError):  # whole numbers have no end, floats do
        raise OutOfRange(parameter, values, range) from None
    if found.ndim != dimensions or not found.size or not np.all(np.isfinite(found) & (found >= low) & (found <= high)):
        raise OutOfRange(parameter, values, range)
    return found


def _from(low: float, high: float | None) -> str:
    """The range in words."""
    ends = (low > -math.inf, high is not None and high < math.inf)
    words = {
        (True, True): f"from {low} to {high}",
        (True, False): f"of at least {low}",
        (False, True): f"of at most {high}",
        (False, False): "that is finite",
    }
    return words[ends]
