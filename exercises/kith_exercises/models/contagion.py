"""How does a costly practice travel? It needs more than one neighbour who does it already.

*Rule.* Everybody has the same threshold ``a``: who has at least ``a`` neighbours that took the practice up takes it
up too, for good. One person and all their neighbours begin. All decide at once, until nothing changes. On a *ring*
everybody is tied to the ``neighbours`` nearest; on a *lattice* (a square without edges) to the eight around them.
With probability ``rewiring`` each tie is moved to somebody drawn by lot.

*Paper.* D. Centola and M. Macy (2007), Complex contagions and the weakness of long ties, American Journal of
Sociology 113, 702-734. Unrewired, the practice spreads if and only if ``a`` is at most half the neighbours on the
ring, and at most 3 of 8 on the lattice. (So on rings of more than one and a half times the neighbours, and one: on
smaller ones the two ends of what began together touch the same people.)

*Ranges.* ``people``: at least neighbours + 2 on the ring, the square of 4 or more on the lattice; 20 000 at
most, and 40 000 on the lattice, where nobody is so far away.
``neighbours``: an even number to 1000, 8 on the lattice. ``threshold``: people, at least 1. ``rewiring``: a
probability.

*Left out.* Nobody gives the practice up, all have one threshold, and ties neither end nor grow. Rewiring is that of
Watts and Strogatz (1998): it moves a tie's far end, so that some come to have more ties than others.
"""

import math

import numpy as np

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import one_of, share, whole
from kith_exercises.models import networks
from kith_exercises.models._wording import counted
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Picture, Switch
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "complex_contagion"]


def complex_contagion(
    *,
    people: int = 400,
    neighbours: int = 4,
    threshold: int = 2,
    rewiring: float = 0.0,
    shape: str = "ring",
    seed: int = 0,
) -> Trajectory:
    """How many took the practice up, step by step; frames show who (1) and who did not (0)."""
    ties = _ties(people, neighbours, shape)
    a, p = whole("threshold", threshold, 1), share("rewiring", rewiring)
    rng = np.random.default_rng(whole("seed", seed, 0))
    ties = networks.rewired(ties, people, p, rng)
    sender, receiver = networks.both_ways(ties)
    first = int(rng.integers(people))
    took = np.zeros(people, bool)
    took[first] = took[receiver[sender == first]] = True
    frames = [took]
    while True:
        urged = np.bincount(receiver[took[sender]], minlength=people)
        took = took | (urged >= a)
        if np.array_equal(took, frames[-1]):
            break
        frames.append(took)
    reached = int(took.sum())
    given = {"people": people, "neighbours": neighbours, "threshold": a, "rewiring": p, "shape": shape}
    said = f"It reaches all {people}" if reached == people else f"It stops at {reached} of {people}"
    return Trajectory(
        "complex_contagion",
        given,
        f"{said} after {counted(len(frames) - 1, 'step')}.",
        {"took_it_up": [int(frame.sum()) for frame in frames]},
        frames=np.array(frames, np.uint8),
        ties=ties,
        seed=seed,
    )


def _ties(people: int, neighbours: int, shape: str) -> networks.Ties:
    """The network before rewiring."""
    if one_of("shape", shape, ("ring", "lattice")) == "ring":
        neighbours = networks.even(neighbours)
        return networks.ring(whole("people", people, neighbours + 2, 20_000), neighbours)
    if neighbours != 8:
        raise OutOfRange("neighbours", neighbours, "8 on a lattice")
    side = math.isqrt(whole("people", people, 16, 40_000))
    if side * side != people:
        raise OutOfRange("people", people, "the square of a whole number, so that they fill a lattice")
    return networks.lattice(side)


MODEL = Model(
    question="How does a costly practice travel?",
    run=complex_contagion,
    notice=(
        "A fact needs one teller, a costly practice several people one trusts: the same ties carry the one only.",
        "On the ring it spreads if the threshold is at most half the neighbours. One more, and it stays at home.",
        "Long ties speed up what needs one neighbour, and can stop what needs two.",
    ),
    tries=(
        Try("A simple fact: one neighbour is enough.", {"threshold": 1}),
        Try("The same fact with a few long ties. How many steps now?", {"threshold": 1, "rewiring": 0.1}),
        Try("The costly practice with the same long ties.", {"threshold": 2, "rewiring": 0.1}),
        Try("Half the ties long. Does it still get through?", {"threshold": 2, "rewiring": 0.5}),
        Try("Six neighbours each, and a threshold of three; then of four.", {"neighbours": 6, "threshold": 3}),
        Try("People on a square, eight around each.", {"shape": "lattice", "neighbours": 8, "threshold": 3}),
    ),
    picture=Picture(
        (Curves("People who took it up", {"took_it_up": "took it up"}),),
        Frames(Switch("took it up", "did not"), lambda given: "grid" if given["shape"] == "lattice" else "ring"),
    ),
)
