"""Cohorts with an effect of known size in them. Made without looking at any measure, so that none is tested by itself.

Each function takes a source of chance, the size of the effect, and how many there are; what it hands back is plain.
Answers come as people give them: in whole points, on scales that end, from people who differ.
"""

from itertools import product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ties = list[tuple[str, str]]

COHORT = 24
NOTES = 6
POINTS = ("not there", "partly", "there")
#: How sure people say they are, and how often they choose each.
SURE = (0.6, 0.7, 0.8, 0.9)


def names(many: int) -> list[str]:
    return [f"sim-{number:03d}" for number in range(many)]


def points_on(
    chance: Generator, centre: NDArray[np.floating] | float, low: int, high: int, spread: float
) -> NDArray[np.int_]:
    """Whole points whose mean is the centre, which must lie far enough from both ends."""
    exact = centre + spread * chance.standard_normal(np.shape(centre))
    return np.clip(np.round(exact), low, high).astype(int)


def ratings(chance: Generator, gap: float, many: int = COHORT) -> list[tuple[str, str, str, int]]:
    """Learner, note, label, rating from 0 to 10; labels are balanced by lot, and some learners are stricter."""
    strict, quality = 0.7 * chance.standard_normal(many), 0.3 * chance.standard_normal(NOTES)
    found = []
    for learner, name in enumerate(names(many)):
        senior = chance.permutation(NOTES) < NOTES // 2
        own = gap + 0.5 * chance.standard_normal()
        values = points_on(chance, 5 + strict[learner] + quality + own * (senior - 0.5), 0, 10, 1.0)
        found += [
            (name, f"note {note}", "senior" if senior[note] else "new", int(values[note])) for note in range(NOTES)
        ]
    return found


def revisions(chance: Generator, pull: float, many: int = COHORT) -> list[tuple[str, str, str, int, int]]:
    """Learner, note, label, rating before the label is seen and after; everybody gets half a point milder besides."""
    found = []
    for name, note, label, before in ratings(chance, 0.0, many):
        moved = 0.5 + (pull if label == "senior" else -pull)
        # Most leave a rating as it is, and nobody is near an end of the scale.
        step = int(chance.random() < abs(moved)) * int(np.sign(moved)) if before not in {0, 10} else 0
        found.append((name, note, label, before, before + step))
    return found


def say_backs(chance: Generator, effect: float, many: int = COHORT) -> list[tuple[str, str, tuple[str, ...], int]]:
    """Teller, way, marks of three points, how understood from 1 to 7.

    "full" passes on a share of the points that is larger by ``effect``, and is felt so by four times as many points.
    """
    found = []
    for name in names(many):
        easy = 0.1 * chance.standard_normal()
        for way, sign in (("words", -0.5), ("full", 0.5)):
            share = np.clip(0.5 + easy, 0.2, 0.8) + sign * effect
            # Half of the time all or nothing, else "partly": a mean of `share`, as long as it is a share.
            marks = tuple(
                POINTS[2 * int(chance.random() < share)] if chance.random() < 0.6 else _between(chance, share)
                for _ in range(3)
            )
            felt = 4 + 4 * sign * effect + 3 * easy
            found.append((name, way, marks, int(points_on(chance, felt, 1, 7, 0.9))))
    return found


def _between(chance: Generator, share: float) -> str:
    """A mark with mean ``share`` that is "partly" as often as it can be."""
    if share <= 0.5:
        return POINTS[int(chance.random() < 2 * share)]
    return POINTS[1 + int(chance.random() < 2 * share - 1)]


def norms(chance: Generator, effect: float, many: int = COHORT) -> tuple[dict[str, int], dict[str, int]]:
    """On how many of ten days each asked, and what they guess that others did; they go by themselves a little."""
    own = chance.binomial(10, 0.5, many)
    guess = points_on(chance, 5 + effect + 0.3 * (own - 5), 0, 10, 1.2)
    return dict(zip(names(many), map(int, own), strict=True)), dict(zip(names(many), map(int, guess), strict=True))


def forecasts(chance: Generator, bias: float, many: int = COHORT) -> list[tuple[str, int, int]]:
    """Learner, how many of 20 readers they said, and how many it was; some learners made two forecasts."""
    found = []
    for number, name in enumerate(names(many)):
        for _ in range(1 + number % 2):
            came = int(chance.binomial(20, 0.5))
            found.append((name, int(points_on(chance, came + bias, -20, 40, 2.0)), came))
    return [(name, min(max(said, 0), 20), came) for name, said, came in found]


def before_and_after(chance: Generator, rise: float, many: int = COHORT) -> tuple[dict[str, int], dict[str, int]]:
    """Ease from 1 to 7, twice."""
    people = 4 + 0.7 * chance.standard_normal(many)
    times = [points_on(chance, people + part, 1, 7, 0.7) for part in (-rise / 2, rise / 2)]
    return tuple(dict(zip(names(many), map(int, values), strict=True)) for values in times)  # type: ignore[return-value]


def misses(chance: Generator, slope: float, many: int = COHORT) -> list[tuple[str, int, float]]:
    """Learner, module, and how far off they were, as a share of the scale; one in three skipped a module."""
    found = []
    for number, name in enumerate(names(many)):
        own = slope + 0.02 * chance.standard_normal()
        start = 0.4 + 0.05 * chance.standard_normal()
        for module in range(4):
            if number % 3 == 0 and module == number % 4:
                continue
            size = start + own * (module - 1.5) + 0.2 * (chance.beta(2, 3) - 0.4)
            found.append((name, module, float(np.clip(size, 0, 1))))
    return found


def claims(chance: Generator, over: float, many: int = COHORT) -> list[tuple[str, float, bool]]:
    """Learner, how sure they said they were, and whether it was so; eight to twelve each, and some know more."""
    found = []
    for number, name in enumerate(names(many)):
        better = 0.05 * chance.choice([-1, 1])
        said = chance.choice(SURE, 8 + number % 5)
        right = chance.random(len(said)) < said - over + better
        found += [(name, float(one), bool(so)) for one, so in zip(said, right, strict=True)]
    return found


def marked_twice(chance: Generator, kappa: float, many: int = COHORT) -> list[tuple[int, int]]:
    """Two markers' levels, 0 to 3.

    A share ``kappa`` of texts is so clear that both say the same; of the others each says what they often say.
    Then kappa is that share, by whatever weights: disagreement is (1 - kappa) times that of chance.
    """
    often = [0.1, 0.3, 0.4, 0.2]
    first, second = chance.choice(4, many, p=often), chance.choice(4, many, p=often)
    return [
        (int(one), int(one if clear else other))
        for one, other, clear in zip(first, second, chance.random(many) < kappa, strict=True)
    ]


def ties(chance: Generator, returned: float, many: int = COHORT, density: float = 0.12) -> tuple[Ties, list[str]]:
    """Who gave to whom: each to each with a small probability, and a share ``returned`` of it comes back for that."""
    gave = chance.random((many, many)) < density
    np.fill_diagonal(gave, val=False)
    back = gave.T & (chance.random((many, many)) < returned)
    people = names(many)
    both = gave | back
    return [(people[i], people[j]) for i, j in product(range(many), repeat=2) if both[i, j]], people


def returned_beyond_chance(returned: float, density: float = 0.12) -> float:
    """The share of ties that `ties` returns, beyond their density, of what is possible."""
    made = density + (1 - density) * density * returned
    mutual = density**2 + 2 * density * (1 - density) * returned
    return (mutual / made - made) / (1 - made)


def two_lots(chance: Generator, effect: float, many: int = COHORT) -> tuple[list[float], list[float]]:
    """What people by lot in one half shared in a week (0 to 20), and in the other: small numbers, uneven."""
    early = chance.permutation(many) < many // 2
    shared = np.minimum(chance.poisson(np.where(early, 3 + effect, 3)), 20)
    return [float(value) for value in shared[early]], [float(value) for value in shared[~early]]


def talks(chance: Generator, evenness: float, groups: int) -> list[list[float]]:
    """Minutes of talk of four seats, of so many groups; the higher ``evenness``, the more equal."""
    return [[float(share) for share in 12 * chance.dirichlet(np.full(4, evenness))] for _ in range(groups)]


def wealth_gap(evenness: float) -> float:
    """The mean Gini of `talks`, from Brown's formula for the area under a Lorenz curve, over many groups."""
    shares = np.sort(np.random.default_rng(1).dirichlet(np.full(4, evenness), 200_000), axis=1)
    lorenz = np.concatenate([np.zeros((len(shares), 1)), shares.cumsum(axis=1)], axis=1)
    return float((1 - (lorenz[:, 1:] + lorenz[:, :-1]).sum(axis=1) / 4).mean())
