"""Do the best make the best team? Searchers on a ring, alone and one after the other.

*Rule.* A problem is a ring of ``points`` values between 0 and 100. A searcher has three different steps from 1 to
``reach``, in order. From where they stand they look that many points ahead, go there if it is better, look the next
step ahead, and so on, until none of the three helps. All ordered triples are tried from every point; a searcher's
*ability* is the mean of where they end. In a team (``together``), the members

- take turns, each from where the last one stopped, until nobody gets further ("relay", the paper's rule);
- take one turn each ("once");
- or all search from the same place, and all go to the best they found, until nobody gets further ("tournament").

The best ``team`` searchers are compared with as many drawn by lot. With ``smoothness`` s, values are drawn for
points 1 to 2s - 1 apart (by lot, s on average) and joined by straight lines; with 1 each point has a value of its
own. *Diversity* of a team is the share of steps that differ, place by place, between two members, over all pairs.

*Papers.* L. Hong and S. E. Page (2004), Groups of diverse problem solvers can outperform groups of high-ability
problem solvers, PNAS 101, 16385-16389, table 1: 2000 points, reach 12, teams of 10: the best 92.56, by lot 94.53,
which is what "relay" gives here; teams of 20 and reach 20 besides. L. Wallrich (2022), [Re] Groups of diverse
problem-solvers outperform groups of highest-ability problem-solvers - most of the time, doi 10.5281/zenodo.7484072:
the best 92.34 (SD 1.26), by lot 94.35 (SD 0.56), over 500 landscapes; his program ends a relay after one turn each,
so compare with "once". The original figures on how alike the best are (a diversity of 71-75%) are agreed to be
wrong. P. Grim, D. J. Singer, A. Bramson et al. (2019), Diversity, ability, and expertise in epistemic communities,
Philosophy of Science 86, 98-123: above a smoothness of about 4 the best win.

*Ranges.* ``points``: more than ``reach``. ``reach``: 4 to 20. ``team``: 2 to all searchers. ``smoothness``: a whole
number from 1 to a quarter of the points.

*Left out.* Talking, trust and taking turns cost nothing, all see the same values, and a team always goes on from
the best so far. Diversity here is of method; it says nothing about whether anybody is heard.
"""

from dataclasses import dataclass, field
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kith_exercises.inputs import instance, one_of, room, whole
from kith_exercises.models.model import Model, Try

__all__ = ["MODEL", "Team", "Teams", "diversity_and_ability", "landscape"]


@dataclass(frozen=True)
class Team:
    """How high a team comes, on average over all points to begin from, how diverse it is, and everybody's steps."""

    reached: float
    diversity: float
    members: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Teams:
    """The team of the best and the one drawn by lot, every searcher's ability, and the values around the ring."""

    best: Team
    drawn: Team
    ability: NDArray[np.float64] = field(repr=False)
    values: NDArray[np.float64] = field(repr=False)

    @property
    def lead(self) -> float:
        """By how much the team drawn by lot comes higher than the team of the best."""
        return self.drawn.reached - self.best.reached

    @property
    def outcome(self) -> str:
        best = f"the team of the best {self.best.reached:.1f}"
        return f"The team drawn by lot reaches {self.drawn.reached:.1f}, {best}."


def diversity_and_ability(
    *,
    points: int = 500,
    reach: int = 12,
    team: int = 10,
    together: str = "relay",
    smoothness: int = 1,
    seed: int = 0,
) -> Teams:
    """The team of the best against one drawn by lot, on one landscape."""
    reach = whole("reach", reach, 4, 20)
    rng = np.random.default_rng(whole("seed", seed, 0))
    searchers = np.array(list(permutations(range(1, reach + 1), 3)))
    points = room("points", whole("points", points, reach + 1), len(searchers) * 8)
    values = landscape(points=points, smoothness=smoothness, rng=rng)
    ends = _ends(values, searchers)
    ability = values[ends].mean(axis=1)
    size = whole("team", team, 2, len(searchers))
    one_of("together", together, ("relay", "once", "tournament"))

    def formed(members: NDArray[np.intp]) -> Team:
        reached = values[_stops(values, ends[members], together)].mean()
        steps = searchers[members]
        return Team(float(reached), _diversity(steps), tuple(tuple(member) for member in steps.tolist()))

    best = np.argsort(-ability, kind="stable")[:size]
    drawn = rng.choice(len(searchers), size, replace=False)
    return Teams(formed(best), formed(drawn), ability, values)


def landscape(*, points: int, smoothness: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """The values around the ring."""
    points = room("points", whole("points", points, 4), 8)
    smoothness = whole("smoothness", smoothness, 1, points // 4)
    instance("rng", rng, np.random.Generator)
    instance("rng", rng, np.random.Generator)
    places = np.cumsum(rng.integers(1, 2 * smoothness, size=points))
    places = np.append(0, places[places < points])
    return np.interp(np.arange(points), places, rng.uniform(0, 100, len(places)), period=points)


def _ends(values: NDArray[np.float64], searchers: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each searcher (a row) stops from each point (a column)."""
    here = np.arange(len(values))
    ahead = (here + np.arange(searchers.max() + 1)[:, None]) % len(values)
    after = np.where(values[ahead] > values, ahead, here)  # row d: where one stands after looking d ahead
    one, two, three = searchers.T
    return _repeated(after[three[:, None], after[two[:, None], after[one]]])


def _stops(values: NDArray[np.float64], ends: NDArray[np.intp], together: str) -> NDArray[np.intp]:
    """Where a team (a row a member) stops from each point."""
    here: NDArray[np.intp] = np.arange(len(values))
    place = here
    if together == "tournament":
        place = ends[values[ends].argmax(axis=0), here]
    else:
        for member in ends:
            place = member[place]
    return place if together == "once" else _repeated(place)


def _diversity(members: NDArray[np.int64]) -> float:
    """The share of steps that differ, place by place, between two members: the mean over pairs."""
    one, other = np.triu_indices(len(members), 1)
    return float((members[one] != members[other]).mean())


def _repeated(once: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same moves made until nothing changes: two rounds at a time, then four, then eight."""
    while True:
        twice = np.take_along_axis(once, once, axis=-1)
        if np.array_equal(once, twice):
            return once
        once = twice


MODEL = Model(
    question="Do the best make the best team?",
    run=diversity_and_ability,
    notice=(
        "The best are a little more alike than searchers drawn by lot. That may be why they fall behind.",
        "On a smooth landscape it mostly turns around. Ability means something there, and the best do best together.",
        "Diversity of method is not inclusion, and the one does not show that the other pays.",
    ),
    tries=(
        Try("A smoother problem. Where does it turn around?", {"smoothness": 2}),
        Try("Smoother still. Try other dice, too: one landscape proves nothing.", {"smoothness": 10}),
        Try("More methods to choose from.", {"reach": 16, "points": 300}),
        Try("All search at once, and all go to the best they found.", {"together": "tournament"}),
        Try("Teams of three.", {"team": 3}),
    ),
)
