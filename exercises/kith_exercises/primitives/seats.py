"""Where somebody sits in a group that meets, and how their group talks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from kith_exercises.primitives._lot import drawn

__all__ = ["Seat", "seated"]


@dataclass(frozen=True)
class Seat:
    """A seat, from 1, among how many, and how that group talks ("" where that is for it to decide)."""

    seat: int
    seats: int
    way: str = ""


def seated(
    groups: Sequence[Sequence[str]],
    ways: Sequence[str],
    *,
    seed: object,
    standing: Mapping[str, Seat] = MappingProxyType({}),
) -> Mapping[str, Seat]:
    """A seat for everybody in these groups (see ``allocation.groups``), and for each group a way by lot.

    Each way goes to as many groups as the others, or one more. Whoever has a seat keeps it as it is, with the cards
    that come with it; who joins a group later takes a seat that is free, or one behind, and talks as they do.
    """
    known = {group: _way_of(group, standing) for group in map(tuple, groups)}
    used = Counter(way for way in known.values() if way)
    found: dict[str, Seat] = {}
    for group in _by_lot(groups, seed):
        way = known[group]
        if way is None:
            least = min(used[one] for one in ways)
            way = drawn([one for one in ways if used[one] == least], seed, group[0])[0]
            used[way] += 1
        kept = {person: standing[person] for person in group if person in standing}
        free = (seat for seat in count(1) if seat not in {one.seat for one in kept.values()})
        seats = max(len(group), *(one.seats for one in kept.values()), 0)
        found |= {person: kept.get(person) or Seat(next(free), seats, way) for person in group}
    return MappingProxyType(dict(sorted(found.items())))


def _by_lot(groups: Sequence[Sequence[str]], seed: object) -> tuple[tuple[str, ...], ...]:
    """The groups in an order by lot: the first of many get no other ways than the last."""
    by_first = {group[0]: tuple(group) for group in groups}
    return tuple(by_first[first] for first in drawn(by_first, seed, "groups"))


def _way_of(group: Sequence[str], standing: Mapping[str, Seat]) -> str | None:
    return next((standing[person].way for person in group if person in standing), None)
