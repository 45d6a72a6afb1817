"""Where all cohorts with a page are looked at, those that are shown it are open to every reader."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from itertools import chain, combinations_with_replacement, product

import numpy as np
import pytest

from kith_exercises.privacy import Figure, Scale, release, release_cuts
from kith_exercises.privacy.cells import Cells
from kith_exercises.privacy.every import Parts, shown_with_page
from kith_exercises.privacy.refusals import Whole
from tests.privacy.cohorts import balanced
from tests.privacy.judge import Lots, everybody_open

ROWS_AND_COLUMNS = ((True, True, False, False), (False, False, True, True), (True, False, True, False))
HALVES, THIRD = Cells((0.5,)), Cells((2 / 3,))


@pytest.mark.parametrize(
    ("lots", "most", "sums", "cells"),
    [
        ((3, 3, 3, 3), 1, (5, 7), HALVES),
        ((4, 3, 3, 4), 1, (5, 6), HALVES),
        ((1, 2, 2, 1), 2, (5, 6), HALVES),
        ((3, 3, 3, 3), 1, (5, 7), THIRD),
    ],
)
def test_whoever_is_shown_a_page_is_open_among_all_that_are(
    lots: tuple[int, ...], most: int, sums: tuple[int, int], cells: Cells
) -> None:
    whole = Whole(sum(lots), most, float(most), sums, (0.0, float(most**2)), 1)
    parts = Parts(lots, ROWS_AND_COLUMNS, (cells,) * 3)
    made_of, kinds = np.array(parts.made_of, dtype=int), np.arange(most + 1)
    shown, hidden = defaultdict[Hashable, list[Lots]](list), 0
    for cohort in product(*(combinations_with_replacement(range(most + 1), size) for size in lots)):
        own = np.array([np.bincount(lot, minlength=most + 1) for lot in cohort])
        if not sums[0] <= own.sum(axis=0) @ kinds <= sums[1] or sum(lots) - own.sum(axis=0).max() < 2:
            continue
        if shown_with_page(whole, parts, own, [20] * (most + 1)):
            means = made_of @ own @ kinds / (made_of @ np.array(lots))
            shown[tuple(cells.of(means / whole.span).tolist())].append(cohort)
        else:
            hidden += 1
    assert hidden
    assert shown
    assert all(everybody_open(possible) for possible in shown.values())


def test_of_two_halves_near_an_end_neither_what_is_shown_nor_that_nothing_is_tells_an_answer() -> None:
    # There are three million cohorts, but so few with this figure that all of them are looked at.
    cuts = balanced(24, (2,), 2)
    names = [who for _, part in cuts[0].parts for who in sorted(part)]
    figure = release([5.0] * 18 + [4.0] * 5 + [3.0])
    assert isinstance(figure, Figure)
    pages = defaultdict[str, list[Lots]](list)
    for lots in halved(figure, 24, range(1, 6)):
        values = dict(zip(names, map(float, chain(*lots)), strict=True))
        pages[repr(sorted(release_cuts(values, cuts, Scale(1, 5)).items()))].append(lots)
    assert sum(map(len, pages.values())) > 50
    assert len(pages) > 1
    assert all(everybody_open(possible) for possible in pages.values())


def halved(figure: Figure, people: int, domain: range) -> Iterator[Lots]:
    """All ways in which two halves may have answered if this is everybody's figure."""
    for answers in combinations_with_replacement(domain, people):
        near = abs(sum(answers) / people - figure.estimate) < 0.1
        if near and release(list(map(float, answers))) == figure:
            every = Counter(answers)
            for counts in product(*(range(count + 1) for count in every.values())):
                if 2 * sum(counts) == people:
                    half = Counter(dict(zip(every, counts, strict=True)))
                    yield tuple(half.elements()), tuple((every - half).elements())
