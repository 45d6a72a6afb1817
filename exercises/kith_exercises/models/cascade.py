"""Who acts first? A crowd in which each waits for a certain number of others.

*Rule.* Everybody has a threshold: how many others must act before they do. Start with nobody. At each step, all
act whose threshold is at most the number who acted before. Stop when nothing changes.

*Paper.* M. Granovetter (1978), Threshold models of collective behavior, American Journal of Sociology 83, 1420-1443.

*Ranges.* Thresholds are whole numbers of people, 0 or more; one above the size of the crowd never acts. In the
normal crowd, mean and spread are in people too.

*Left out.* Everybody sees everybody, nobody counts a friend for more, nobody stops again, and thresholds do not
change. A threshold is a picture of a situation, not of a person.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number, room, row, whole
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Picture, Switch
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "normal_cascade", "normal_thresholds", "threshold_cascade"]

#: Larger crowds and thresholds are slips.
MOST_PEOPLE = 10**9


def threshold_cascade(*, thresholds: Sequence[int] = tuple(range(100))) -> Trajectory:
    """How many act at each step; frames show who (1) and who does not (0), in the order given."""
    needed = row("thresholds", thresholds, 0, MOST_PEOPLE)
    room("thresholds", len(needed), len(needed))  # a crowd may take as many steps as it has people
    if np.any(needed != np.floor(needed)):
        raise OutOfRange("thresholds", thresholds, "whole numbers of people, each of at least 0")
    acting = [np.zeros(len(needed), bool)]
    while len(acting) < 2 or np.any(acting[-1] != acting[-2]):
        acting.append(needed <= acting[-1].sum())
    active = [int(frame.sum()) for frame in acting]
    return Trajectory(
        "threshold_cascade",
        {"thresholds": [int(threshold) for threshold in needed]},
        f"{active[-1]} of {len(needed)} act in the end.",
        {"active": active},
        frames=np.array(acting, np.uint8),
    )


def normal_thresholds(*, mean: float = 25, spread: float = 12.2, people: int = 100) -> tuple[int, ...]:
    """A crowd in whole people whose thresholds follow a bell curve as closely as whole people can.

    Person i of n stands in the middle of the i-th of n equal slices of the curve; a threshold between two whole
    numbers is rounded up, and one below 0 is 0. So the number of people for whom x others are enough is n F(x),
    rounded to whole people.
    """
    people = whole("people", people, 1, 10_000)
    curve = NormalDist(number("mean", mean, -MOST_PEOPLE, MOST_PEOPLE), _spread(spread))
    return tuple(max(0, int(np.ceil(curve.inv_cdf((i + 0.5) / people)))) for i in range(people))


def normal_cascade(*, mean: float = 25, spread: float = 12.2, people: int = 100) -> Trajectory:
    """The same for a crowd so large that shares of a person make sense: x people move n F(x) to act.

    F is the normal distribution of thresholds. Stops when a step adds less than a millionth of a person.
    """
    people = whole("people", people, 1, MOST_PEOPLE)
    curve = NormalDist(number("mean", mean, -MOST_PEOPLE, MOST_PEOPLE), _spread(spread))
    active = [0.0]
    while len(active) < 2 or abs(active[-1] - active[-2]) > 1e-6:
        active.append(people * curve.cdf(active[-1]))
    return Trajectory(
        "normal_cascade",
        {"mean": mean, "spread": spread, "people": people},
        f"{active[-1]:.1f} of {people} act in the end.",
        {"active": active},
    )


def _spread(spread: float) -> float:
    if number("spread", spread, 0, MOST_PEOPLE) == 0:
        raise OutOfRange("spread", spread, f"a number above 0, up to {MOST_PEOPLE}")
    return float(spread)


MODEL = Model(
    question="Who acts first?",
    run=threshold_cascade,
    notice=(
        "With thresholds 0, 1, 2 ... 99 everybody acts, one after the other: each is the reason for the next.",
        "Two crowds that differ in one person can end worlds apart.",
        "From how many act in the end, you can't tell how willing people were.",
        "Whoever goes first needs a threshold of 0. Nobody else can start it.",
    ),
    tries=(
        Try("Let the person who needs one other need two. Predict first.", {"thresholds": (0, 2, *range(2, 100))}),
        Try(
            "Let the facilitator go first, as one person more with threshold 0.",
            {"thresholds": (0, 0, 2, *range(2, 100))},
        ),
        Try("A crowd where nobody goes first.", {"thresholds": tuple(range(1, 101))}),
        Try("Thresholds on a bell curve, 12 people wide.", {"thresholds": normal_thresholds(spread=12.0)}),
        Try("The same curve, one person wider. Predict first.", {"thresholds": normal_thresholds(spread=13.0)}),
    ),
    picture=Picture((Curves("People who act", {"active": "acts"}),), Frames(Switch("acts", "waits"))),
)
