"""The gate for a cohort and its parts: a figure for everybody and for each part of each cut, or why it is withheld.

A part's mean is told as the cell of the scale that it lies in: cells are as wide as each other, those at the ends as
well, so that a mean near an end tells no more than one in the middle. Of 24 people all parts are shown that who is in
them allows, mostly: docs/figures.md has the shares.
"""

import math
from collections.abc import Mapping, Sequence

from kith_exercises.inputs import by_name, instance
from kith_exercises.privacy import reasons
from kith_exercises.privacy.alike import alike, apart
from kith_exercises.privacy.audit import Shown, may_be_shown, spread_between
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.cells import cells_for
from kith_exercises.privacy.complement import independent, left_out
from kith_exercises.privacy.cuts import EVERYBODY, Cell, Cut, atoms_of, cells_of
from kith_exercises.privacy.figures import Figure, Withheld
from kith_exercises.privacy.release import Scale, fewest, figure_of, part_of
from kith_exercises.privacy.rounding import step, to_step
from kith_exercises.privacy.thresholds import Thresholds

__all__ = ["release_cuts"]

#: In a lot of fewer than so many, answers are alike more often than not; for more people than so, others are looked for
#: too long, and where more figures than so must stay the same, in vain.
_LONELY = 4
_MOST = 60
_FIGURES = 17

#: How many sums of answers a part's mean may stand for, and how many where there are more figures than so.
_SUMS = 3, 6
_CROWD = 10

#: With more figures than so the edge of two cells keeps away from everybody's mean, and with as many it does so
#: if that is lower than this share of the scale: what lies on the edge is told as above it, so those below are closer.
_SEVERAL, _ABOVE = 7, 0.45


def release_cuts(
    values: Mapping[str, float],
    cuts: Sequence[Cut],
    scale: Scale,
    *,
    thresholds: Thresholds | None = None,
) -> dict[Cell, Figure | Withheld]:
    """The mean of everybody's value and of each part's (one value a person), with intervals.

    Which figures are shown together is decided by who is in which part alone, the earlier cuts of the list first: cuts
    that cross may have 17 figures that don't follow from each other (everybody's, and of each cut one less than it has
    parts), and leave 60 people in groups of fewer than four; a cut that would pass this is left out.
    Parts have no spread of their own, as a spread says more about five people than their mean does: their intervals are
    drawn from the widest one that everybody's intervals allow, and say no more of it than those do. If then some answer
    would still follow (``audit``), no part is shown but those that everybody's figure settles, of any cut: which of
    them went would tell. Nor is any other of one cohort in a hundred, drawn by lot, so that being left out tells
    nothing (``refusals``). All of it holds of people of whom nothing else is out: for waves there is ``next_pulse``.
    """
    thresholds = Thresholds.or_usual(thresholds)
    instance("scale", scale, Scale)
    by_name("values", values)
    known = dict(zip(values, scale.answers(values.values()), strict=True))
    cells = cells_of(frozenset(known), cuts)
    if len(known) < thresholds.people():
        return dict.fromkeys(cells, reasons.too_few(thresholds))
    if alike(list(known.values()), apart(scale.low, scale.high, scale.grain)):
        return dict.fromkeys(cells, reasons.alike())

    told = fewest(Band.around(len(known)), thresholds)

    parted = _looked_through(cuts, frozenset(known), thresholds.people())
    mean = to_step(math.fsum(sorted(known.values())) / len(known), step(scale.grain, told))
    drawn = _drawn(_together(cells_of(frozenset(known), parted), thresholds), mean, scale, thresholds)
    may = may_be_shown(known, drawn, told, scale)
    return _figures(cells, {cell: one for cell, one in drawn.items() if cell in may}, known, scale, thresholds)


def _looked_through(cuts: Sequence[Cut], people: frozenset[str], least: int) -> Sequence[Cut]:
    """The cuts without those of which it would mostly not be found that no answer follows, whatever was answered.

    They leave too many people alone of their kind, or some of them, and too many figures that are none by others.
    """
    kept: list[Cut] = []
    for cut in cuts:
        sets = [*cells_of(people, [*kept, cut]).values()]
        alone = sum(len(lot) for lot in atoms_of(sets) if len(lot) < _LONELY)
        if not alone or (alone <= _MOST and independent([one for one in sets if len(one) >= least]) <= _FIGURES):
            kept.append(cut)
    return kept


def _together(cells: Mapping[Cell, frozenset[str]], thresholds: Thresholds) -> dict[Cell, frozenset[str]]:
    """As many of these as may be shown together, beside everybody's, which is always shown."""
    everybody, *parts = cells.values()
    gone = {1 + place for place in left_out(parts, thresholds.people(), earlier=[everybody])} if parts else set()
    return {cell: people for place, (cell, people) in enumerate(cells.items()) if place not in gone}


def _drawn(
    together: Mapping[Cell, frozenset[str]], mean: float, scale: Scale, thresholds: Thresholds
) -> dict[Cell, Shown]:
    """How these are to be shown: parts in cells, twice as wide where there are many that don't follow from others.

    It depends on who is in which part, and on everybody's mean as it is shown.
    """
    several = independent(list(together.values()))
    sums, span = _SUMS[several > _CROWD], scale.high - scale.low
    share = (mean - scale.low) / span
    beside = share if several > _SEVERAL or (several == _SEVERAL and share < _ABOVE) else None
    found = {}
    for cell, people in together.items():
        least = fewest(Band.around(len(people)), thresholds)
        wide = cells_for(apart(scale.low, scale.high, scale.grain), least, span, sums, beside=beside)
        found[cell] = Shown(people, least, None if cell == EVERYBODY else wide)
    return found


def _figures(
    cells: Mapping[Cell, frozenset[str]],
    shown: Mapping[Cell, Shown],
    known: Mapping[str, float],
    scale: Scale,
    thresholds: Thresholds,
) -> dict[Cell, Figure | Withheld]:
    ordered = sorted(known.values())
    mean = math.fsum(ordered) / len(ordered)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / len(ordered)
    widest = spread_between(known, fewest(Band.around(len(known)), thresholds), scale)[1]
    found: dict[Cell, Figure | Withheld] = {}
    for cell, people in cells.items():
        one, band = shown.get(cell), Band.around(len(people))
        if one is None:
            few = len(people) < thresholds.people()
            found[cell] = reasons.too_few(thresholds) if few else reasons.beside(thresholds)
        elif one.cells is None:
            found[cell] = figure_of(mean, variance, one.least, scale.grain, band, span=scale.high - scale.low)
        else:
            own = math.fsum(sorted(known[person] for person in people)) / len(people)
            found[cell] = part_of(own, widest, one.least, scale, band, one.cells)
    return found
