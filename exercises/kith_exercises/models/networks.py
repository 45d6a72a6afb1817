"""Who is tied to whom: a network is an array of ties, one pair of people (numbered from 0) a row, each tie once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import instance, room, share, whole

__all__ = ["full", "lattice", "line", "rewired", "ring", "scale_free"]

Ties = NDArray[np.int64]

#: Larger networks are slips.
MOST_PEOPLE = 10**6


def even(neighbours: int, high: int = 1_000) -> int:
    """How many neighbours somebody on a ring has: half on each side, so an even number."""
    if whole("neighbours", neighbours, 2, high) % 2:
        raise OutOfRange("neighbours", neighbours, "an even number, half on each side")
    return int(neighbours)


def known(ties: ArrayLike, people: int) -> Ties:
    """The ties as an array, if they are such as this module makes: between two of these people, each tie once."""
    try:
        pairs = np.array(ties)
    except ValueError:  # rows of several lengths
        pairs = np.empty(0)
    if pairs.dtype.kind in "iu" and pairs.shape[1:] == (2,):
        found = pairs.astype(np.int64)  # small whole numbers would run over below
        one, other = found[:, 0], found[:, 1]
        low, high = np.minimum(one, other), np.maximum(one, other)
        inside = np.all((low >= 0) & (low < high) & (high < people))
        if inside and len(np.unique(low * people + high)) == len(found):
            return found
    raise OutOfRange("ties", ties, f"pairs of two different people, numbered from 0 to {people - 1}, each tie once")


def ring(people: int, neighbours: int) -> Ties:
    """Everybody in a circle, tied to the nearest: ``neighbours`` of them, half on each side."""
    neighbours = even(neighbours)
    here = np.arange(whole("people", people, neighbours + 1, MOST_PEOPLE))
    return np.concatenate([np.stack([here, (here + step) % people], 1) for step in range(1, neighbours // 2 + 1)])


def line(people: int) -> Ties:
    """Everybody in a row, tied to the one before and the one after."""
    here = np.arange(whole("people", people, 2, MOST_PEOPLE) - 1)
    return np.stack([here, here + 1], 1)


def full(people: int) -> Ties:
    """Everybody tied to everybody."""
    people = whole("people", people, 2, MOST_PEOPLE)
    return np.stack(np.triu_indices(room("people", people, 8 * people), 1), 1)


def lattice(side: int) -> Ties:
    """Everybody on a square grid without edges, tied to the eight around them."""
    side = whole("side", side, 3, 1000)  # on a smaller one, two of the eight would be the same
    grid = np.arange(side * side).reshape(side, side)
    shifts = [(0, 1), (1, 0), (1, 1), (1, -1)]
    return np.concatenate([np.stack([grid, np.roll(grid, shift, (0, 1))], 2).reshape(-1, 2) for shift in shifts])


def rewired(ties: Ties, people: int, p: float, rng: np.random.Generator) -> Ties:
    """Each tie's far end moved, with probability ``p``, to somebody drawn by lot (Watts and Strogatz 1998).

    Ties are gone through in order: on a ring, the nearest neighbours of all first, then the next nearest. Nobody
    is tied to themselves, or to somebody twice; who is already tied to everybody stays so.
    """
    people, p = whole("people", people, 2, MOST_PEOPLE), share("p", p)
    ties = known(ties, people)
    instance("rng", rng, np.random.Generator)
    friends: list[set[int]] = [set() for _ in range(people)]
    for one, other in ties.tolist():
        friends[one].add(other)
        friends[other].add(one)
    for tie in np.flatnonzero(rng.random(len(ties)) < p).tolist():
        one, other = ties[tie].tolist()
        if len(friends[one]) == people - 1:
            continue
        new = one
        while new == one or new in friends[one]:
            new = int(rng.integers(people))
        friends[one].remove(other)
        friends[other].remove(one)
        friends[one].add(new)
        friends[new].add(one)
        ties[tie, 1] = new
    return ties


def scale_free(people: int, each: int, rng: np.random.Generator) -> Ties:
    """Growth where the well connected attract more (Barabási and Albert 1999).

    Starts from ``each`` + 1 people, all tied; each newcomer ties to ``each`` others, drawn in proportion to the
    ties they have. So the mean number of neighbours nears 2 x ``each``.
    """
    people = whole("people", people, whole("each", each, 1, MOST_PEOPLE) + 1, MOST_PEOPLE)
    instance("rng", rng, np.random.Generator)
    ties: list[tuple[int, int]] = [(one, other) for one in range(each + 1) for other in range(one)]
    ends = [person for tie in ties for person in tie]  # everybody as often as they have ties: the urn to draw from
    for newcomer in range(each + 1, people):
        chosen: list[int] = []
        while len(chosen) < each:
            one = ends[int(rng.random() * len(ends))]
            if one not in chosen:
                chosen.append(one)
        for one in chosen:
            ties.append((newcomer, one))
            ends += [newcomer, one]
    return np.array(ties)


def both_ways(ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each tie in both directions, as two arrays: from whom, to whom; sorted by the first, then the second."""
    both = np.concatenate([ties, ties[:, ::-1]])
    order = np.lexsort((both[:, 1], both[:, 0]))
    return both[order, 0], both[order, 1]
