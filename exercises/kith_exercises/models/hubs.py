"""What do well-connected people change? A dilemma on networks with and without hubs.

*Rule.* Everybody plays with all their neighbours: two givers get 1 each, a taker gets ``b`` from a giver and the
giver 0, two takers get 0. Payoffs add up over neighbours. Then all at once look at one neighbour, drawn by lot, and
if that one earned more, do as they did with probability (their payoff - mine) / (b x the larger number of
neighbours of the two).

*Paper.* F. C. Santos and J. M. Pacheco (2005), Scale-free networks provide a unifying framework for the emergence
of cooperation, Physical Review Letters 95, 098104: N = 10 000, four neighbours on average. On the scale-free
network (grown by preferential attachment, Barabási and Albert 1999) cooperation dominates at a b where it has long
died out on the ring.

*Ranges.* ``people``: ``neighbours`` + 2 or more, 50 000 at most. ``neighbours``: an even number to 1000, the mean on
the scale-free network. ``b``: 1 to 2, in units of what two givers get each. ``givers``: the share at the start, by lot.

*Left out.* Having many neighbours costs nothing here: divide payoffs by the number of neighbours, and most of the
effect is gone (A. Szolnoki, M. Perc and Z. Danku, arXiv:0711.4028). Ties never change, and hubs are
hubs by birth.
"""

import numpy as np

from kith_exercises.inputs import number, one_by_one, one_of, share, whole
from kith_exercises.models import networks
from kith_exercises.models._wording import counted, percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Picture, Switch
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "scale_free_dilemma"]


def scale_free_dilemma(
    *,
    people: int = 500,
    neighbours: int = 4,
    b: float = 1.5,
    network: str = "scale-free",
    givers: float = 0.5,
    steps: int = 400,
    seed: int = 0,
) -> Trajectory:
    """The share of givers at each step; frames show who gives (1), in the scale-free network the oldest first."""
    rng, b = np.random.default_rng(whole("seed", seed, 0)), number("b", b, 1, 2)
    grown = one_of("network", network, ("scale-free", "ring")) == "scale-free"
    neighbours = networks.even(neighbours)
    people = whole("people", people, neighbours + 2, 50_000)
    ties = networks.scale_free(people, neighbours // 2, rng) if grown else networks.ring(people, neighbours)
    mine, theirs = networks.both_ways(ties)
    degree = np.bincount(mine, minlength=people)
    begins = np.cumsum(degree) - degree
    gives = rng.random(people) < share("givers", givers)
    frames = [gives]
    for _ in range(one_by_one("steps", steps, people)):
        givers_around = np.bincount(mine[gives[theirs]], minlength=people)
        payoff = np.where(gives, 1, b) * givers_around
        looked_at = theirs[begins + rng.integers(degree)]
        chance = (payoff[looked_at] - payoff) / (b * np.maximum(degree, degree[looked_at]))
        gives = np.where(rng.random(people) < chance, gives[looked_at], gives)
        frames.append(gives)
    pictures = np.array(frames, np.uint8)
    shares = pictures.mean(axis=1)
    given = {"people": people, "neighbours": neighbours, "b": b, "network": network, "givers": givers, "steps": steps}
    return Trajectory(
        "scale_free_dilemma",
        given,
        f"After {counted(steps, 'step')} {percent(shares[-1])} give.",
        {"givers": shares},
        frames=pictures,
        ties=ties,
        seed=seed,
    )


MODEL = Model(
    question="What do well-connected people change?",
    run=scale_free_dilemma,
    notice=(
        "There are as many ties on the one network as on the other, but for a handful: only who has them differs.",
        "A hub that gives has givers around it soon, and earns much. A hub that takes makes its neighbours poor.",
        "It helps that ties are free here. They rarely are.",
    ),
    tries=(
        Try("The same dilemma where all have the same number of neighbours.", {"network": "ring"}),
        Try("Make taking more tempting.", {"b": 1.8}),
        Try("Begin with few givers.", {"givers": 0.2}),
    ),
    picture=Picture(
        (Curves("Share who give", {"givers": "gives"}, share=True),),
        Frames(Switch("gives", "takes"), lambda given: "ring" if given["network"] == "ring" else "hubs"),
    ),
)
