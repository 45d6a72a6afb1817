"""Cells of a scale: what is told of a part's mean is in which one it lies.

They are as wide as each other, those at the ends as well, so that a mean near an end tells no more than one in the
middle. Where there is room for two alone, and many parts, the edge between them keeps away from everybody's mean: else
most parts would lie just beside it, and all of them together would tell how many of each said yes.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cells", "cells_for"]

_HAIR = 1e-3
_WIDTHS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)

#: Everybody's mean is too near to an edge in the middle if it is no further away; then the edge lies here at most.
_NEAR, _ASIDE = 0.2, 0.25


@dataclass(frozen=True)
class Cells:
    """Cells from 0 to 1, divided at these ``edges``. What lies on an edge is in the cell that is nearer to an end."""

    edges: tuple[float, ...]

    @cached_property
    def ends(self) -> tuple[float, ...]:
        """Where the cells begin, and where the last one ends."""
        return (0.0, *self.edges, 1.0)

    @cached_property
    def width(self) -> float:
        """Of the widest."""
        return max(last - first for first, last in zip(self.ends, self.ends[1:], strict=False))

    @cached_property
    def _limits(self) -> NDArray[np.float64]:
        # A hair beside each edge, as means come of arithmetic.
        hair = _HAIR / len(self.ends)
        return np.array([edge + hair if edge < 0.5 - hair else edge - hair for edge in self.edges])

    def of(self, means: Any) -> NDArray[np.int64]:
        """In which cell, from 0 up, means lie."""
        return np.asarray(np.searchsorted(self._limits, means), dtype=np.int64)

    def middle(self, mean: float) -> float:
        """The middle of the cell that a mean lies in."""
        cell = int(self.of(mean))
        return (self.ends[cell] + self.ends[cell + 1]) / 2

    def room(self, mean: float) -> tuple[float, float]:
        """How far a mean may fall, and how far rise, within its cell."""
        cell = int(self.of(mean))
        limits = (0.0, *map(float, self._limits), 1.0)
        return max(0.0, mean - limits[cell]), max(0.0, limits[cell + 1] - mean)


def cells_for(grain: float, people: int, span: float, sums: int = 3, *, beside: float | None = None) -> Cells:
    """The cells of a scale as long as ``span`` for means of parts of ``people`` or more.

    So wide that each has as many ``sums`` of answers in it, the first and the last as well, or one less if both of its
    edges belong to its neighbours; never all of the scale.
    ``beside`` is everybody's mean, from 0 to 1, if the edge of two cells is to keep away from it.
    """
    least = next((found for found in _WIDTHS if found >= sums * grain / people), grain)
    count = max(2, math.floor(span / least + _HAIR))
    if count == 2 and beside is not None and abs(beside - 0.5) < _NEAR + _HAIR:
        low = max(_ASIDE, 2 / people)  # of answers yes or no, three sums at least
        return Cells((low if beside > 0.5 else 1 - low,))
    return Cells(tuple(place / count for place in range(1, count)))
