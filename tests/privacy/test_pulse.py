"""A question's figures over waves and cuts: what is out stays, and no wave makes another's part tell too much."""

import json
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.privacy import Cell, Cut, Figure, Scale, Series, next_pulse, read_pulse
from kith_exercises.privacy.cuts import EVERYBODY
from tests.privacy.cohorts import answers, revealing_masks

DAY = "2026-11-22"
SCALE = Scale(1, 5)
PODS = [Cut.by("pod", {f"p{n}": "ab"[n % 2] for n in range(40)})]


def some(low: int, high: int) -> dict[str, float]:
    return {who: value for who, value in answers(40, 1).items() if low <= int(who[1:]) < high}


def shown(series: Series, place: int = -1) -> set[Cell]:
    return {cell for cell, figure in read_pulse(series.waves[place]).items() if isinstance(figure, Figure)}


def test_the_first_wave_shows_everybody_and_the_parts() -> None:
    series = next_pulse(Series(), some(0, 24), PODS, SCALE, dated=DAY)
    assert shown(series) == {EVERYBODY, Cell("pod", "a"), Cell("pod", "b")}
    assert Series.from_json(json.loads(json.dumps(series.to_json()))) == series


def test_parts_are_shown_in_the_first_wave_alone() -> None:
    first = next_pulse(Series(), some(0, 24), PODS, SCALE, dated=DAY)
    assert next_pulse(first, some(0, 27), PODS, SCALE, dated=DAY) == first
    second = next_pulse(first, some(0, 30), PODS, SCALE, dated=DAY)
    assert shown(second) == {EVERYBODY}
    assert read_pulse(second.waves[0]) == read_pulse(first.waves[0])
    assert shown(next_pulse(first, some(0, 36), PODS, SCALE, dated=DAY)) == {EVERYBODY}


def test_the_list_of_cuts_is_fixed() -> None:
    first = next_pulse(Series(), some(0, 24), PODS, SCALE, dated=DAY)
    with pytest.raises(KithError, match="cut otherwise than in its first wave"):
        next_pulse(first, some(0, 36), [], SCALE, dated=DAY)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_no_sum_or_difference_of_figures_of_all_waves_stands_for_few(seed: int) -> None:
    chance = random.Random(seed)
    values, series = answers(40, seed), Series()
    here: set[str] = set()
    for _ in range(2):
        here |= set(chance.sample(sorted(values), 16))
        here -= {who for who in here if chance.random() < 0.04}
        series = next_pulse(series, {who: values[who] for who in here}, PODS, SCALE, dated=DAY)
    out = [people for wave in series.waves for people in wave.sets]
    assert out
    assert revealing_masks(out, 6) == []
    for earlier, later in pairwise(series.waves):
        difference = earlier.counted["answered"] ^ later.counted["answered"]
        assert len(difference) >= 6
