"""How many neighbours can a gift afford? One giver among takers, and the ties between them.

*Rule.* Everybody has ``neighbours``; a giver pays ``c`` for each of them, and each of them gets ``b``. One person
drawn by lot dies, and the neighbours compete for the empty place, each with a chance in proportion to 1 - w + w x
payoff; the new one is like the winner (``update`` "death-birth"). Or nobody dies, and the one drawn does as the
winner among the neighbours and themselves ("imitation"). This goes on until all give or all take. Without selection
(w = 0) one giver takes over with probability 1/people: giving *pays* if it does so more often.

*Papers.* H. Ohtsuki, C. Hauert, E. Lieberman and M. A. Nowak (2006), A simple rule for the evolution of cooperation
on graphs and social networks, Nature 441, 502-505: in a large population giving pays if b/c > k, the number of
neighbours, and for imitation if b/c > k + 2. P. D. Taylor, T. Day and G. Wild (2007), Evolution of cooperation in a
finite homogeneous graph, Nature 447, 469-472: where all places are alike, exactly if b/c > (N - 2) / (N/k - 2), for
weak selection.

*Ranges.* ``people``: 4 or more. ``neighbours``: an even number below ``people``, on a ring. ``b`` and ``c``: 0 or
more, in one unit. ``w``: from 0 to below 1 / (1 + ``neighbours`` x ``c``), so that nobody is without a chance.

*Left out.* Nobody chooses or remembers; ties stay; there is one gift for all neighbours alike. With another order
of birth and death the rule is another.
"""

import math

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, number, one_by_one, one_of, room, whole
from kith_exercises.models import networks
from kith_exercises.models._wording import counted, percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Levels, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "critical_ratio", "cycle_fixation", "fixation"]

UPDATES = ("death-birth", "imitation")

MOST_PEOPLE = 10_000


def critical_ratio(people: int, neighbours: int) -> float:
    """What b/c must exceed for giving to pay under weak selection (death-birth); infinite where it never does."""
    people = whole("people", people, 3, int(FAR))
    neighbours = whole("neighbours", neighbours, 2, people - 1)
    room = people / neighbours - 2
    return (people - 2) / room if room > 0 else math.inf


def cycle_fixation(people: int, b: float, c: float, w: float, update: str = "death-birth") -> float:
    """The exact chance that one giver takes over a circle of two neighbours each.

    Givers then always stand side by side, so only their number i matters. It goes up when a taker at the border is
    drawn and the giver beside wins, down when a giver at the border is drawn and the taker beside wins.
    """
    people = whole("people", people, 4, 1_000_000)
    b, c, w = _checked(2, b, c, w)
    stays = one_of("update", update, UPDATES) == "imitation"

    def chance(payoff: float) -> float:
        return 1 - w + w * payoff

    falls_per_rise = []
    for i in range(1, people):
        takers = people - i
        giver, taker = chance(b * (i > 1) - 2 * c), chance(b * (1 + (takers == 1)))  # at the border
        # Who stands behind the one at the border: their own kind, or, where there is but one, the other kind again.
        behind_giver = chance(b * (1 + (i > 2)) - 2 * c) if i > 1 else taker
        behind_taker = chance(b * (takers == 2)) if takers > 1 else giver
        rises = 2 * giver / (giver + behind_taker + stays * taker)
        falls = 2 * taker / (taker + behind_giver + stays * giver)
        falls_per_rise.append(falls / rises)
    return float(1 / (1 + np.cumprod(falls_per_rise).sum()))


def fixation(  # noqa: PLR0913  # as many as the paper has
    *,
    people: int = 10,
    neighbours: int = 2,
    b: float = 4.0,
    c: float = 1.0,
    w: float = 0.1,
    update: str = "death-birth",
    runs: int = 300,
    generations: int = 60,
    seed: int = 0,
) -> Trajectory:
    """Many worlds at once, each starting with one giver; a generation is one draw a person.

    Series: the share of worlds where all give, all take, and where it is still open. Frames: givers in each world.
    """
    people = whole("people", people, 4, MOST_PEOPLE)
    neighbours = networks.even(neighbours, people - 1)
    b, c, w = _checked(neighbours, b, c, w)
    rng = np.random.default_rng(whole("seed", seed, 0))
    half = np.arange(1, neighbours // 2 + 1)
    around = np.concatenate([-half, half])
    rivals = np.append(around, 0) if one_of("update", update, UPDATES) == "imitation" else around
    runs = room("runs", whole("runs", runs, 1), people + 8 * neighbours**2)
    # A generation is as many draws as there are people, and each takes as long as a thousand bytes in one world alone.
    generations = one_by_one("generations", generations, people * (1000 + runs))
    gives = np.zeros((runs, people), bool)
    gives[:, 0] = True
    counts = [gives.sum(axis=1)]
    for _ in range(generations):
        still_open = np.flatnonzero((counts[-1] > 0) & (counts[-1] < people))
        if len(still_open):
            gives[still_open] = _generation(gives[still_open], around, rivals, (b, c, w), rng)
        counts.append(gives.sum(axis=1))
    givers = np.array(counts)
    given = {"people": people, "neighbours": neighbours, "b": b, "c": c, "w": w, "update": update}
    won, lost = givers == people, givers == 0
    undecided = int((~won & ~lost)[-1].sum())
    so_far = f" ({undecided} still open)" if undecided else ""
    return Trajectory(
        "fixation",
        {**given, "runs": runs, "generations": generations},
        f"One giver took over in {percent(won[-1].mean(), 1)} of {counted(runs, 'world')}{so_far}; "
        f"by chance alone it would be {percent(1 / people, 1)}.",
        {"all_give": won.mean(axis=1), "all_take": lost.mean(axis=1), "open": (~won & ~lost).mean(axis=1)},
        frames=givers.astype(np.uint16),
        seed=seed,
    )


def _generation(
    gives: NDArray[np.bool_],
    around: NDArray[np.int64],
    rivals: NDArray[np.int64],
    game: tuple[float, float, float],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Every world after as many draws as it has people; neighbours and rivals are counted from the one drawn."""
    b, c, w = game
    worlds, people = gives.shape
    world = np.arange(worlds)[:, None]
    for _ in range(people):
        drawn = rng.integers(people, size=(worlds, 1))
        rival = (drawn + rivals) % people
        gifts = gives[world[:, :, None], (rival[:, :, None] + around) % people].sum(axis=2)
        payoff = b * gifts - c * len(around) * gives[world, rival]
        chances = np.cumsum(1 - w + w * payoff, axis=1)
        winner = (chances <= rng.random((worlds, 1)) * chances[:, -1:]).sum(axis=1, keepdims=True)
        gives[world, drawn] = gives[world, np.take_along_axis(rival, winner, axis=1)]
    return gives


def _checked(neighbours: int, b: float, c: float, w: float) -> tuple[float, float, float]:
    """Benefit, cost and strength of selection, such that everybody has a chance."""
    b, c, w = number("b", b, 0, FAR), number("c", c, 0, FAR), number("w", w, 0, 1)
    if 1 - w - w * neighbours * c < 1e-12:  # a giver among takers
        raise OutOfRange("w", w, f"a number from 0 to below {1 / (1 + neighbours * c):g}")
    return b, c, w


MODEL = Model(
    question="How many neighbours can a gift afford?",
    run=fixation,
    notice=(
        "Against the same neighbours takers earn more. Givers can win all the same: givers stand beside givers.",
        "With more neighbours each, a gift must be worth more: above as many times its cost as there are neighbours.",
        "Most first givers die out by bad luck alone, even where giving pays.",
    ),
    tries=(
        Try("A smaller gift. In how many worlds does the giver take over?", {"b": 1.5}),
        Try("The same gift to four neighbours instead of two.", {"neighbours": 4}),
        Try("Nobody dies: people look around, and do as somebody near them, or stay.", {"update": "imitation"}),
        Try("No selection at all: what does chance alone do?", {"w": 0.0}),
    ),
    picture=Picture(
        (
            Curves(
                "Share of worlds", {"all_give": "all give", "all_take": "all take", "open": "still open"}, share=True
            ),
        ),
        Frames(Levels("givers in each world")),
        "Generation",
    ),
)
