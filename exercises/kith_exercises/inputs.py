"""What comes in from outside is checked once, at the door; what does not fit raises `OutOfRange`."""

import math
from collections.abc import Collection
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange

__all__ = ["number", "one_of", "row", "share", "table", "whole"]


def whole(parameter: str, value: Any, low: int, high: int | None = None) -> int:
    """A whole number from low to high."""
    found = int(value) if not isinstance(value, bool) and isinstance(value, Integral) else None
    if found is None or found < low or (high is not None and found > high):
        raise OutOfRange(parameter, value, f"a whole number {_from(low, high)}")
    return found


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


def one_of(parameter: str, value: Any, choices: Collection[str]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in choices:
        raise OutOfRange(parameter, value, "one of " + ", ".join(f'"{choice}"' for choice in choices))
    return value


def row(parameter: str, values: ArrayLike, low: float = -math.inf, high: float = math.inf) -> NDArray[np.float64]:
    """Numbers in a row, at least one, each finite and from low to high."""
    return _array(parameter, values, 1, low, high, f"a list of at least one number, each {_from(low, high)}")


def table(parameter: str, values: ArrayLike, low: float = -math.inf, high: float = math.inf) -> NDArray[np.float64]:
    """Numbers in rows of one length, each finite and from low to high."""
    return _array(parameter, values, 2, low, high, f"rows of one length, each number {_from(low, high)}")


def _array(parameter: str, values: object, dimensions: int, low: float, high: float, range: str) -> NDArray[np.float64]:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
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
