"""Talks that a learner has rewritten: how often a fact comes up that all know, and one that a single person knows.

The rule that is changed on the page is that of ``models.sampling``, for one fact; this holds the talks and says what
the change did. It asks for nothing but Python, since the page is also run where it is graded.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

__all__ = ["Talks", "talks"]

MEMBERS, TIMES, CHANCE = 4, 2000, 0.4
#: Shares, of 100, this far apart differ by more than 2,000 talks make likely (three standard errors are 3.4).
_APART = 4


@dataclass(frozen=True)
class Talks:
    """In how many of 100 talks a fact came up that all four know, and one that a single person knows."""

    common: float
    single: float

    def __repr__(self) -> str:
        before = [100 * (1 - (1 - CHANCE) ** knowing) for knowing in (MEMBERS, 1)]
        moved = [now - then for now, then in zip((self.common, self.single), before, strict=True)]
        told = (
            f"A fact that all four know came up in {self.common:.0f} of 100 talks, "
            f"and one that a single person knows in {self.single:.0f}."
        )
        if all(abs(by) < _APART for by in moved):
            return f"{told} That is the talk as it was, but for chance: {before[0]:.0f} and {before[1]:.0f}."
        each = (_by("what all know", moved[0]), _by("what one knows", moved[1]))
        return f"{told} Before your change it was {before[0]:.0f} and {before[1]:.0f}: {each[0]}, and {each[1]}."

    def _repr_html_(self) -> str:
        return f'<p style="font-size:1.1em">{escape(repr(self))}</p>'


def talks(comes_up: Callable[[int], bool]) -> Talks:
    """What came of so many talks of four, held by a rule that says whether a fact comes up that so many know.

    >>> talks(lambda knowing: True)
    A fact that all four know came up in 100 of 100 talks, and one that a single person knows in 100. Before your \
change it was 87 and 40: what all know comes up 13 more often, and what one knows comes up 60 more often.
    """
    state = random.getstate()
    random.seed(1989)  # the same rule gives the same shares, here and where the page is graded
    try:
        found = [100 * sum(bool(comes_up(knowing)) for _ in range(TIMES)) / TIMES for knowing in (MEMBERS, 1)]
    finally:
        random.setstate(state)
    return Talks(*found)


def _by(what: str, moved: float) -> str:
    if abs(moved) < _APART:
        return f"{what} comes up about as often"
    return f"{what} comes up {abs(moved):.0f} {'more' if moved > 0 else 'less'} often"
