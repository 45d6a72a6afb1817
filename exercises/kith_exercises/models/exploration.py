"""Should everybody see everything? A group looks for a good solution to a tangled problem.

*Rule.* A solution is a row of ``n`` switches. Each switch adds a value, drawn by lot, that depends on its own
position and on those of the ``k`` that follow it (an NK landscape): so improvements get in each other's way. At
each step, all look at their neighbours; who sees a better solution than their own takes over the best one seen; who
sees none tries one switch, drawn by lot, and keeps the change if it helps. Scores are shares of the highest score
there is, to the eighth power, so that only very good solutions count for much.

*Papers.* D. Lazer and A. Friedman (2007), The network structure of exploration and exploitation, Administrative
Science Quarterly 52, 667-694: 100 people, n = 20, k = 5; the full network leads early, the line late. W. Mason and
D. J. Watts (2012), Collaborative learning in networks, PNAS 109, 764-769, found the opposite in people: better
connected groups did better.

*Ranges.* ``people``: 3 to 2000. ``n``: 2 to 20 switches. ``k``: 0 to n - 1. ``network``: line, ring, full.

*Left out.* Looking costs nothing, copies are perfect, nobody holds back or combines two solutions: which may be why
people do otherwise.
"""

import numpy as np
from numpy.typing import NDArray

from kith_exercises.inputs import instance, one_by_one, one_of, whole
from kith_exercises.models import networks
from kith_exercises.models._wording import counted
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Levels, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "exploration", "nk_landscape"]


def exploration(
    *, people: int = 100, network: str = "line", n: int = 16, k: int = 5, steps: int = 150, seed: int = 0
) -> Trajectory:
    """The mean score and how many solutions are alive, step by step. Frames: everybody's score in hundredths.

    The same seed means the same problem and the same first solutions on every network.
    """
    n, rng = whole("n", n, 2, 20), np.random.default_rng(whole("seed", seed, 0))
    score = nk_landscape(n=n, k=k, rng=rng)
    people = whole("people", people, 3, 2_000)
    solution = rng.integers(2**n, size=people)
    seen = _seen(people, network)
    held = [solution]
    for _ in range(one_by_one("steps", steps, 16 * people + seen.size // 4)):
        best_seen = solution[seen[np.arange(people), score[solution][seen].argmax(axis=1)]]
        tried = solution ^ (1 << rng.integers(n, size=people))
        better = score[best_seen] > score[solution]
        candidate = np.where(better, best_seen, tried)
        solution = np.where(score[candidate] > score[solution], candidate, solution)
        held.append(solution)
    scores = score[np.array(held)]
    return Trajectory(
        "exploration",
        {"people": people, "network": network, "n": n, "k": k, "steps": steps},
        f"On the {network} network the mean score after {counted(steps, 'step')} is {scores[-1].mean():.2f} of 1.",
        {"mean": scores.mean(axis=1), "best": scores.max(axis=1), "solutions": [len(np.unique(row)) for row in held]},
        frames=np.round(100 * scores).astype(np.uint8),
        seed=seed,
    )


def nk_landscape(*, n: int, k: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """The score of every solution; solution number x has switch i on if bit i of x is set."""
    n = whole("n", n, 2, 20)
    k = whole("k", k, 0, n - 1)
    instance("rng", rng, np.random.Generator)
    total = np.zeros((2,) * n)
    for i in range(n):
        values = rng.random((2,) * (k + 1))
        places = [(i + j) % n for j in range(k + 1)]
        # The table lies along its own switches, and repeats along all others.
        ordered = values.transpose(np.argsort(places))
        total += ordered.reshape([2 if place in places else 1 for place in range(n)])
    flat = total.transpose(range(n)[::-1]).reshape(-1)
    score = flat / flat.max()
    for _ in range(3):  # to the eighth power by squaring: a power function may differ in the last digit by machine
        score *= score
    return np.asarray(score)


def _seen(people: int, network: str) -> NDArray[np.int64]:
    """Whom everybody sees, a row each; who sees fewer than others sees themselves in the places left."""
    makers = {"line": networks.line(people), "ring": networks.ring(people, 2), "full": networks.full(people)}
    mine, theirs = networks.both_ways(makers[one_of("network", network, makers)])
    degree = np.bincount(mine, minlength=people)
    seen = np.repeat(np.arange(people)[:, None], degree.max(), axis=1)
    seen[mine, np.arange(len(mine)) - (np.cumsum(degree) - degree)[mine]] = theirs
    return seen


MODEL = Model(
    question="Should everybody see everything?",
    run=exploration,
    notice=(
        "Where all see all, everybody soon holds the same solution, and the search is over.",
        "Where news travel slowly, many solutions stay alive, and the group goes on learning.",
        "People in an experiment did the opposite of this model. What do people do that these do not?",
    ),
    tries=(
        Try("The same problem where all see all.", {"network": "full"}),
        Try("Stop early, on the line.", {"steps": 10}),
        Try("Stop early where all see all. Who is ahead now?", {"steps": 10, "network": "full"}),
        Try("An easy problem: no switch depends on another.", {"k": 0, "network": "full"}),
    ),
    picture=Picture(
        (
            Curves("Score", {"mean": "mean", "best": "best"}, share=True),
            Curves("Solutions alive", {"solutions": "solutions"}),
        ),
        Frames(Levels("points of 100, for each person")),
    ),
)
