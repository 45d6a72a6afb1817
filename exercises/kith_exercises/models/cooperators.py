"""Why does giving fade? Most people give if others do, and a little less is enough to begin the slide.

*Rule.* Everybody has a *schedule*: what they give if the others in the group give 0, 1, ... 20 on average. In each
round, groups of four are drawn by lot from everybody; each gives what their schedule says for what they expect, and
expects in the next round what the others in the group just gave on average. In the first round all expect
``expected``. The schedules are ideal types: *conditional* (as much as the others), *free rider* (nothing), *hump*
(as the others up to half, then less again), *other* (something drawn by lot each time).

*Paper.* U. Fischbacher, S. Gächter and E. Fehr (2001), Are people conditionally cooperative? Evidence from a public
goods experiment, Economics Letters 71, 397-404: of 44 people 22 were conditional, 13 free riders, 6 hump-shaped, 3
other. `classify` sorts a schedule as they did: who never gives is a free rider; conditional is who never gives less
when others give more, or whose gifts have a positive rank correlation with the others' at the 1% level. They saw
humps by eye; here a hump goes up to a peak and down after it, each at the 1% level, and so over six numbers or more
(of five in order, chance alone makes 1 in 60).

*Ranges.* Numbers of people of each kind: 0 or more, together a multiple of ``group``. ``expected``: 0 to 20 tokens.
A schedule: 21 numbers from 0 to 20.

*Left out.* Real conditional cooperators mostly give a little less than the others, which speeds the slide up;
nobody here learns, punishes, or leaves; and *other* had no pattern that could be written down.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number, one_by_one, row, whole
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Levels, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["ENDOWMENT", "MODEL", "classify", "conditional_cooperation"]

ENDOWMENT = 20

#: Fewer numbers than these come in perfect order by chance more often than one time in a hundred, up or down.
FEWEST_IN_ORDER = 6


def conditional_cooperation(  # noqa: PLR0913  # as many as the paper has
    *,
    conditional: int = 22,
    free_riders: int = 13,
    humps: int = 6,
    others: int = 3,
    expected: float = 10.0,
    group: int = 4,
    rounds: int = 10,
    seed: int = 0,
) -> Trajectory:
    """Mean gift by round. Frames: everybody's gift in tokens, conditional first, then free riders, humps, others."""
    kinds = {"conditional": conditional, "free_riders": free_riders, "humps": humps, "others": others}
    counts = [whole(name, count, 0, 100_000) for name, count in kinds.items()]
    people, group = sum(counts), whole("group", group, 2)
    if not people:
        raise OutOfRange("conditional", conditional, "1 or more, or people of another kind: somebody has to play")
    if people % group:
        raise OutOfRange("group", group, f"a size that fills whole groups with all {people} people")
    kind = np.repeat(np.arange(4), counts)
    expects = np.full(people, number("expected", expected, 0, ENDOWMENT))
    rng = np.random.default_rng(whole("seed", seed, 0))
    gifts = []
    for _ in range(one_by_one("rounds", rounds, 8 * people)):
        hump = np.minimum(expects, ENDOWMENT - expects)
        any_amount = rng.integers(0, ENDOWMENT + 1, people)
        given = np.choose(kind, [expects, np.zeros(people), hump, any_amount])
        gifts.append(given)
        groups = rng.permutation(people).reshape(-1, group)
        totals = given[groups].sum(axis=1, keepdims=True)
        expects[groups] = (totals - given[groups]) / (group - 1)
    means = np.array(gifts).mean(axis=1)
    return Trajectory(
        "conditional_cooperation",
        {**kinds, "expected": expected, "group": group, "rounds": rounds},
        f"Mean gifts go from {means[0]:.1f} in the first round to {means[-1]:.1f} of {ENDOWMENT} in round {rounds}.",
        {"mean_gift": means},
        frames=np.round(gifts).astype(np.uint8),
        seed=seed,
    )


def classify(schedule: Sequence[float]) -> str:
    """The kind of a schedule: ``conditional``, ``free rider``, ``hump`` or ``other``."""
    gifts = row("schedule", schedule, 0, ENDOWMENT)
    if len(gifts) != ENDOWMENT + 1:
        raise OutOfRange("schedule", schedule, f"a list of {ENDOWMENT + 1} numbers from 0 to {ENDOWMENT}")
    if not gifts.any():
        return "free rider"
    if _rises(gifts) or _correlates(gifts, 1):
        return "conditional"
    peak = int(gifts.argmax())
    if 0 < peak < ENDOWMENT and _correlates(gifts[: peak + 1], 1) and _correlates(gifts[peak:], -1):
        return "hump"
    return "other"


def _rises(gifts: NDArray[np.float64]) -> bool:
    """Never less when the others give more, and more at the end than at the beginning."""
    return bool(np.all(np.diff(gifts) >= 0) and gifts[-1] > gifts[0])


def _correlates(gifts: NDArray[np.float64], sign: int) -> bool:
    """Whether gifts go up (1) or down (-1) with what others give, at the 1% level."""
    from scipy.stats import spearmanr  # type: ignore[import-untyped]  # SciPy ships no types

    if np.ptp(gifts) == 0 or len(gifts) < FEWEST_IN_ORDER:
        return False
    correlation, p = np.asarray(spearmanr(np.arange(len(gifts)), gifts))
    return bool(sign * correlation > 0 and p < 0.01)


MODEL = Model(
    question="Why does giving fade?",
    run=conditional_cooperation,
    notice=(
        "Half of the people are willing to give as much as the others, and giving fades all the same.",
        "Nobody becomes a worse person on the way: all keep to their rule, and only see less and less.",
        "Without anybody who takes a free ride, it need not fade.",
    ),
    tries=(
        Try("Only conditional cooperators.", {"conditional": 44, "free_riders": 0, "humps": 0, "others": 0}),
        Try(
            "One single free rider among them.",
            {"conditional": 43, "free_riders": 1, "humps": 0, "others": 0, "rounds": 30},
        ),
        Try("All expect much at first.", {"expected": 18.0}),
    ),
    picture=Picture(
        (Curves("Mean gift in tokens", {"mean_gift": "mean gift"}),), Frames(Levels("tokens given")), "Round", first=1
    ),
)
