"""Whose view counts? People who average the views of those they trust.

*Rule.* Everybody spreads their trust over people, themselves included: row i of ``trust`` holds the weights of
person i and adds up to 1. At each step, everybody's opinion becomes the weighted mean of the opinions they trust.

*Paper.* M. H. DeGroot (1974), Reaching a consensus, Journal of the American Statistical Association 69, 118-121.
All come to one opinion, whatever they began with, if and only if in some power of the matrix one column has no
zero. The consensus is then a weighted mean of the first opinions; the weights are each person's *influence*.

*Ranges.* ``trust``: a square table of weights from 0 to 1, each row adding up to 1. ``opinions``: one number a
person, in any unit, at most a million million.

*Left out.* Nobody finds out anything new, trust never changes, and nobody pushes away from somebody.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import FAR, one_by_one, row, table
from kith_exercises.models._wording import counted, figure
from kith_exercises.models.model import Model, Try
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "averaging_opinions", "influence"]

Matrix = NDArray[np.float64]

_CHAIN = ((0.5, 0.5, 0), (0.25, 0.5, 0.25), (0, 0.5, 0.5))


def averaging_opinions(
    *, trust: ArrayLike = _CHAIN, opinions: Sequence[float] = (0, 0, 100), steps: int = 20
) -> Trajectory:
    """Everybody's opinion at each step, in a series each: person_0, person_1, ..."""
    weights, views = _trust(trust), [row("opinions", opinions, -FAR, FAR)]
    if len(views[0]) != len(weights):
        raise OutOfRange("opinions", opinions, f"a list of {len(weights)} numbers, one for each row of trust")
    for _ in range(one_by_one("steps", steps, 8 * len(weights))):
        views.append(np.array([math.fsum(heard) for heard in weights * views[-1]]))
    counts = influence(trust=trust)
    shared = "Trust like this need not bring everybody together"
    if counts is not None:
        shared = f"They come to agree on {figure(math.fsum(counts * views[0]))}"
    low, high = figure(views[-1].min()), figure(views[-1].max())
    now = f"all stand at {low}" if low == high else f"their views lie between {low} and {high}"
    return Trajectory(
        "averaging_opinions",
        {"trust": weights.tolist(), "opinions": views[0].tolist(), "steps": steps},
        f"{shared}; after {counted(steps, 'step')} {now}.",
        {f"person_{i}": view for i, view in enumerate(np.array(views).T)},
    )


def influence(*, trust: ArrayLike = _CHAIN) -> Matrix | None:
    """Each person's weight in the consensus, adding up to 1; None if not all come to agree."""
    weights = _trust(trust)
    people = len(weights)
    ever = weights > 0
    # A full column stays full in all higher powers, and comes before people squared or never (Wielandt 1950).
    for _ in range((people * people).bit_length()):
        ever = _squared(ever.astype(np.float64)) > 0
    if not ever.all(axis=0).any():
        return None
    while np.ptp(weights, axis=0).max() > 1e-13:
        weights = _squared(weights)
        weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(weights[0])


def _squared(matrix: Matrix) -> Matrix:
    """The matrix times itself, added up in one order on every machine (a matrix library may split the work)."""
    return np.asarray(np.einsum("ij,jk->ik", matrix, matrix))


def _trust(trust: ArrayLike) -> Matrix:
    weights = table("trust", trust, 0, 1)
    if weights.shape[0] != weights.shape[1] or np.abs(weights.sum(axis=1) - 1).max() > 1e-9:
        raise OutOfRange("trust", trust, "as many rows as columns, each row adding up to 1")
    return weights


MODEL = Model(
    question="Whose view counts?",
    run=averaging_opinions,
    notice=(
        "How much somebody counts in the end is not how loud they are: it is who trusts them, and who trusts those.",
        "A chain of three gives half of the say to the one in the middle.",
        "Agreeing is no sign of being right. The mean of what all began with is kept only if all have equal influence.",
    ),
    tries=(
        Try(
            "One who listens to nobody: whose opinion stays?", {"trust": ((1, 0, 0), (0.25, 0.5, 0.25), (0, 0.5, 0.5))}
        ),
        Try("Everybody trusts everybody alike.", {"trust": ((1 / 3,) * 3,) * 3}),
        Try(
            "Two who only listen to each other, and change places for ever.",
            {"trust": ((0, 1, 0), (1, 0, 0), (0, 0.5, 0.5)), "opinions": (0, 100, 50)},
        ),
        Try("Two camps.", {"trust": ((0.5, 0.5, 0), (0.5, 0.5, 0), (0, 0, 1))}),
    ),
)
