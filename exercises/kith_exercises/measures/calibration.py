"""Of the things I call 80% sure, how many are so?

*Brier score*: the mean squared distance of what was said from what came, 0 or 1 (G. W. Brier 1950, Monthly Weather
Review 78, 1-3, whose score for a yes or no is twice this one). It has no null. *Overconfidence*: what was said minus
how often it came; its null is 0. Both are pooled over forecasts, and their intervals are over learners (see
`ratio_parts`), since ten answers of one learner are no ten learners. *Reference:* Student's interval on those parts.

*Decomposition* (A. H. Murphy 1973, Journal of Applied Meteorology 12, 595-600): score = reliability - resolution +
uncertainty, exactly, where forecasts are grouped by what was said. With broader groups two terms come in for what
differs within them (D. B. Stephenson, C. A. S. Coelho and I. T. Jolliffe 2008, Weather and Forecasting 23, 752-757).
In small samples reliability looks worse and resolution better than they are, so neither is given an interval.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

import numpy as np

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import name, row, share, yes_or_no
from kith_exercises.measures._given import gathered, rows, some
from kith_exercises.measures._means import interval_of_mean, ratio_parts
from kith_exercises.measures._worded import reported, weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["Claim", "Decomposition", "Point", "brier_score", "calibration_curve", "decompose", "overconfidence"]


@dataclass(frozen=True)
class Claim:
    """How sure a learner said they were, from 0 to 1, and whether it was so."""

    learner: str
    said: float
    right: bool


@dataclass(frozen=True)
class Decomposition:
    """The terms of a Brier score, of so many learners."""

    reliability: float
    resolution: float
    uncertainty: float
    within: float
    n: int

    @property
    def brier(self) -> float:
        """The score that they make up."""
        return self.reliability - self.resolution + self.uncertainty + self.within

    @property
    def sentence(self) -> str:
        """What each term stands for."""
        terms = (self.brier, self.reliability, self.resolution, self.uncertainty)
        score, off, apart, matter = (f"{term:.3f}" for term in terms)
        rest = f"{self.within:.3f}".replace("-", "−")
        broader = f", and {rest} for what differs within groups" if rest.strip("−0.") else ""
        return (
            f"The Brier score of {score} is {off} for how far what was said lies from how often it came, less {apart} "
            f"for telling likely from unlikely, plus {matter} for how hard it was to know{broader} "
            f"({self.n} learner{'s' * (self.n != 1)})."
        )


@dataclass(frozen=True)
class Point:
    """A point of the calibration curve: what was said on average, how often it was so, and of how many claims."""

    said: float
    right: Finding
    claims: int


def brier_score(claims: Iterable[Claim], *, seed: int = 0) -> Finding:
    """The mean squared distance of claims from what came: 0 is perfect, and always saying one half gives 0.25."""
    known = _checked(claims)
    sizes, squares = _by_learner(known, [(claim.said - claim.right) ** 2 for claim in known])
    interval = interval_of_mean(ratio_parts(squares, sizes), 0, 1, seed)
    return reported(fsum(squares) / len(known), interval, len(sizes), "The Brier score is {size}, where 0 is perfect")


def overconfidence(claims: Iterable[Claim], *, seed: int = 0) -> Finding:
    """How much surer claims are than right: mean of what was said minus the share that was so. Null: 0."""
    known = _checked(claims)
    sizes, gaps = _by_learner(known, [claim.said - claim.right for claim in known])
    words = Wording(
        "we are surer, or less sure, than we are right",
        "We were surer than we were right, by {size} percentage points",
        "We were less sure than we were right, by {size} percentage points",
        "percentage points",
        times=100,
    )
    interval = interval_of_mean(ratio_parts(gaps, sizes), -1, 1, seed)
    return weighed(fsum(gaps) / len(known), interval, len(sizes), words, reach=1)


def decompose(claims: Iterable[Claim], *, edges: Sequence[float] | None = None) -> Decomposition:
    """Murphy's terms, for claims grouped by what was said, or between ``edges``; the last edge belongs to its group."""
    known = _checked(claims)
    base = sum(claim.right for claim in known) / len(known)
    reliability = resolution = within = 0.0
    for group in _groups(known, edges):
        said = np.array([claim.said for claim in group])
        right = np.array([claim.right for claim in group], dtype=np.float64)
        share_right, part = right.mean(), len(group) / len(known)
        reliability += part * (said.mean() - share_right) ** 2
        resolution += part * (share_right - base) ** 2
        within += part * float(np.var(said) - 2 * np.mean((said - said.mean()) * (right - share_right)))
    learners = len({claim.learner for claim in known})
    return Decomposition(float(reliability), float(resolution), base * (1 - base), within, learners)


def calibration_curve(
    claims: Iterable[Claim], *, edges: Sequence[float] | None = None, seed: int = 0
) -> tuple[Point, ...]:
    """How often claims were so, grouped as in `decompose`; each point has its interval over learners."""
    return tuple(_point(group, seed) for group in _groups(_checked(claims), edges))


def _point(claims: Sequence[Claim], seed: int) -> Point:
    said = fsum(claim.said for claim in claims) / len(claims)
    sizes, right = _by_learner(claims, [float(claim.right) for claim in claims])
    interval = interval_of_mean(ratio_parts(right, sizes), 0, 1, seed)
    sentence = f"Of what was called {said:.0%} sure, a share of {{size}} was so"
    return Point(said, reported(sum(right) / len(claims), interval, len(sizes), sentence), len(claims))


def _checked(claims: Iterable[Claim]) -> list[Claim]:
    known = sorted(
        map(_check, rows("claims", claims, Claim)), key=lambda claim: (claim.learner, claim.said, claim.right)
    )
    some("claims", known, "claim")
    return known


def _check(claim: Claim) -> Claim:
    return Claim(name("learner", claim.learner), share("said", claim.said), yes_or_no("right", claim.right))


def _by_learner(claims: Sequence[Claim], values: Sequence[float]) -> tuple[list[int], list[float]]:
    """For each learner, how many claims they made, and the sum of these values."""
    of_each = gathered(zip((claim.learner for claim in claims), values, strict=True)).values()
    return [len(found) for found in of_each], [fsum(found) for found in of_each]


def _groups(claims: Sequence[Claim], edges: Sequence[float] | None) -> list[list[Claim]]:
    if edges is None:
        by_said: dict[float, list[Claim]] = {}
        for claim in claims:
            by_said.setdefault(claim.said, []).append(claim)
        return [by_said[said] for said in sorted(by_said)]
    ends = row("edges", edges, 0, 1)
    lowest, highest = min(c.said for c in claims), max(c.said for c in claims)
    if len(ends) < 2 or any(b <= a for a, b in pairwise(ends)) or lowest < ends[0] or highest > ends[-1]:
        raise OutOfRange("edges", edges, f"rising numbers that begin by {lowest} and end from {highest} on")
    places = np.clip(np.searchsorted(ends, [claim.said for claim in claims], side="right") - 1, 0, len(ends) - 2)
    groups = [
        [claim for claim, at in zip(claims, places, strict=True) if at == place] for place in range(len(ends) - 1)
    ]
    return [group for group in groups if group]
