"""Who gets whose text, and who sits with whom: nobody is left over.

Some learners have sent something, and each is to take what so many others sent; everybody gives as often as they
take. Whoever comes later is fitted in: what was given out stays, and as few others as possible take one more.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kith_exercises.inputs import whole
from kith_exercises.primitives._bounds import Pair, one_way_within, pairs_within
from kith_exercises.primitives._lot import drawn

__all__ = ["Pair", "Paired", "allocate", "groups", "in_pods"]

#: Another order of the circle may fit where this one does not; if none of so many does, hardly any will.
_ORDERS = 20
#: Among so few people an order may well not fit where pairs would, so that all there are is searched.
_FEW = 12

#: A group has so many people at least and at most: two have nobody to listen to them, seven don't all get a word in.
_FEWEST, _MOST = 3, 6


@dataclass(frozen=True)
class Paired:
    """New ``pairs`` of giver and taker, and who is ``lacking`` how many, as there are not enough others.

    ``relaxed`` names what could not be kept: "avoid" where somebody meets again whom they should not, "mutual" where
    two people take from each other.
    """

    pairs: tuple[Pair, ...]
    lacking: Mapping[str, int]
    relaxed: Literal["", "avoid", "mutual"] = ""


def allocate(
    people: Collection[str],
    each: int,
    *,
    seed: object,
    taken: Collection[Pair] = (),
    avoid: Collection[Pair] = (),
    mutual_from: int = 6,
) -> Paired:
    """New pairs with which everybody gives and takes ``each`` times, or once more, and all as evenly as can be.

    Nobody is paired with themselves. ``taken`` are the pairs that stand already; those with somebody who is no longer
    among the ``people`` don't count. ``avoid`` are pairs that should not be. In a group of ``mutual_from`` or more no
    two people take from each other, and in a smaller one only if it can't be helped. Should all of this be impossible,
    pairs to avoid are allowed first, then mutual ones. With the same seed the same pairs come out, in whatever order
    people are named; and once they stand, nothing new.
    """
    whole("each", each, 1)
    here = frozenset(people)
    board = _Board(here, frozenset(pair for pair in taken if here.issuperset(pair)), frozenset(avoid), str(seed))
    pairs = board.evened(min(each, len(here) - 1), mutual_from) if len(here) > 1 else ()
    lacking = {person: each - count for person, count in sorted(board.loads(1, pairs).items()) if count < each}
    return Paired(tuple(sorted(pairs)), MappingProxyType(lacking), board.relaxed(pairs, mutual_from))


def in_pods(
    people: Collection[str],
    pods: Mapping[str, str],
    each: int,
    *,
    seed: object,
    taken: Collection[Pair] = (),
    avoid: Collection[Pair] = (),
    mutual_from: int = 6,
) -> Paired:
    """The same, within pods; who is in none is in one with all others who aren't.

    A pod of one joins the smallest other, and stays with it: pods between which a pair stands are one from then on. A
    pair that somebody made across pods by hand, and that should not join them, belongs to ``avoid``.
    """
    found = [
        allocate(together, each, seed=(seed, name), taken=taken, avoid=avoid, mutual_from=mutual_from)
        for name, together in _together(people, pods, taken=taken).items()
    ]
    relaxed = {part.relaxed for part in found}
    return Paired(
        tuple(sorted(pair for part in found for pair in part.pairs)),
        MappingProxyType(dict(sorted(item for part in found for item in part.lacking.items()))),
        "mutual" if "mutual" in relaxed else "avoid" if "avoid" in relaxed else "",
    )


def groups(
    people: Collection[str],
    size: int = 4,
    *,
    seed: object,
    pods: Mapping[str, str] = MappingProxyType({}),
    standing: Collection[Sequence[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups of about ``size`` people, three to six, their sizes as even as can be; the order in them is that of seats.

    Groups that are ``standing`` stay, without those who are no longer among the ``people``, unless one person is left.
    Who comes later gets groups of their own or, where they are fewer than three, a seat behind the others' where the
    fewest sit. A pod of fewer than three joins the smallest other. Who is in no group in the end is alone.
    """
    whole("size", size, _FEWEST, _MOST)
    here = frozenset(people)
    seated = [tuple(person for person in group if person in here) for group in sorted(map(tuple, standing))]
    seated = [group for group in seated if len(group) > 1]
    neighbours = [pair for group in seated for pair in itertools.pairwise(group)]
    found: list[tuple[str, ...]] = []
    for name, together in _together(here, pods, taken=neighbours, least=_FEWEST).items():
        old = [group for group in seated if group[0] in together]
        free = drawn(together.difference(*old), seed, name)
        found += _seated(old, free, size)
    return tuple(sorted(found))


def _seated(standing: Sequence[tuple[str, ...]], free: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """The groups of those who may sit together: first those that lack somebody, then new ones, then one seat more."""
    tables, waiting = [list(group) for group in standing], list(free)

    def fill(most: int) -> None:
        while waiting and tables and len(smallest := min(tables, key=len)) < most:
            smallest.append(waiting.pop(0))

    fill(_FEWEST)
    if people := len(waiting):
        nearest = (2 * people + size) // (2 * size)
        count = min(max(nearest, -(-people // _MOST)), people // _FEWEST)
        tables += [waiting[place::count] for place in range(count)]
        waiting = waiting if not count else []
    fill(_MOST)
    return [tuple(table) for table in tables]


def _together(
    people: Collection[str], pods: Mapping[str, str], *, taken: Collection[Pair] = (), least: int = 2
) -> Mapping[str, frozenset[str]]:
    """Who is allotted with whom, by the first name of their pods: pods with a pair between them, or too few people."""
    of = {person: pods.get(person, "") for person in people}
    joined = {pod: pod for pod in sorted(set(of.values()))}

    def join(one: str, other: str) -> None:
        name, old = sorted((joined[one], joined[other]))
        joined.update({pod: name for pod, into in joined.items() if into == old})

    for giver, taker in sorted(taken):
        if giver in of and taker in of:
            join(of[giver], of[taker])
    while len(sizes := Counter(joined[pod] for pod in of.values())) > 1:
        smallest, next_one = sorted(sizes, key=lambda pod: (sizes[pod], pod))[:2]
        if sizes[smallest] >= least:
            break
        join(smallest, next_one)
    together: dict[str, set[str]] = {}
    for person, pod in of.items():
        together.setdefault(joined[pod], set()).add(person)
    return {name: frozenset(members) for name, members in sorted(together.items())}


@dataclass(frozen=True)
class _Board:
    """Who is here, what stands already, and what should not be."""

    here: frozenset[str]
    taken: frozenset[Pair]
    avoid: frozenset[Pair]
    seed: str

    def loads(self, side: int, new: Collection[Pair] = ()) -> dict[str, int]:
        """How often everybody gives (side 0) or takes (side 1)."""
        counts = Counter(pair[side] for pair in (*self.taken, *new))
        return {person: counts[person] for person in self.here}

    def evened(self, each: int, mutual_from: int) -> tuple[Pair, ...]:
        """The new pairs; the rules give way one by one."""
        highest = max(max(self.loads(side).values()) for side in (0, 1))
        least = max(each, highest - 1)
        for avoiding, mutual in self._rules(mutual_from):
            # Nobody has one more in one order where in another all have as many.
            for most in (least, least + 1):
                for order in range(1 if mutual else _ORDERS):
                    circle = drawn(self.here, self.seed, order)
                    found = self._level(least, most, circle, avoiding=avoiding, mutual=mutual)
                    if found is not None:
                        return found
                    # What does not fit where two may have each other's fits in no order where they may not.
                    if not order and not mutual and not self._fits(least, most, circle, avoiding=avoiding):
                        break
                if not mutual and len(self.here) <= _FEW:
                    circle = drawn(self.here, self.seed)
                    found = self._level(least, most, circle, avoiding=avoiding, mutual=False, every=True)
                    if found is not None:
                        return found
        # Everybody with everybody else is even: at some level all of it fits, if anything may be paired.
        circle = drawn(self.here, self.seed)
        levels = (
            self._level(level, most, circle, avoiding=False, mutual=True)
            for level in range(least + 1, len(circle))
            for most in (level, level + 1)
        )
        return next(found for found in levels if found is not None)

    def relaxed(self, new: Collection[Pair], mutual_from: int) -> Literal["", "avoid", "mutual"]:
        """Which rule gave way for these pairs."""
        all_pairs = self.taken.union(new)
        if len(self.here) >= mutual_from and any((taker, giver) in all_pairs for giver, taker in new):
            return "mutual"
        return "avoid" if self.avoid.intersection(new) else ""

    def _rules(self, mutual_from: int) -> tuple[tuple[bool, bool], ...]:
        """What to try, one after the other: whether to avoid what should be avoided, whether pairs may be mutual."""
        between = (True, True) if len(self.here) < mutual_from else (False, False)
        return ((True, False), between, (False, True))

    def _level(
        self,
        least: int,
        most: int,
        circle: tuple[str, ...],
        *,
        avoiding: bool,
        mutual: bool,
        every: bool = False,
        around: bool = False,
    ) -> tuple[Pair, ...] | None:
        """New pairs with which all have ``least`` to ``most``; with ``every`` any that there could be are searched."""
        given, got = self.loads(0), self.loads(1)
        counts = (*given.values(), *got.values())
        if min(counts) >= least:
            return ()
        if max(counts) > most:
            return None
        possible = tuple(self._possible(circle, avoiding=avoiding, mutual=mutual, all_round=mutual or every or around))
        giving, taking = (
            {person: (max(0, least - loads[person]), most - loads[person]) for person in circle}
            for loads in (given, got)
        )
        return (one_way_within if every else pairs_within)(possible, giving, taking)

    def _possible(self, circle: tuple[str, ...], *, avoiding: bool, mutual: bool, all_round: bool) -> Iterator[Pair]:
        """The pairs that may be.

        From each to the half of the circle that follows, no two new ones are mutual; nor is one to the other half
        whose opposite is to be avoided.
        """
        others, avoid = len(circle) - 1, self.avoid if avoiding else frozenset[Pair]()
        ruled_out: dict[str, set[str]] = {person: set() for person in circle}
        for giver, taker in self.taken | avoid:
            ruled_out.get(giver, set()).add(taker)
        for giver, taker in () if mutual else self.taken:
            ruled_out[taker].add(giver)
        near = others if all_round else others // 2
        for place, giver in enumerate(circle, 1):
            follow = (circle * 2)[place : place + others]
            yield from ((giver, taker) for taker in follow[:near] if taker not in ruled_out[giver])
            for taker in follow[near:] if avoid else ():
                if (taker, giver) in avoid and taker not in ruled_out[giver]:
                    yield giver, taker

    def _fits(self, least: int, most: int, circle: tuple[str, ...], *, avoiding: bool) -> bool:
        """Whether everybody has others enough, and it would fit if new pairs could be mutual, with none that stands."""
        loads = [self.loads(side) for side in (0, 1)]
        others: dict[str, set[str]] = {person: set() for person in circle}
        for giver, taker in self._possible(circle, avoiding=avoiding, mutual=False, all_round=True):
            others[giver].add(taker)
            others[taker].add(giver)
        if any(len(others[who]) < sum(max(0, least - load[who]) for load in loads) for who in circle):
            return False
        return self._level(least, most, circle, avoiding=avoiding, mutual=False, around=True) is not None
