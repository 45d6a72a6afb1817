"""How far two readers agree beyond chance: weighted kappa, with how sure that is.

Quadratic weights after Cohen (1968), Psychological Bulletin 70(4), 213-220: a disagreement counts by the square of its
distance in points, so it is the same whether levels are counted or points, as long as levels lie equally far apart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LEAST", "Agreement", "agreement", "weighted_kappa"]

#: Fewer pairs tell nothing worth a number.
LEAST = 10
_Z = 1.96  # 95%

Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Agreement:
    """``kappa`` in ``n`` answers and the range it may as well lie in; None where it can't be told."""

    n: int
    kappa: float | None
    low: float | None
    high: float | None
    #: How many answers have the same level from both.
    same: int


def agreement(pairs: Pairs) -> Agreement:
    """What the pairs of levels (first reader, second reader) tell. The range comes from leaving out each pair once."""
    n, same = len(pairs), sum(first == second for first, second in pairs)
    kappa = weighted_kappa(pairs) if n >= LEAST else None
    if kappa is None:
        return Agreement(n, None, None, None, same)
    without = [weighted_kappa([*pairs[:i], *pairs[i + 1 :]]) for i in range(n)]
    known = [value for value in without if value is not None]
    if len(known) < n:  # one answer alone carries it
        return Agreement(n, kappa, None, None, same)
    mean = sum(known) / n
    spread = _Z * math.sqrt((n - 1) / n * sum((value - mean) ** 2 for value in known))
    return Agreement(n, kappa, kappa - spread, min(1.0, kappa + spread), same)


def weighted_kappa(pairs: Pairs) -> float | None:
    """1 for full agreement, 0 for what chance would give, below 0 for less; None where chance leaves no room.

    >>> weighted_kappa([(0, 0), (1, 1), (2, 1), (2, 2)])
    0.8
    """
    n = len(pairs)
    if n == 0:
        return None
    firsts, seconds = [first for first, _ in pairs], [second for _, second in pairs]
    observed = sum((first - second) ** 2 for first, second in pairs) / n
    # The mean of (a - b)² over every first level with every second one.
    chance = (
        sum(a * a for a in firsts) / n + sum(b * b for b in seconds) / n - 2 * (sum(firsts) / n) * (sum(seconds) / n)
    )
    return None if math.isclose(chance, 0, abs_tol=1e-12) else 1 - observed / chance
