"""Cells of a scale tell no more near an end than in the middle, and two of them meet away from everybody's mean."""

import numpy as np
import pytest

from kith_exercises.privacy import Cell, Scale, release_cuts
from kith_exercises.privacy.cells import Cells, cells_for
from tests.privacy.cohorts import balanced, natural


@pytest.mark.parametrize("beside", [None, 0.3, 0.5, 0.6])
@pytest.mark.parametrize("least", [6, 10, 15, 20, 30, 60])
def test_cells_have_three_sums_of_answers_yes_or_no_and_two_where_both_edges_are_others(
    least: int, beside: float | None
) -> None:
    cells = cells_for(1, least, 1, beside=beside)
    for people in range(least, least + 5):
        sums = np.bincount(cells.of(np.arange(people + 1) / people), minlength=len(cells.ends) - 1)
        assert min(sums[0], sums[-1]) >= 3
        assert sums.min() >= 2


@pytest.mark.parametrize("cells", [Cells((0.5,)), Cells((2 / 3,)), Cells((0.25, 0.5, 0.75))])
def test_a_mean_stays_in_its_cell_within_its_room_and_leaves_it_beyond(cells: Cells) -> None:
    for mean in np.linspace(0, 1, 25):
        fall, rise = cells.room(mean)
        cell = cells.of(mean)
        assert cells.of(max(0.0, mean - fall + 1e-9)) == cell == cells.of(min(1.0, mean + rise - 1e-9))
        assert mean - fall < 1e-9 or cells.of(mean - fall - 1e-9) == cell - 1
        assert mean + rise > 1 - 1e-9 or cells.of(mean + rise + 1e-9) == cell + 1


def test_an_edge_lies_as_far_from_everybodys_mean_as_can_be_and_is_no_matter_of_who_said_what() -> None:
    assert cells_for(1, 6, 1, beside=0.5).edges == pytest.approx((2 / 3,))
    assert cells_for(1, 6, 1, beside=0.6).edges == pytest.approx((1 / 3,))
    assert cells_for(1, 12, 1, beside=0.7).edges == (0.25,)
    assert cells_for(1, 12, 1, beside=0.8).edges == (0.5,)
    assert cells_for(1, 6, 4, beside=0.5) == cells_for(1, 6, 4)  # more than two cells stay as they are


def test_parts_of_many_cuts_are_told_by_them() -> None:
    page = release_cuts(natural(24, 4, 0.4, 0, 1, 0.5), balanced(24, (2,) * 8, 4), Scale(0, 1))
    told = {figure.to_json().get("estimate") for cell, figure in page.items() if cell != Cell("", "")}
    assert told <= {0.12, 0.62} or told <= {0.38, 0.88}
