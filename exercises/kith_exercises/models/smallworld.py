"""How few long ties make a world small? Neighbours stay neighbours, and yet everybody is near.

*Rule.* People on a ring, each tied to the ``neighbours`` nearest. Each tie's far end is moved, with probability
``p``, to somebody drawn by lot. Two things are measured: how many of my neighbours are tied to each other
(*clustering*, the mean over people), and how many ties lie between two people (*path*, the mean over all pairs that
can reach each other).

*Paper.* D. J. Watts and S. H. Strogatz (1998), Collective dynamics of "small-world" networks, Nature 393, 440-442.
Unrewired, clustering is 3 (k - 2) / (4 (k - 1)): two thirds for k = 10.

*Ranges.* ``people``: more than neighbours + 1, 5000 at most. ``neighbours``: an even number from 2 to 1000. Each
``p``: a probability. Paths are counted in ties.

*Left out.* Ties are all alike and cost nothing; nobody looks for a path, it is just there. With few neighbours and
many ties moved, some people may be cut off from others; paths that are not there do not count.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import room, row, whole
from kith_exercises.models import networks
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "clustering", "mean_path", "small_world"]

#: In a ring of more people than these, to look for all paths takes minutes.
MOST_PEOPLE = 5_000


def small_world(
    *, people: int = 500, neighbours: int = 10, p: Sequence[float] = (0, 0.001, 0.01, 0.1, 1), seed: int = 0
) -> Trajectory:
    """Clustering and mean path for each share of moved ties."""
    neighbours = networks.even(neighbours)
    people = whole("people", people, neighbours + 2, MOST_PEOPLE)
    people = room("people", people, people * (1 + neighbours // 16))
    ring = networks.ring(people, neighbours)
    shares = [float(share) for share in row("p", p, 0, 1)]
    seed = whole("seed", seed, 0)
    # The same dice for every share: what is moved at a small one is moved at a larger one too.
    worlds = [networks.rewired(ring, people, share, np.random.default_rng(seed)) for share in shares]
    clusters = [clustering(ties, people) for ties in worlds]
    paths = [mean_path(ties, people) for ties in worlds]
    return Trajectory(
        "small_world",
        {"people": people, "neighbours": neighbours, "p": shares},
        f"From p = {shares[0]:g} to {shares[-1]:g}, the mean path goes from {paths[0]:.1f} to {paths[-1]:.1f} ties, "
        f"clustering from {clusters[0]:.2f} to {clusters[-1]:.2f}.",
        {"p": shares, "clustering": clusters, "path": paths},
        seed=seed,
    )


def clustering(ties: networks.Ties, people: int) -> float:
    """The share of pairs of my neighbours who are tied to each other: the mean over people, 0 for who has no pair."""
    one, other = networks.both_ways(_ties(ties, people))
    near = np.zeros((people, people), bool)
    near[one, other] = True
    near = _bits(near)
    in_common = np.bitwise_count(near[one] & near[other]).sum(axis=1)
    tied_pairs = np.bincount(one, in_common, people) / 2
    degree = np.bincount(one, minlength=people)
    return float(np.mean(tied_pairs / np.maximum(degree * (degree - 1) / 2, 1)))


def mean_path(ties: networks.Ties, people: int) -> float:
    """The number of ties between two people: the mean over all pairs with a way between them.

    Everybody carries a set of whom they reach, one bit a person; at each step they take over what their neighbours
    had. A pair at distance d is missing in the first d rounds: added up over rounds, the missing pairs are the
    distances.
    """
    one, other = networks.both_ways(_ties(ties, people))
    if not len(one):
        raise OutOfRange("ties", ties, "at least one tie: without any there is no path")
    tied, begins = np.unique(one, return_index=True)
    reached = _bits(np.eye(people, dtype=bool))
    missing: list[int] = []
    while len(missing) < 2 or missing[-1] < missing[-2]:
        missing.append(people**2 - int(np.bitwise_count(reached).sum(dtype=np.int64)))
        news = reached.copy()
        news[tied] |= np.bitwise_or.reduceat(reached[other], begins)
        reached = news
    apart = missing[-1]  # pairs without a way stay missing for ever
    pairs = people * (people - 1) - apart
    return float(sum(count - apart for count in missing) / pairs)


def _ties(ties: networks.Ties, people: int) -> networks.Ties:
    """The ties among people of whom everybody can be held beside everybody."""
    people = whole("people", people, 2, MOST_PEOPLE)
    return networks.known(ties, room("people", people, people))


def _bits(rows: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Each row as a set of bits, 64 to a number."""
    return np.packbits(np.pad(rows, ((0, 0), (0, -rows.shape[1] % 64))), axis=1).view(np.uint64)


MODEL = Model(
    question="How few long ties make a world small?",
    run=small_world,
    notice=(
        "Already with one tie in a hundred moved, everybody is close to everybody, and cliques look as they did.",
        "From inside one's own neighbourhood, nobody can see that the world has become small.",
        "Small is about reach. Whether a practice travels the long ties is another question: see complex contagion.",
    ),
    tries=(
        Try("Fewer neighbours each. Which of the two curves moves more?", {"neighbours": 4}),
        Try("Look closely at the first few ties.", {"p": (0, 0.0005, 0.001, 0.002, 0.005)}),
        Try("Another draw of the same world.", {"seed": 1}),
    ),
    picture=Picture(
        (Curves("Clustering", {"clustering": "clustering"}, share=True), Curves("Mean path in ties", {"path": "path"})),
        step="World",
        first=1,
    ),
)
