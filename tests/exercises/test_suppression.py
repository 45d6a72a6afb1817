"""Nothing comes out of the gate that stands for fewer than five people, or shows what one of them said."""

import dataclasses
import json
import math
from collections.abc import Callable
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.suppression import Band, Figure, Split, Withheld, read_figure, release, split

#: Two-sided 95% points of Student's t, from a printed table, by degrees of freedom.
T95 = {4: 2.776, 9: 2.262, 20: 2.086, 23: 2.069}


def shown(values: list[float]) -> Figure:
    figure = release(values)
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.parametrize("count", range(5))
def test_four_people_or_fewer_give_no_figure(count: int) -> None:
    withheld = release([10.0 * n + 0.37 for n in range(count)])
    assert isinstance(withheld, Withheld)
    assert not any(character.isdigit() for character in json.dumps(withheld.to_json()))


def test_five_people_give_one() -> None:
    assert shown([1, 2, 3, 4, 5]).people == 5


@pytest.mark.parametrize("degrees", T95)
def test_the_interval_is_students(degrees: int) -> None:
    values = [float((37 * n) % 101) for n in range(degrees + 1)]
    figure = shown(values)
    reach = T95[degrees] * stdev(values) / math.sqrt(len(values))
    assert figure.estimate == pytest.approx(mean(values), abs=0.051)
    assert figure.interval(95).low == pytest.approx(mean(values) - reach, abs=0.07)
    assert figure.interval(95).high == pytest.approx(mean(values) + reach, abs=0.07)


@given(st.lists(st.floats(-1000, 1000), min_size=5, max_size=40))
def test_what_comes_out_is_rounded_and_in_order(values: list[float]) -> None:
    figure = release(values)
    if isinstance(figure, Figure):
        half, wide = figure.interval(50), figure.interval(95)
        assert wide.low <= half.low <= figure.estimate <= half.high <= wide.high
        assert all(round(n, 1) == n for n in (wide.low, half.low, figure.estimate, half.high, wide.high))
    else:
        assert len(set(values)) == 1


@given(st.lists(st.floats(-1000, 1000), min_size=5, max_size=12), st.randoms())
def test_the_order_of_answers_does_not_matter(values: list[float], chance: Any) -> None:
    shuffled = values.copy()
    chance.shuffle(shuffled)
    assert release(values) == release(shuffled)


BANDS = [Band(5, 9), Band(10, 14), Band(15, 19), Band(20, 24), Band(60, 64)]

#: Every number of people that may stand behind a figure of a band: up to four of the band's went the other way.
VEILED = [(band, people) for band in BANDS for people in range(max(5, band.low - 4), band.high + 1)]


def veiled(values: list[float], band: Band) -> Figure:
    figure = release(values, among=band)
    assert isinstance(figure, Figure)
    return figure


def reaches(figure: Figure) -> tuple[float, float]:
    """How far the two intervals reach from the mean."""
    half, wide = figure.interval(50), figure.interval(95)
    return half.high - figure.estimate, wide.high - figure.estimate


def scattered(people: int, scale: float = 1) -> list[float]:
    return [scale * ((37 * n) % 101) for n in range(people)]


@pytest.mark.parametrize(("band", "people"), VEILED)
def test_where_the_number_is_withheld_two_intervals_do_not_tell_it(band: Band, people: int) -> None:
    half, wide = reaches(veiled(scattered(people, 1e6), band))
    least, most = reaches(veiled(scattered(max(5, band.low - 4), 1e6), band))
    assert wide / half == pytest.approx(most / least, rel=1e-5)


@pytest.mark.parametrize(("band", "people"), VEILED)
def test_where_the_number_is_withheld_no_interval_is_narrower_than_students(band: Band, people: int) -> None:
    for seed in range(1, 30):
        values = [float((seed * n * n + 3 * n) % 101) for n in range(people)]
        shown_half, shown_wide = veiled(values, band).intervals
        half, wide = shown(values).intervals
        for veil, exact in ((shown_half, half), (shown_wide, wide)):
            assert veil.low <= exact.low
            assert veil.high >= exact.high


def test_where_the_number_is_withheld_a_group_twice_over_looks_the_same() -> None:
    values = scattered(6)
    assert veiled(values, Band(10, 14)) == veiled(values * 2, Band(10, 14))


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("grain", [1, 5])
def test_where_the_number_is_withheld_any_number_could_have_given_the_mean(band: Band, grain: int) -> None:
    means = []
    for people in (people for among, people in VEILED if among == band):
        sums = (grain * total for total in range(40 * people))
        found = (release([total, *[0.0] * (people - 1)], among=band, grain=grain) for total in sums)
        means.append({f.estimate for f in found if isinstance(f, Figure) and 0 < f.estimate < 30})
    assert all(found == means[0] for found in means)


def test_people_who_all_say_the_same_do_not_tell_the_withheld_number_either() -> None:
    assert release([7.0] * 9, among=Band(10, 14)) == release([7.0] * 14, among=Band(10, 14))


@pytest.mark.parametrize("people", [11, 25])
def test_a_number_outside_its_band_is_a_mistake(people: int) -> None:
    with pytest.raises(ValueError, match="larger part of 20 to 24 people"):
        release(scattered(people), among=Band(20, 24))


def test_a_figure_can_be_counted_from_elsewhere() -> None:
    figure = shown([1, 2, 3, 4, 5])
    moved = figure.measured_from(10)
    assert (moved.estimate, moved.people) == (-7.0, 5)
    assert moved.interval(95).low == pytest.approx(figure.interval(95).low - 10)


def test_people_who_all_say_the_same_are_not_shown_as_a_few() -> None:
    assert isinstance(release([7.0] * 9), Withheld)
    assert shown([7.0] * 10).estimate == 7.0


@pytest.mark.parametrize(
    "forge",
    [
        lambda: Figure(3.0, (), 1),
        lambda: dataclasses.replace(shown([1, 2, 3, 4, 5]), estimate=3.0),
    ],
)
def test_a_figure_cannot_be_made_by_hand(forge: Callable[[], Figure]) -> None:
    with pytest.raises(TypeError, match="release"):
        forge()


def test_the_threshold_can_be_raised_but_not_lowered() -> None:
    assert isinstance(release([1, 2, 3, 4, 5, 6], k=10), Withheld)
    with pytest.raises(KithError, match="at least 5"):
        release([1, 2, 3, 4, 5], k=4)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(KithError, match="finite"):
        release([1, 2, 3, 4, 5, value])


@pytest.mark.parametrize(("predicted", "looked"), [(20, 4), (4, 20), (24, 0), (8, 1), (4, 4)])
def test_a_small_part_hides_the_other_and_the_exact_total(predicted: int, looked: int) -> None:
    withheld = split({"predicted": predicted, "looked": looked})
    assert isinstance(withheld, Withheld)
    assert withheld.people is not None
    assert withheld.people.low <= predicted + looked <= withheld.people.high
    assert withheld.people.high - withheld.people.low == 4


def test_two_large_parts_are_shown() -> None:
    counts = split({"predicted": 19, "looked": 5})
    assert isinstance(counts, Split)
    assert (dict(counts.parts), counts.people) == ({"predicted": 19, "looked": 5}, 24)


def test_a_handful_in_all_gives_not_even_a_band() -> None:
    assert split({"predicted": 3, "looked": 1}) == Withheld(release([]).reason)  # type: ignore[union-attr]


@pytest.mark.parametrize("figure", [release([3, 1, 4, 1, 5]), release([3, 1, 4, 1, 5], among=Band(5, 9)), release([1])])
def test_a_figure_comes_back_from_its_file(figure: Figure | Withheld) -> None:
    assert read_figure(json.loads(json.dumps(figure.to_json()))) == figure


@pytest.mark.parametrize(
    "data",
    [
        {"estimate": 1.0, "intervals": [], "people": 4},
        {"estimate": 1.0, "intervals": [], "people": {"low": 0, "high": 4}},
        {"estimate": math.nan, "intervals": [], "people": 9},
        {"estimate": 1.0, "intervals": [], "people": None},
        {"estimate": 1.0},
        [],
        None,
    ],
)
def test_a_file_with_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(KithError, match="Publish the edition again"):
        read_figure(data)
