"""How far does news get, in groups whose people have as many ties as we have?

*Method.* Answers are known in bands only: "so many people here have I asked or told something". A network is drawn:
for each person a band, as often as it was chosen, and a number in it; then the loose ends of all ties are joined by
lot, and what ties somebody to themselves, or the same two twice, is dropped (the configuration model; M. E. J. Newman,
S. H. Strogatz and D. J. Watts 2001, Random graphs with arbitrary degree distributions and their applications, Physical
Review E 64, 026118). One person, by lot, has the news, and whoever has it tells all they know. There is no null and
no single outcome: our own network is never asked for and never drawn, and the interval is where 95 of 100 networks
end. *Left out.* Real groups are made of circles of friends, which hold news back; so this says what is
possible with so many ties, and rather too much.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import room, whole
from kith_exercises.measures._given import MOST, rows, some
from kith_exercises.measures.finding import LEVEL, Finding, Interval
from kith_exercises.measures.thresholds import Band

__all__ = ["TEN", "reached"]

#: How far it gets is told of so many.
TEN = 10


def reached(bands: Sequence[Band], *, networks: int = 200, seed: int = 0) -> Finding:
    """Of ten people, how many hear of it in networks drawn from these bands; "or more" ends at twice as many."""
    some("bands", rows("bands", bands, Band), "band")
    ends = [(whole("low", band.low, 0, MOST), _high(band)) for band in bands]
    if any(one[1] >= other[0] for one, other in pairwise(ends)):
        raise OutOfRange("bands", bands, "bands from the lowest to the highest, none of which overlap")
    people = sum(whole("people", band.people, 0, MOST) for band in bands)
    if people < 2:
        raise OutOfRange("bands", bands, "bands that at least two people chose")
    chance = np.random.default_rng(whole("seed", seed, 0))
    most = min(max(high for _, high in ends), people - 1)
    # For each tie of each person, its end and the way there.
    networks = room("networks", whole("networks", networks, 1), 8 * 4 * people * max(most, 1))
    lows, highs = (np.minimum(np.array(side), people - 1) for side in zip(*ends, strict=True))
    weights = np.array([band.people for band in bands]) / people
    found = np.sort([_share(_ties(lows, highs, weights, people, chance), people, chance) for _ in range(networks)])
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(found, [tail, 100 - tail], method="closest_observation")
    middle = float(np.median(found))
    sentence = (
        f"In half of {networks} networks of {people} like ours, news from one person reaches at least {middle:g} of "
        f"{TEN}; in {LEVEL} of 100, {low:g} to {high:g} ({people} answers)."
    )
    return Finding(middle, Interval(float(low), float(high)), people, sentence)


def _high(band: Band) -> int:
    low = whole("low", band.low, 0, MOST)
    return max(2 * low, 1) if band.high is None else whole("high", band.high, low, MOST)


def _ties(
    lows: NDArray[np.int_],
    highs: NDArray[np.int_],
    weights: NDArray[np.float64],
    people: int,
    chance: np.random.Generator,
) -> NDArray[np.int_]:
    """Pairs of people, as many at each as was drawn for them."""
    chosen = chance.choice(len(weights), size=people, p=weights)
    ends = np.repeat(np.arange(people), chance.integers(lows[chosen], highs[chosen] + 1))
    chance.shuffle(ends)
    pairs = ends[: len(ends) // 2 * 2].reshape(-1, 2)
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]])


def _share(ties: NDArray[np.int_], people: int, chance: np.random.Generator) -> int:
    """Of ten, how many are linked to somebody drawn by lot, that person among them."""
    has = np.zeros(people, bool)
    has[chance.integers(people)] = True
    while True:
        told = has.copy()
        told[ties[has[ties[:, 0]], 1]] = True
        told[ties[has[ties[:, 1]], 0]] = True
        if np.array_equal(told, has):
            return int(TEN * int(has.sum()) / people + 0.5)
        has = told
