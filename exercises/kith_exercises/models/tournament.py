"""How to treat somebody you will meet again? A dilemma of two, played many times.

*Rule.* Both choose at once, to cooperate or not, and get 3 each if both do, 1 each if neither does; if one does,
that one gets 0 and the other 5. Then again, ``moves`` times. A strategy sees all moves so far. With probability
``noise`` a choice comes out as its opposite, and both see what came out.

*Paper.* R. Axelrod (1980), Effective choice in the prisoner's dilemma, Journal of Conflict Resolution 24, 3-25: 200
moves with these payoffs. The strategies here are our own few; his full ranking can't be reproduced, since the
entries are lost. *Generous tit for tat* forgives one time in three (Nowak and Sigmund 1992, Nature 355, 250-253,
for these payoffs); *win stay, lose shift* is that of Nowak and Sigmund (1993), Nature 364, 56-58.

*Ranges.* ``moves``: 1 to 100 000. ``noise``: a probability. Payoffs are points.

*Left out.* They can't leave, talk or look for another; both count points alike; the number of moves is not used to
plan the last.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import one_of, several, share, whole
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "POINTS", "STRATEGIES", "Past", "Strategy", "Tournament", "repeated_dilemma", "tournament"]

#: What a player gets, by their own move and the other's; True cooperates.
POINTS = {(True, True): 3, (True, False): 0, (False, True): 5, (False, False): 1}


class Past(NamedTuple):
    """What a strategy sees: its own moves and the other's (True cooperates), and a number drawn from 0 to 1."""

    mine: Sequence[bool]
    theirs: Sequence[bool]
    dice: float


#: A strategy looks at what was, and says whether to cooperate.
Strategy = Callable[[Past], bool]

STRATEGIES: dict[str, Strategy] = {
    "always cooperate": lambda _: True,
    "always defect": lambda _: False,
    "tit for tat": lambda past: not past.theirs or past.theirs[-1],
    "generous tit for tat": lambda past: not past.theirs or past.theirs[-1] or past.dice < 1 / 3,
    "tit for two tats": lambda past: len(past.theirs) < 2 or any(past.theirs[-2:]),
    "never forgive": lambda past: all(past.theirs),
    "win stay, lose shift": lambda past: not past.mine or past.mine[-1] == past.theirs[-1],
    "toss a coin": lambda past: past.dice < 1 / 2,
}


def repeated_dilemma(
    *, one: str = "tit for tat", other: str = "always defect", moves: int = 200, noise: float = 0.0, seed: int = 0
) -> Trajectory:
    """Points so far of each after each move. Frames: who cooperated (1), the one first."""
    players = STRATEGIES[one_of("one", one, STRATEGIES)], STRATEGIES[one_of("other", other, STRATEGIES)]
    rng = np.random.default_rng(whole("seed", seed, 0))
    chances = rng.random((whole("moves", moves, 1, 100_000), 2)).tolist()
    slips = (rng.random((moves, 2)) < share("noise", noise)).tolist()
    first: list[bool] = []
    second: list[bool] = []
    for chance, slip in zip(chances, slips, strict=True):
        # Both choose before either sees the other's choice.
        choices = (
            players[0](Past(first, second, chance[0])) != slip[0],
            players[1](Past(second, first, chance[1])) != slip[1],
        )
        first.append(choices[0])
        second.append(choices[1])
    scores = np.cumsum([(POINTS[a, b], POINTS[b, a]) for a, b in zip(first, second, strict=True)], axis=0)
    return Trajectory(
        "repeated_dilemma",
        {"one": one, "other": other, "moves": moves, "noise": noise},
        f"{one} and {other} end {scores[-1, 0]} : {scores[-1, 1]}.",
        {"one": scores[:, 0], "other": scores[:, 1]},
        frames=np.array([first, second], np.uint8).T,
        seed=seed,
    )


@dataclass(frozen=True)
class Tournament:
    """Everybody against everybody, and against their own kind: mean points a move, the best first."""

    points: dict[str, float]

    @property
    def outcome(self) -> str:
        most = max(self.points.values())
        best = [name for name, points in self.points.items() if math.isclose(points, most)]
        do = "does" if len(best) == 1 else "do"
        return f"{' and '.join(best)} {do} best of {len(self.points)}, with {most:.2f} points a move."


def tournament(
    *, strategies: Sequence[str] = tuple(STRATEGIES), moves: int = 200, noise: float = 0.0, seed: int = 0
) -> Tournament:
    """A round of all pairs. Who does best depends on who takes part.

    The dice of a pair hang on the names of the two: neither the order of the list nor who else takes part, or is
    added to `STRATEGIES`, changes their game.
    """
    several("strategies", strategies)
    names = sorted({one_of("strategies", name, STRATEGIES) for name in strategies})
    if not names:
        raise OutOfRange("strategies", strategies, "at least one name")
    seed, totals = whole("seed", seed, 0), dict.fromkeys(names, 0.0)
    for i, one in enumerate(names):
        for other in names[i:]:
            pair = hashlib.sha256(f"{seed}, {one}, {other}".encode()).digest()
            game = repeated_dilemma(one=one, other=other, moves=moves, noise=noise, seed=int.from_bytes(pair, "big"))
            totals[one] += game["one"][-1]
            totals[other] += game["other"][-1] if other != one else 0
    means = {name: float(total) / moves / len(names) for name, total in totals.items()}
    return Tournament(dict(sorted(means.items(), key=lambda item: (-item[1], item[0]))))


MODEL = Model(
    question="How to treat somebody you will meet again?",
    run=repeated_dilemma,
    notice=(
        "As long as nobody slips, tit for tat never gets more than the other, and does well all the same.",
        "One slip between two who always answer in kind echoes on and on.",
        "What is best depends on who else is there.",
    ),
    tries=(
        Try("Tit for tat with its own kind.", {"other": "tit for tat"}),
        Try("The same with a slip in fifty moves.", {"other": "tit for tat", "noise": 0.02}),
        Try(
            "The same slips, but both forgive now and then.",
            {"one": "generous tit for tat", "other": "generous tit for tat", "noise": 0.02},
        ),
        Try("Somebody who always cooperates meets somebody who never does.", {"one": "always cooperate"}),
    ),
    picture=Picture((Curves("Points so far", {"one": "one", "other": "other"}),), step="Move", first=1),
)
