"""Can giving live next to taking? A dilemma between neighbours on a square.

*Rule.* Each cell of a square grid gives or takes, the same towards all. Everybody meets the eight around them and
themselves: two givers get 1 each; a taker who meets a giver gets ``b``, the giver 0; two takers get 0. Then all at
once do as the most successful of these nine did; if the best giver and the best taker did equally well, one stays
as one is. The grid has no edges: left meets right, top meets bottom.

*Paper.* M. A. Nowak and R. M. May (1992), Evolutionary games and spatial chaos, Nature 359, 826-829. For b between
1.8 and 2, from almost any start, the share of givers settles around 12 ln 2 - 8 = 0.318 (an approximation by the
authors; on large squares this program settles at 0.315).

*Ranges.* ``side``: 3 cells or more, 2000 at most. ``b``, what taking brings: 1 to 3, in units of what two givers
get each. ``givers``, the share of givers at the start: 0 to 1, by lot. ``themselves``: whether everybody meets
themselves too (without, what the paper shows for 1.8 to 2 comes between 8/5 and 5/3, at a share of 0.30).
``start``: a grid of your own (1 gives, 0 takes) instead.

*Left out.* Nobody remembers, errs, moves, or thinks ahead. The clock ticks for all at once; with another clock the
pictures change.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number, one_by_one, share, table, whole, yes_or_no
from kith_exercises.models._wording import counted, percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Picture, Switch
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "next_generation", "spatial_dilemma"]

Grid = NDArray[np.int8]

#: Stands for the kind that is not there: worse than the worst payoff.
NOBODY = np.int8(-1)


def spatial_dilemma(
    *,
    side: int = 99,
    b: float = 1.9,
    givers: float = 0.9,
    steps: int = 150,
    themselves: bool = True,
    start: ArrayLike | None = None,
    seed: int = 0,
) -> Trajectory:
    """The share of givers at each step. Frames: 0 took and takes, 1 took and gives, 2 gave and takes, 3 gave and
    gives.
    """
    b, rng = number("b", b, 1, 3), np.random.default_rng(whole("seed", seed, 0))
    if start is None:
        side, givers = whole("side", side, 3, 2000), share("givers", givers)
        given: dict[str, Any] = {"side": side, "b": b, "givers": givers}
        gives = (rng.random((side, side)) < givers).astype(np.int8)
    else:
        gives = _grid("start", start)
        given = {"b": b, "start": gives.tolist()}
    steps, themselves = one_by_one("steps", steps, gives.size), yes_or_no("themselves", themselves)
    frames = [3 * gives]
    for _ in range(steps):
        gave, gives = gives, _next(gives, b, themselves)
        frames.append(2 * gave + gives)
    pictures = np.array(frames, np.uint8)
    shares = (pictures & 1).mean(axis=(1, 2))
    return Trajectory(
        "spatial_dilemma",
        {**given, "steps": steps, "themselves": themselves},
        f"After {counted(steps, 'step')} {percent(shares[-1], 1)} give.",
        {"givers": shares},
        frames=pictures,
        seed=seed,
    )


def next_generation(gives: ArrayLike, b: float, themselves: bool = True) -> Grid:
    """Who gives (1) and who takes (0) after all did as the best around them."""
    return _next(_grid("gives", gives), number("b", b, 1, 3), yes_or_no("themselves", themselves))


def _next(gives: Grid, b: float, themselves: bool) -> Grid:
    """The same, of what was checked before."""
    givers_met = _around(gives, np.add) - (0 if themselves else gives)
    # Each giver met is worth 1 to a giver and b to a taker: of either kind, who met most did best.
    best_giver = _around(np.where(gives, givers_met, NOBODY), np.maximum)
    best_taker = b * _around(np.where(gives, NOBODY, givers_met), np.maximum)
    return np.where(best_giver == best_taker, gives, best_giver > best_taker).astype(np.int8)


def _grid(parameter: str, given: ArrayLike) -> Grid:
    """A grid of one's own."""
    cells = table(parameter, given, 0, 1)
    if min(cells.shape) < 3 or np.any(cells % 1):
        raise OutOfRange(parameter, given, "a grid of at least 3 x 3 cells, each 0 or 1")
    return cells.astype(np.int8)


def _around(grid: Grid, combine: np.ufunc) -> Grid:
    """Each cell's value combined with those of the eight around it: first by column, then by row."""
    tall = combine(combine(np.roll(grid, 1, 0), grid), np.roll(grid, -1, 0))
    return np.asarray(combine(combine(np.roll(tall, 1, 1), tall), np.roll(tall, -1, 1)))


MODEL = Model(
    question="Can giving live next to taking?",
    run=spatial_dilemma,
    notice=(
        "Against the same neighbours takers earn more. Givers live on all the same, because they come in clusters.",
        "The picture never rests, and yet the share of givers settles near a third.",
        "Start all over with other dice: another picture, the same share.",
    ),
    tries=(
        Try("Make taking a little less tempting.", {"b": 1.7}),
        Try("Make it tempting beyond 2.", {"b": 2.1}),
        Try("Let nobody meet themselves. Below which b do givers live on now?", {"themselves": False, "b": 1.63}),
        Try("Begin with few givers.", {"givers": 0.4}),
        Try(
            "One taker in a world of givers.",
            {"start": tuple((1,) * 34 + (int(i != 34),) + (1,) * 34 for i in range(69))},
        ),
    ),
    picture=Picture(
        (Curves("Share who give", {"givers": "gives"}, share=True),),
        Frames(Switch("gives", "takes", coded=True), "grid"),
    ),
)
