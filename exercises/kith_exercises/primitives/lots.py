"""Which way somebody is asked, by lot, and each way as often as the other.

A lot decides so that nobody does: what differs between two ways is then the way, or chance. It is drawn in blocks, of
two for two ways, so that the ways stay even however many come (J. P. Matts and J. M. Lachin 1988, Properties of
permuted-block randomization in clinical trials, Controlled Clinical Trials 9, 327-344).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Self

from kith_exercises.inputs import whole
from kith_exercises.primitives._bounds import Pair, pairs_within
from kith_exercises.primitives._lot import drawn

__all__ = ["Lot", "halves", "one_of_lot", "order_by_lot", "ways_of_pairs"]


@dataclass(frozen=True)
class Lot:
    """A learner's place, from 0, among all of a course: every lot of theirs follows from it, the same each time.

    Nobody chose it and it says nothing about them. ``seed`` is the same for all who take part.
    """

    place: int
    seed: str = ""

    def __post_init__(self) -> None:
        whole("place", self.place, 0)

    @classmethod
    def without_place(cls, me: str, seed: str = "") -> Self:
        """The lot of somebody who has no place (yet): from who they are, so that it stays; even over many only."""
        return cls(int.from_bytes(sha256(f"{seed}\0{me}".encode("utf-8", "surrogatepass")).digest()[:4], "big"), seed)


def one_of_lot(lot: Lot, about: str, ways: Sequence[str]) -> str:
    """The one way for this learner. Over the first so many places no way comes more than once oftener than another."""
    block, turn = divmod(lot.place, len(ways))
    return drawn(ways, lot.seed, about, block)[turn]


def halves(lot: Lot, about: str, items: Sequence[str], ways: Sequence[str]) -> Mapping[str, str]:
    """The way for each item, even within this learner and, for each item, over learners.

    A learner meets no way more than once oftener than another; over the first so many places no item does either.
    """
    block, turn = divmod(lot.place, len(ways))
    order, shown = drawn(ways, lot.seed, about, block), drawn(items, lot.seed, about, block, "items")
    way = {item: order[(place + turn) % len(ways)] for place, item in enumerate(shown)}
    return MappingProxyType({item: way[item] for item in items})


def order_by_lot(lot: Lot, about: str, items: Collection[str]) -> tuple[str, ...]:
    """The items in this learner's own order."""
    return drawn(items, lot.seed, about, lot.place, "order")


def ways_of_pairs(
    pairs: Collection[Pair],
    ways: Sequence[str],
    *,
    seed: object,
    standing: Mapping[Pair, str] = MappingProxyType({}),
) -> Mapping[Pair, str]:
    """The way for each new pair of giver and taker, even for each giver, for each taker and over all.

    So whoever gives to two meets both of two ways, and so does whoever takes from two. That all of it can be had at
    once is due to D. de Werra (1971), Equitable colorations of graphs, Revue française d'informatique et de recherche
    opérationnelle 5 (R-3), 3-8. Ways that are ``standing`` stay; where that leaves nothing even, it is
    uneven for those who take first, then over all.
    """
    left, found = frozenset(pairs) - standing.keys(), dict[Pair, str]()
    order = drawn(ways, seed)
    for place, way in enumerate(order):
        open_ways = order[place:]
        known = {pair: one for pair, one in standing.items() if one in open_ways}
        chosen = _of_one_way(left, way, known, len(open_ways), seed)
        found |= dict.fromkeys(chosen, way)
        left = left.difference(chosen)
    return MappingProxyType(dict(sorted(found.items())))


def _of_one_way(
    left: frozenset[Pair], way: str, standing: Mapping[Pair, str], ways: int, seed: object
) -> tuple[Pair, ...]:
    """As many of the pairs that are left as are this way's share among so many ways."""
    fair, free = [], []
    for side in (0, 1):
        people = drawn([pair[side] for pair in left], seed, way, side)
        new = Counter(pair[side] for pair in left)
        old = Counter(pair[side] for pair in standing)
        has = Counter(pair[side] for pair, one in standing.items() if one == way)
        fair.append({one: _fair(old[one] + new[one], ways, has[one], new[one]) for one in people})
        free.append({one: (0, new[one]) for one in people})
    has_all = list(standing.values()).count(way)
    in_all = _fair(len(left) + len(standing), ways, has_all, len(left))
    for taking in (fair[1], free[1]):
        chosen = pairs_within(sorted(left), fair[0], taking, in_all=in_all)
        if chosen is not None:
            return chosen
    chosen = pairs_within(sorted(left), fair[0], free[1])
    assert chosen is not None  # each giver's share of their own pairs is never more than these
    return chosen


def _fair(total: int, ways: int, has: int, left: int) -> tuple[int, int]:
    """How many of those left one way may get at least and at most, if it has some and all get as many."""
    low, high = total // ways - has, -(-total // ways) - has
    return min(max(low, 0), left), min(max(high, 0), left)
