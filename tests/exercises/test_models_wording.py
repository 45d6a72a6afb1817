"""Rounded numbers do not make a sentence false."""

import pytest

from kith_exercises.models._wording import counted, figure, percent


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [
        (0, 0, "0%"),
        (1e-9, 0, "less than 1%"),
        (0.004, 1, "0.4%"),
        (0.0004, 1, "less than 0.1%"),
        (0.5, 0, "50%"),
        (0.994, 0, "99%"),
        (0.9999, 0, "more than 99%"),
        (0.9999, 1, "more than 99.9%"),
        (1, 1, "100.0%"),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_nothing_is_none(share: float, places: int, text: str) -> None:
    assert percent(share, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.0, "0"), (21280.44, "21,280"), (-3.14159, "-3.142"), (0.00123456, "0.001235"), (1e-9, "1e-09")],
)
def test_a_figure_has_four_digits_and_is_written_out(value: float, text: str) -> None:
    assert figure(value) == text


def test_one_step_is_no_steps() -> None:
    assert [counted(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]
