"""Random cohorts and cuts, and what may be shown of them, worked out without Kith's own arithmetic."""

import random
from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from kith_exercises.privacy import Cut

__all__ = ["answers", "balanced", "best", "drawn", "natural", "revealing_masks"]


def answers(people: int, seed: int, low: int = 1, high: int = 5) -> dict[str, float]:
    """Whole numbers by person."""
    chance = random.Random(seed)
    return {f"p{n}": float(chance.randint(low, high)) for n in range(people)}


def natural(
    people: int, seed: int, spread: float, low: int = 1, high: int = 5, mean: float | None = None
) -> dict[str, float]:
    """Whole numbers by person that crowd around a mean: as given, or somewhere in the middle of the scale."""
    chance = random.Random(seed)
    if mean is None:
        mean = (low + high) / 2 + chance.uniform(-0.5, 0.5)
    return {f"p{n}": float(min(high, max(low, round(chance.gauss(mean, spread))))) for n in range(people)}


def balanced(people: int, parts: Sequence[int], seed: int) -> list[Cut]:
    """One cut for each number of parts, the parts as large as each other, drawn by lot."""
    chance = random.Random(seed)
    cuts = []
    for place, count in enumerate(parts):
        names = [f"p{n}" for n in range(people)]
        chance.shuffle(names)
        named = tuple((f"part {part}", frozenset(names[part::count])) for part in range(count))
        cuts.append(Cut(f"cut {place}", named))
    return cuts


def drawn(people: int, parts: Sequence[int], seed: int) -> list[Cut]:
    """The same, but everybody draws a part, so that some parts are small."""
    chance = random.Random(seed)
    return [
        Cut.by(f"cut {place}", {f"p{n}": f"part {chance.randrange(count)}" for n in range(people)})
        for place, count in enumerate(parts)
    ]


def revealing_masks(sets: Sequence[frozenset[str]], least: int, reach: int = 2) -> list[int]:
    """Which sets make, times -reach to reach and added up, something about fewer than ``least`` people; as bits."""
    people = sorted(frozenset[str]().union(*sets))
    table = np.array([[person in one for person in people] for one in sets], dtype=np.int8)
    times = np.array(list(product(range(-reach, reach + 1), repeat=len(sets))), dtype=np.int8)
    about = np.count_nonzero(times @ table, axis=1)
    found = times[(about > 0) & (about < least)]
    return sorted({sum(1 << int(place) for place in np.flatnonzero(row)) for row in found})


def best(sets: Sequence[frozenset[str]], least: int) -> int:
    """How many of the sets can be shown at most; found by trying all."""
    masks = revealing_masks(sets, least)
    possible = [place for place, people in enumerate(sets) if len(people) >= least]
    for count in range(len(possible), 0, -1):
        for family in combinations(possible, count):
            shown = sum(1 << place for place in family)
            if not any(mask & shown == mask for mask in masks):
                return count
    return 0
