"""How far two readers agree beyond chance, for the desk; worked out by `kith_exercises.measures.agreement`."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith_exercises.measures.agreement import weighted_kappa

__all__ = ["LEAST", "Agreement", "agreement"]

#: Fewer pairs tell nothing worth a number.
LEAST = 10
#: Points that differ by less are the same.
_PLACES = 6


@dataclass(frozen=True)
class Agreement:
    """``kappa`` in ``n`` answers and the range it may as well lie in; None where it can't be told."""

    n: int
    kappa: float | None
    low: float | None
    high: float | None
    #: How many answers have the same level from both.
    same: int


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement:
    """What the pairs of points (first reader, second reader) tell."""
    known = [(round(first, _PLACES), round(second, _PLACES)) for first, second in pairs]
    levels = sorted({points for pair in known for points in pair})
    same = sum(first == second for first, second in known)
    found = weighted_kappa(known, levels=levels) if len(known) >= LEAST and len(levels) > 1 else None
    if found is None or found.estimate is None or found.interval is None:
        return Agreement(len(known), None, None, None, same)
    return Agreement(len(known), found.estimate, found.interval.low, found.interval.high, same)
