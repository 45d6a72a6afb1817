"""Who pays for what all use? Each can keep what they have, or put it in a common pot.

*Rule.* Everybody in a group has an ``endowment`` and gives some of it. Each unit given brings ``returned`` units to
every member, the giver too. If ``points`` are given, a second stage follows: point[i][j] is how many points i gives
j to punish. Each point received takes away a tenth of what one earned in the first stage (all of it at ten points),
and giving points costs 0, 1, 2, 4, 6, 9, 12, 16, 20, 25, 30 for 0 to 10 points to one person.

*Paper.* E. Fehr and S. Gächter (2000), Cooperation and punishment in public goods experiments, American Economic
Review 90, 980-994: groups of 4, endowment 20, 0.4 returned; costs of points in table 2.

*Ranges.* ``gifts``: one number from 0 to ``endowment`` for each member, at least two. ``returned``: above 0 to 1.
``points``: whole numbers from 0 to 10, none to oneself. All in the same tokens.

*Left out.* These are payoffs, not people: what somebody does with them is another model (see conditional
cooperators).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, number, row, table
from kith_exercises.models.model import Model, Try

__all__ = ["COST_OF_POINTS", "MODEL", "Payoffs", "public_goods"]

#: What it costs to give somebody 0, 1, 2 ... 10 points.
COST_OF_POINTS = (0, 1, 2, 4, 6, 9, 12, 16, 20, 25, 30)


@dataclass(frozen=True)
class Payoffs:
    """What each member ends with, in the order of their gifts."""

    each: tuple[float, ...]

    @property
    def outcome(self) -> str:
        low, high = min(self.each), max(self.each)
        if low == high:
            return f"Each ends with {low:g}, the group with {sum(self.each):g}."
        return f"They end with {low:g} to {high:g}, the group with {sum(self.each):g}."


def public_goods(
    *,
    gifts: Sequence[float] = (20, 20, 20, 0),
    endowment: float = 20.0,
    returned: float = 0.4,
    points: ArrayLike | None = None,
) -> Payoffs:
    """What everybody earns from one round."""
    given = row("gifts", gifts, 0, number("endowment", endowment, 0, FAR))
    if len(given) < 2:
        raise OutOfRange("gifts", gifts, "a list of at least two numbers, one a member")
    if number("returned", returned, 0, 1) == 0:
        raise OutOfRange("returned", returned, "a number above 0, to 1")
    earned = endowment - given + returned * given.sum()
    if points is not None:
        earned = _punished(earned, points)
    return Payoffs(tuple(np.round(earned, 9).tolist()))  # rounded: 0.4 has no exact form in a computer


def _punished(earned: NDArray[np.float64], points: ArrayLike) -> NDArray[np.float64]:
    """What is left after the second stage: the punished lose a share of what they earned, who punishes pays tokens."""
    handed = table("points", points, 0, 10)
    whole_numbers = bool(np.all(handed == handed.astype(int)))
    if handed.shape != (len(earned),) * 2 or not whole_numbers or np.diag(handed).any():
        raise OutOfRange("points", points, "one row and one column a member, whole numbers, none to oneself")
    lost = np.minimum(handed.sum(axis=0) / 10, 1)
    paid = np.array(COST_OF_POINTS)[handed.astype(int)].sum(axis=1)
    return np.asarray(earned * (1 - lost) - paid)


MODEL = Model(
    question="Who pays for what all use?",
    run=public_goods,
    notice=(
        "Whatever the others do, one token less given leaves me 0.6 better off. If all think so, each ends 12 lower.",
        "Punishing costs the one who does it, and in a last round brings that one nothing. People did it all the same.",
    ),
    tries=(
        Try("All give everything.", {"gifts": (20, 20, 20, 20)}),
        Try("Nobody gives.", {"gifts": (0, 0, 0, 0)}),
        Try(
            "The free rider gets three points from one of the others.",
            {"points": ((0, 0, 0, 3), (0,) * 4, (0,) * 4, (0,) * 4)},
        ),
    ),
)
