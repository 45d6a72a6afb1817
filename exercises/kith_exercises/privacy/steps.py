"""Answers in order, such as thresholds: only in bands, merged until each holds people enough."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Any

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import by_name, listed
from kith_exercises.privacy import reasons
from kith_exercises.privacy._gate import GATE
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.figures import Withheld
from kith_exercises.privacy.thresholds import Thresholds

__all__ = ["Steps", "release_steps"]


@dataclass(frozen=True)
class Steps:
    """How many people chose one of these neighbouring answers, in bands of people: ``((("0", "1"), 5 to 9), ...)``."""

    parts: tuple[tuple[tuple[str, ...], Band], ...]
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not GATE:
            raise TypeError("Steps come from release_steps(chosen), so that none of them can be too small")

    def to_json(self) -> dict[str, Any]:
        """The steps as they are kept in a file."""
        return {"steps": [[list(names), band.to_json()] for names, band in self.parts]}


def release_steps(
    chosen: Mapping[str, str], order: Sequence[str], *, thresholds: Thresholds | None = None
) -> Steps | Withheld:
    """How the answers (one a person) fall into bands of neighbours in ``order``, or why that is withheld.

    One answer alone is never told, a run of a model with all of them neither: it would give them away. Nothing is
    shown before there are two bands, which takes twelve answers and more.
    """
    thresholds = Thresholds.or_usual(thresholds)
    by_name("chosen", chosen, str)
    listed("order", order, str)
    if len(set(order)) < len(order) or not order:
        raise OutOfRange("order", order, "a list of different answers")
    for answer in chosen.values():
        if answer not in order:
            raise OutOfRange("answer", answer, "one of " + ", ".join(f"“{name}”" for name in order))
    counts = [(name, sum(answer == name for answer in chosen.values())) for name in order]
    if len(chosen) < 2 * thresholds.people():
        return reasons.too_few_for_bands(thresholds)
    merged = _merged(counts, thresholds.people())
    if len(merged) < 2:
        return reasons.alike()
    return Steps(tuple((names, Band.around(count)) for names, count in merged), GATE)


def _merged(counts: Sequence[tuple[str, int]], least: int) -> list[tuple[tuple[str, ...], int]]:
    """As many bands as there can be, each of ``least`` or more: filled from below, what is left goes to the last."""
    found: list[tuple[tuple[str, ...], int]] = []
    names, people = tuple[str, ...](), 0
    for name, count in counts:
        names, people = (*names, name), people + count
        if people >= least:
            found.append((names, people))
            names, people = (), 0
    if names and found:
        last, before = found.pop()
        found.append(((*last, *names), before + people))
    return found
