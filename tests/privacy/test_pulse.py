"""A question's figures over waves and cuts: what is out stays, and nobody is in two waves."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.privacy import Cell, Cut, Figure, Scale, Series, Thresholds, next_pulse, read_pulse, release_cuts
from kith_exercises.privacy.cuts import EVERYBODY
from tests.privacy.cohorts import answers

DAY = "2026-11-22"
SCALE = Scale(1, 5)
PODS = [Cut.by("pod", {f"p{n}": "ab"[n % 2] for n in range(40)})]
ALL = {EVERYBODY, Cell("pod", "a"), Cell("pod", "b")}


def some(low: int, high: int) -> dict[str, float]:
    return {who: value for who, value in answers(40, 1).items() if low <= int(who[1:]) < high}


def shown(series: Series, place: int = -1) -> set[Cell]:
    return {cell for cell, figure in read_pulse(series.waves[place]).items() if isinstance(figure, Figure)}


def test_each_wave_shows_everybody_and_the_parts_of_those_who_came() -> None:
    first = next_pulse(Series(), some(0, 20), PODS, SCALE, dated=DAY)
    assert shown(first) == ALL
    assert next_pulse(first, some(0, 25), PODS, SCALE, dated=DAY) == first
    assert shown(next_pulse(first, some(0, 26), PODS, SCALE, dated=DAY)) == {EVERYBODY}
    second = next_pulse(first, some(0, 40), PODS, SCALE, dated=DAY)
    assert shown(second) == ALL
    assert read_pulse(second.waves[0]) == read_pulse(first.waves[0])
    assert read_pulse(second.waves[1]) == release_cuts(some(20, 40), PODS, SCALE)
    assert Series.from_json(json.loads(json.dumps(second.to_json()))) == second


def test_the_list_of_cuts_the_scale_and_the_threshold_are_fixed() -> None:
    first = next_pulse(Series(), some(0, 24), PODS, SCALE, dated=DAY, thresholds=Thresholds(scores=6))
    with pytest.raises(KithError, match="cut otherwise than in its first wave"):
        next_pulse(first, some(0, 36), [], SCALE, dated=DAY)
    with pytest.raises(KithError, match="or on another scale"):
        next_pulse(first, some(0, 36), PODS, Scale(0, 120), dated=DAY)
    with pytest.raises(KithError, match="would break that promise"):
        next_pulse(first, some(0, 36), PODS, SCALE, dated=DAY, thresholds=Thresholds())
    assert next_pulse(first, some(0, 30), PODS, SCALE, dated=DAY) == first


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_whoever_comes_and_goes_is_in_one_wave_and_no_other_answer_changes_it(seed: int) -> None:
    chance = random.Random(seed)
    values, series = answers(40, seed), Series()
    here: set[str] = set()
    for _ in range(4):
        here |= set(chance.sample(sorted(values), 12))
        here -= {who for who in here if chance.random() < 0.1}
        before, now = series, {who: values[who] for who in here}
        series = next_pulse(before, now, PODS, SCALE, dated=DAY)
        if series != before:
            counted = series.waves[-1].counted["answered"]
            assert counted <= here
            assert not any(counted & wave.counted["answered"] for wave in before.waves)
            # Who came back, or thought again, or said something else before: the page is the same.
            others = {who: 6 - value if who not in counted else value for who, value in now.items()}
            assert next_pulse(before, others, PODS, SCALE, dated=DAY) == series
    assert series.waves
