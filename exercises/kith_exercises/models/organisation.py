"""What does quick agreement cost? People learn from a code, and the code from people.

*Rule.* Reality has ``dimensions``, each 1 or -1. Everybody believes 1, 0 (no opinion) or -1 of each, by lot; the
organisation's code begins with no opinion. In each period, at once: where the code has an opinion that differs from
somebody's, that person takes it over with probability ``p1``; and the code looks at those who are right on more
dimensions than itself, and where their majority (of those with an opinion) differs from it by k more heads on one
side than on the other, takes the majority's view with probability 1 - (1 - ``p2``)^k. With probability ``turnover``
a person is replaced by a newcomer, with ``turbulence`` a dimension of reality turns round.

*Paper.* J. G. March (1991), Exploration and exploitation in organizational learning, Organization Science 2, 71-87:
50 people, 30 dimensions; slow socialisation ends with more knowledge. The program behind his figures differs from
the text: people go one step (from -1 to 0, or 0 to 1) at a time, act by lot where they have no opinion, and the
code goes by how they fared (M. Christensen 2015, as rebuilt by M. Workiewicz,
github.com/Mac13kW/March_1991_Original). ``gradual`` follows the program; its figures count dimensions that are
right less those that are wrong. Levels differ between the two, their order does not.

*Ranges.* ``people``, ``dimensions``, ``runs``, ``periods``: 1 or more. ``gradual``: True or False. ``p1``, ``p2``,
``turnover``, ``turbulence``: probabilities.

*Left out.* People learn from the code only, never from each other or from the world; being new is all that makes
somebody differ.
"""

import math

import numpy as np
from numpy.typing import NDArray

from kith_exercises.inputs import one_by_one, room, share, whole, yes_or_no
from kith_exercises.models._wording import counted, percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Levels, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "organisational_learning"]

Beliefs = NDArray[np.int8]


def organisational_learning(  # noqa: PLR0913  # as many as the paper has
    *,
    p1: float = 0.1,
    p2: float = 0.5,
    people: int = 50,
    dimensions: int = 30,
    turnover: float = 0.0,
    turbulence: float = 0.0,
    gradual: bool = False,
    runs: int = 10,
    periods: int = 100,
    seed: int = 0,
) -> Trajectory:
    """The share of dimensions that the code, and that people, are right about: the mean over runs, by period.

    Stops early once nothing can change any more. Frames: how many in a thousand the code has right, in each run.
    """
    rates = {"p1": p1, "p2": p2, "turnover": turnover, "turbulence": turbulence}
    rates, gradual = {name: share(name, value) for name, value in rates.items()}, yes_or_no("gradual", gradual)
    people, dimensions = whole("people", people, 1, 10_000), whole("dimensions", dimensions, 1, 1_000)
    shape = room("runs", whole("runs", runs, 1), 8 * people * dimensions), people, dimensions
    periods = one_by_one("periods", periods, math.prod(shape))
    rng = np.random.default_rng(whole("seed", seed, 0))
    reality = rng.choice(np.array([-1, 1], np.int8), (shape[0], shape[2]))
    beliefs = rng.integers(-1, 2, shape, np.int8)
    code = np.zeros_like(reality)
    codes, minds = [], []
    for _ in range(periods + 1):
        codes.append((code == reality).mean(axis=1))
        minds.append((beliefs == reality[:, None]).mean(axis=(1, 2)))
        # Who has no opinion acts by lot in the program: as long as there is one, something may be learnt.
        all_said = (beliefs == code[:, None]).all() and not (gradual and np.any(beliefs == 0))
        if all_said and not rates["turnover"] + rates["turbulence"]:
            break
        learnt = _socialised(beliefs, code, rates["p1"], gradual, rng)
        code = _taught(code, beliefs, reality, rates["p2"], gradual, rng)
        newcomers = rng.random(shape[:2]) < rates["turnover"]
        beliefs = np.where(newcomers[:, :, None], rng.integers(-1, 2, shape, np.int8), learnt)
        reality = np.where(rng.random(reality.shape) < rates["turbulence"], -reality, reality)
    ends = np.array(codes)
    given = {"people": people, "dimensions": dimensions, **rates, "gradual": gradual, "runs": runs, "periods": periods}
    return Trajectory(
        "organisational_learning",
        given,
        f"After {counted(len(codes) - 1, 'period')} the code is right about {percent(ends[-1].mean())} of the world.",
        {"code": ends.mean(axis=1), "people": np.array(minds).mean(axis=1)},
        frames=np.round(1000 * ends).astype(np.uint16),
        seed=seed,
    )


def _socialised(beliefs: Beliefs, code: Beliefs, p1: float, gradual: bool, rng: np.random.Generator) -> Beliefs:
    """People's beliefs after looking at the code; an opinion that the code lacks moves nobody."""
    told = code[:, None]
    goal = np.clip(beliefs + told, -1, 1) if gradual else np.broadcast_to(told, beliefs.shape)
    return np.where((told != 0) & (rng.random(beliefs.shape) < p1), goal, beliefs)


def _taught(
    code: Beliefs, beliefs: Beliefs, reality: Beliefs, p2: float, gradual: bool, rng: np.random.Generator
) -> Beliefs:
    """The code after looking at those who do better than itself."""
    if gradual:  # who has no opinion acts all the same, and the code has points taken off where it is wrong
        views = np.where(beliefs == 0, rng.choice(np.array([-1, 1], np.int8), beliefs.shape), beliefs)
        lead = (views * reality[:, None]).sum(axis=2) > (code * reality).sum(axis=1)[:, None]
    else:
        views = beliefs
        lead = (views == reality[:, None]).sum(axis=2) > (code == reality).sum(axis=1)[:, None]
    heads = (views * lead[:, :, None]).sum(axis=1)  # of the better ones, how many more say 1 than -1
    majority = np.sign(heads).astype(np.int8)
    moves = (majority != 0) & (majority != code) & (rng.random(code.shape) < 1 - (1 - p2) ** np.abs(heads))
    return np.where(moves, majority, code)


MODEL = Model(
    question="What does quick agreement cost?",
    run=organisational_learning,
    notice=(
        "Those who take over the code slowly keep it learning: they still differ from it.",
        "When all agree, nobody can learn any more, whether they are right or not.",
        "In a world that changes, newcomers are what keeps an organisation awake.",
    ),
    tries=(
        Try("Let people take over the code at once.", {"p1": 0.9}),
        Try("A world that changes, without newcomers.", {"p1": 0.5, "turbulence": 0.02}),
        Try("The same world, with newcomers.", {"p1": 0.5, "turbulence": 0.02, "turnover": 0.1}),
    ),
    picture=Picture(
        (Curves("Share that is right", {"code": "the code", "people": "people"}, share=True),),
        Frames(Levels("of a thousand that the code has right, in each run")),
        "Period",
    ),
)
