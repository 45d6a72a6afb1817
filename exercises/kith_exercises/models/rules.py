"""When does giving pay? Five ways, each one inequality: what a gift is worth over what it costs.

*Rule.* A gift costs the giver ``c`` and brings ``b`` to the one who gets it. Somebody who gives and somebody who
does not meet under one of five conditions, and their payoffs are those of the table below. Giving

- is *stable* if a giver among givers earns more than a taker among givers,
- is *risk-dominant* if givers do better where half give,
- is *advantageous* if givers do better where a third gives.

*Paper.* M. A. Nowak (2006), Five rules for the evolution of cooperation, Science 314, 1560-1563 (table 1).

*Ranges.* ``b``: 0 or more; ``c``: a billionth or more, in the same unit; ``relatedness``, ``again`` (the chance of
another round), ``known`` (the chance to know what the other did before): 0 to 1, ``again`` below 1. ``neighbours``:
3 or more. ``group_size`` and ``groups``: 1 or more. Each at most a billion.

*Left out.* One mechanism at a time, two kinds of people, no errors. A ratio says that giving can hold its ground,
not that anybody will begin.
"""

import math
from dataclasses import dataclass

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import number, share, whole
from kith_exercises.models.model import Model, Try

__all__ = ["MODEL", "Rule", "Rules", "five_rules"]

MOST = 10**9


@dataclass(frozen=True)
class Rule:
    """One of the five: giving can hold its ground once b/c is above ``needs``.

    ``payoffs`` are those of a giver among givers, a giver among takers, a taker among givers, a taker among takers.
    """

    name: str
    needs: float
    payoffs: tuple[float, float, float, float]

    @property
    def stable(self) -> bool:
        among_givers, _, tempted, _ = self.payoffs
        return _more(among_givers, tempted)

    @property
    def risk_dominant(self) -> bool:
        among_givers, alone, tempted, neither = self.payoffs
        return _more(among_givers + alone, tempted + neither)

    @property
    def advantageous(self) -> bool:
        among_givers, alone, tempted, neither = self.payoffs
        return _more(among_givers + 2 * alone, tempted + 2 * neither)


@dataclass(frozen=True)
class Rules:
    """The five rules for one gift."""

    ratio: float
    rules: tuple[Rule, ...]

    def __getitem__(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)

    @property
    def outcome(self) -> str:
        pays = [rule.name for rule in self.rules if rule.stable]
        return (
            f"With b/c = {self.ratio:g}, giving can hold its ground by " + (", ".join(pays) or "none of the five") + "."
        )


def five_rules(  # noqa: PLR0913  # as many as the paper has
    *,
    b: float = 3.0,
    c: float = 1.0,
    relatedness: float = 0.5,
    again: float = 0.8,
    known: float = 0.25,
    neighbours: int = 4,
    group_size: int = 10,
    groups: int = 20,
) -> Rules:
    """What b/c must exceed by kin, direct, indirect, network and group, and what each makes of this gift."""
    b, c = number("b", b, 0, MOST), number("c", c, 1 / MOST, MOST)
    kin = _kin(b, c, share("relatedness", relatedness))
    direct = _direct(b, c, share("again", again))
    indirect = _indirect(b, c, share("known", known))
    network = _network(b, c, whole("neighbours", neighbours, 3, MOST))
    group = _group(b, c, whole("group_size", group_size, 1, MOST), whole("groups", groups, 1, MOST))
    return Rules(b / c, (kin, direct, indirect, network, group))


def _kin(b: float, c: float, r: float) -> Rule:
    """What helps my kin helps me, by our relatedness."""
    return Rule("kin", _one_over(r), ((b - c) * (1 + r), b * r - c, b - r * c, 0))


def _direct(b: float, c: float, w: float) -> Rule:
    """We meet again with probability w; I give first, and then as you did."""
    if w == 1:
        raise OutOfRange("again", w, "a number from 0 to below 1: with 1, they would never stop meeting")
    return Rule("direct", _one_over(w), ((b - c) / (1 - w), -c, b, 0))


def _indirect(b: float, c: float, q: float) -> Rule:
    """I give unless I know, with probability q, that you do not."""
    return Rule("indirect", _one_over(q), (b - c, -c * (1 - q), b * (1 - q), 0))


def _network(b: float, c: float, k: int) -> Rule:
    """I meet my k neighbours only; h is what givers gain from standing beside givers."""
    h = ((b - c) * k - 2 * c) / ((k + 1) * (k - 2))
    return Rule("network", k, (b - c, h - c, b - h, 0))


def _group(b: float, c: float, n: int, m: int) -> Rule:
    """m groups of at most n compete; the one that does well splits and replaces another."""
    return Rule("group", 1 + n / m, ((b - c) * (m + n), (b - c) * m - c * n, b * n, 0))


def _one_over(chance: float) -> float:
    return 1 / chance if chance else float("inf")


def _more(one: float, other: float) -> bool:
    """Whether one is more, and not by a computer's last digit only."""
    return one > other and not math.isclose(one, other, rel_tol=1e-12)


MODEL = Model(
    question="When does giving pay?",
    run=five_rules,
    notice=(
        "Three rules have one form: one over a chance. Being kin, meeting again, being known: all do the same work.",
        "Where what I did is known one time in four, a gift must be worth more than four times its cost.",
        "More neighbours make it harder, more groups make it easier.",
    ),
    tries=(
        Try("People who will hardly meet again.", {"again": 0.1}),
        Try("Let everybody's help be known.", {"known": 0.9}),
        Try("Few large groups.", {"group_size": 30, "groups": 3}),
    ),
)
