"""The gate for a cohort and its parts: a figure for everybody and for each part of each cut, or why it is withheld."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kith_exercises.errors import OutOfRange
from kith_exercises.privacy import reasons
from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.audit import Shown, may_be_shown
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.complement import left_out
from kith_exercises.privacy.cuts import Cell, Cut, cells_of
from kith_exercises.privacy.figures import Figure, Withheld
from kith_exercises.privacy.given import by_name, instance, listed
from kith_exercises.privacy.release import Scale, fewest, figure_of, finite
from kith_exercises.privacy.thresholds import Thresholds

__all__ = ["release_cuts"]

#: So many further cuts are tried if not all can be shown; each takes a while.
_MORE = 4


def release_cuts(
    values: Mapping[str, float],
    cuts: Sequence[Cut],
    scale: Scale,
    *,
    thresholds: Thresholds | None = None,
    earlier: Sequence[frozenset[str]] = (),
    exact: bool = True,
) -> dict[Cell, Figure | Withheld]:
    """The mean of everybody's value and of each part's (one value a person), with intervals.

    Which figures are shown together is decided by who is in which part alone. Parts have no spread of their own:
    their intervals are drawn from everybody's, as a spread says more about five people than their mean does. If then
    some answer would still follow (``audit``), whole cuts are left out, and the earlier in the list come first.
    ``earlier`` are the people of each figure of these answers that is out already (see ``waves``).
    """
    thresholds = Thresholds.or_usual(thresholds)
    instance("scale", scale, Scale)
    by_name("values", values)
    known = dict(zip(values, _on(scale, values), strict=True))
    cells = cells_of(frozenset(known), cuts)
    listed("earlier", earlier, frozenset)
    if len(known) < thresholds.people():
        return dict.fromkeys(cells, reasons.too_few(thresholds))
    if alike(list(known.values()), scale.grain):
        return dict.fromkeys(cells, reasons.alike())

    def family(some: Sequence[Cut]) -> dict[Cell, frozenset[str]] | None:
        found = _together(cells_of(frozenset(known), some), thresholds, earlier, exact=exact)
        drawn = [Shown(people, fewest(Band.around(len(people)), thresholds)) for people in found.values()]
        return found if may_be_shown(known, drawn, scale, earlier=earlier, patient=some is cuts) else None

    shown = family(cuts) or _fewer(cuts, family)
    return _figures(cells, shown or {}, known, scale, thresholds)


def _fewer(cuts: Sequence[Cut], family: Callable[[Sequence[Cut]], dict[Cell, frozenset[str]] | None]) -> Any:
    """What may be shown of some of the cuts: of the first ones, as many as are found by halving, and of a few more."""
    shown, low, high = family([]), 0, len(cuts)
    while shown and high - low > 1:
        middle = (low + high) // 2
        if more := family(cuts[:middle]):
            shown, low = more, middle
        else:
            high = middle
    kept = list(cuts[:low])
    for cut in cuts[high : high + _MORE] if shown else ():
        if more := family([*kept, cut]):
            shown, kept = more, [*kept, cut]
    return shown


def _together(
    cells: Mapping[Cell, frozenset[str]], thresholds: Thresholds, earlier: Sequence[frozenset[str]], *, exact: bool
) -> dict[Cell, frozenset[str]]:
    """As many of these as may be shown together."""
    gone = left_out(list(cells.values()), thresholds.people(), earlier=earlier, exact=exact)
    return {cell: people for place, (cell, people) in enumerate(cells.items()) if place not in gone}


def _figures(
    cells: Mapping[Cell, frozenset[str]],
    shown: Mapping[Cell, frozenset[str]],
    known: Mapping[str, float],
    scale: Scale,
    thresholds: Thresholds,
) -> dict[Cell, Figure | Withheld]:
    ordered = sorted(known.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    found: dict[Cell, Figure | Withheld] = {}
    for cell, people in cells.items():
        if cell in shown:
            found[cell] = _figure(people, known, variance, scale, thresholds)
        else:
            few = len(people) < thresholds.people()
            found[cell] = reasons.too_few(thresholds) if few else reasons.beside(thresholds)
    return found


def _figure(
    people: frozenset[str], values: Mapping[str, float], variance: float, scale: Scale, thresholds: Thresholds
) -> Figure:
    mean = math.fsum(sorted(values[person] for person in people)) / len(people)
    band = Band.around(len(people))
    return figure_of(mean, variance, fewest(band, thresholds), scale.grain, band, span=scale.high - scale.low)


def _on(scale: Scale, values: Mapping[str, float]) -> list[float]:
    found = list(finite(values.values()))
    for value in found:
        if not scale.low <= value <= scale.high:
            raise OutOfRange("value", value, f"a number from {scale.low} to {scale.high}")
    return found
