"""Nothing comes out of the gate that stands for fewer than five others, or shows what one of them said."""

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
from kith_exercises.errors import OutOfRange
from kith_exercises.measures.finding import Finding
from kith_exercises.measures.finding import Interval as Between
from kith_exercises.privacy import (
    Band,
    Figure,
    Split,
    Thresholds,
    Withheld,
    apart,
    read_figure,
    read_split,
    release,
    release_measured,
    split,
)

#: Two-sided 95% points of Student's t, from a printed table, by degrees of freedom.
T95 = {5: 2.571, 9: 2.262, 19: 2.093}


def shown(values: list[float]) -> Figure:
    figure = release(values)
    assert isinstance(figure, Figure)
    return figure


def scattered(people: int, scale: float = 1) -> list[float]:
    return [scale * ((37 * n) % 101) for n in range(people)]


@pytest.mark.parametrize("count", range(6))
def test_whoever_reads_has_five_others_beside_them_or_sees_nothing(count: int) -> None:
    withheld = release([10.0 * n + 0.37 for n in range(count)])
    assert isinstance(withheld, Withheld)
    assert not any(character.isdigit() for character in json.dumps(withheld.to_json()))


def test_six_people_are_shown_in_a_band() -> None:
    assert shown([1, 2, 3, 4, 5, 6]).people == Band(5, 9)


def test_thresholds_go_up_and_never_below_three() -> None:
    six = [1.0, 2, 3, 4, 5, 6]
    assert isinstance(release(six, thresholds=Thresholds(scores=6)), Withheld)
    assert isinstance(release(six[:4], thresholds=Thresholds(scores=3)), Figure)
    with pytest.raises(OutOfRange, match="scores is 2: give it a whole number of others from 3 up"):
        Thresholds(scores=2)
    with pytest.raises(KithError, match="break that promise"):
        Thresholds(scores=4).kept_from(Thresholds())


@pytest.mark.parametrize("degrees", T95)
def test_the_interval_is_students_for_the_smallest_group_of_the_band(degrees: int) -> None:
    values = scattered(degrees + 1)
    figure = shown(values)
    reach = T95[degrees] * stdev(values) / math.sqrt(len(values))
    within = 1.05 if degrees == 5 else 0.26  # a small group is rounded to halves, a larger one to tenths
    assert figure.estimate == pytest.approx(mean(values), abs=within)
    assert figure.interval(95).low == pytest.approx(mean(values) - reach, abs=within)
    assert figure.interval(95).high == pytest.approx(mean(values) + reach, abs=within)


@given(st.lists(st.floats(-1000, 1000), min_size=6, max_size=40))
def test_what_comes_out_is_rounded_and_in_order(values: list[float]) -> None:
    figure = release(values)
    if isinstance(figure, Figure):
        half, wide = figure.interval(50), figure.interval(95)
        assert wide.low <= half.low <= figure.estimate <= half.high <= wide.high
        assert all(round(n, 1) == n for n in (wide.low, half.low, figure.estimate, half.high, wide.high))


@given(st.lists(st.floats(-1000, 1000), min_size=6, max_size=12), st.randoms())
def test_the_order_of_answers_does_not_matter(values: list[float], chance: Any) -> None:
    shuffled = values.copy()
    chance.shuffle(shuffled)
    assert release(values) == release(shuffled)


BANDS = [Band(5, 9), Band(10, 14), Band(15, 19), Band(20, 24), Band(60, 64)]

#: Every number of people that may stand behind a figure of a band of all: up to five of the band's went the other way.
PARTED = [(band, people) for band in BANDS for people in range(max(6, band.low - 5), band.high + 1)]


def parted(values: list[float], band: Band) -> Figure:
    figure = release(values, among=band)
    assert isinstance(figure, Figure)
    return figure


def reaches(figure: Figure) -> tuple[float, float]:
    """How far the two intervals reach from the mean."""
    half, wide = figure.interval(50), figure.interval(95)
    return half.high - figure.estimate, wide.high - figure.estimate


@pytest.mark.parametrize(("band", "people"), PARTED)
def test_two_intervals_do_not_tell_the_number_of_people(band: Band, people: int) -> None:
    half, wide = reaches(parted(scattered(people, 1e6), band))
    least, most = reaches(parted(scattered(max(6, band.low - 5), 1e6), band))
    assert wide / half == pytest.approx(most / least, rel=1e-5)


@pytest.mark.parametrize(("band", "people"), PARTED)
def test_no_interval_is_narrower_than_students(band: Band, people: int) -> None:
    for seed in range(1, 8):
        values = [float((seed * n * n + 3 * n) % 101) for n in range(people)]
        interval = parted(values, band).interval(95)
        reach = by_scipy(people) * stdev(values) / math.sqrt(people)
        assert interval.low <= mean(values) - reach
        assert interval.high >= mean(values) + reach


def by_scipy(people: int) -> float:
    from scipy.stats import t  # type: ignore[import-untyped]

    return float(t.ppf(0.975, people - 1))


def test_a_group_twice_over_looks_the_same_but_for_its_band() -> None:
    once, twice = parted(scattered(6), Band(10, 14)), parted(scattered(6) * 2, Band(10, 14))
    assert once == twice


def test_answers_that_lie_close_on_a_long_scale_are_the_same() -> None:
    assert [apart(0, 100, 1), apart(0, 120, 5), apart(1, 5, 1), apart(0, 1, 1), apart(1, 5, 0.1)] == [5, 5, 1, 1, 0.2]
    close = [70.0, 71, 70, 72, 71, 74, 70, 73]
    assert isinstance(release(close), Figure)
    assert isinstance(release(close, apart=apart(0, 100, 1)), Withheld)
    assert isinstance(release([*close, 60, 80], apart=apart(0, 100, 1)), Figure)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("grain", [1, 5])
def test_any_number_of_people_could_have_given_the_mean(band: Band, grain: int) -> None:
    means = []
    for people in (people for among, people in PARTED if among == band):
        found = set()
        for total in range(2, 12 * people):
            figure = release([grain * (total - 1), grain, *[0.0] * (people - 2)], among=band, grain=grain)
            if isinstance(figure, Figure) and 5 <= figure.estimate < 9:
                found.add(figure.estimate)
        means.append(found)
    assert all(found == means[0] for found in means)


@pytest.mark.parametrize("people", [6, 9, 10, 40])
@pytest.mark.parametrize("value", [0.0, 7.0])
def test_people_who_all_say_the_same_are_never_shown(people: int, value: float) -> None:
    # Everybody's answer would follow, and with one who says otherwise it follows to that one.
    assert isinstance(release([value] * people), Withheld)
    assert isinstance(release([value] * (people - 1) + [value + 3]), Withheld)
    assert isinstance(release([value] * (people - 2) + [value + 3, value + 3]), Figure)


def test_answers_closer_than_one_step_are_the_same() -> None:
    assert isinstance(release([7.0, 7.01, 7.02, 6.99, 7.0, 7.003]), Withheld)
    assert isinstance(release([7.49, 7.5, 7.51, 7.495, 7.48, 7.52, 1.0]), Withheld)


@pytest.mark.parametrize("people", [11, 25])
def test_a_number_outside_its_band_is_a_mistake(people: int) -> None:
    with pytest.raises(ValueError, match="larger part of 20 to 24"):
        release(scattered(people), among=Band(20, 24))


def test_a_figure_can_be_counted_from_elsewhere() -> None:
    figure = shown([1, 2, 3, 4, 5, 6])
    moved = figure.measured_from(10)
    assert (moved.estimate, moved.people) == (figure.estimate - 10, Band(5, 9))
    assert moved.interval(95).low == pytest.approx(figure.interval(95).low - 10)


@pytest.mark.parametrize(
    "forge",
    [
        lambda: Figure(3.0, (), Band(5, 9)),
        lambda: Split((("a", Band(5, 9)),)),
        lambda: dataclasses.replace(shown([1, 2, 3, 4, 5, 6]), estimate=3.0),
    ],
)
def test_no_figure_can_be_made_by_hand(forge: Callable[[], Figure]) -> None:
    with pytest.raises(TypeError, match="comes from"):
        forge()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True])
def test_a_value_that_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(OutOfRange, match="give it a finite number"):
        release([1, 2, 3, 4, 5, 6, value])


@pytest.mark.parametrize(("predicted", "looked"), [(20, 5), (5, 20), (24, 0), (8, 1), (4, 4)])
def test_a_small_part_hides_the_other_and_the_exact_total(predicted: int, looked: int) -> None:
    withheld = split({"predicted": predicted, "looked": looked})
    assert isinstance(withheld, Withheld)
    assert withheld.people is not None
    assert withheld.people.low <= predicted + looked <= withheld.people.high
    assert withheld.people.high - withheld.people.low == 4


def test_two_large_parts_are_shown_in_bands() -> None:
    counts = split({"predicted": 19, "looked": 6})
    assert isinstance(counts, Split)
    assert dict(counts.parts) == {"predicted": Band(15, 19), "looked": Band(5, 9)}


def test_a_handful_in_all_gives_not_even_a_band() -> None:
    assert split({"predicted": 3, "looked": 2}) == release([])


def test_a_measure_goes_through_the_same_gate() -> None:
    def turns(answers: Any) -> Finding:
        return Finding(mean(answers), Between(0.123, 0.456), len(answers), "said with an exact n")

    answers = {f"p{n}": n / 10 for n in range(6)}
    figure = release_measured(answers, turns, key=float, grain=0.1, digits=2)
    assert isinstance(figure, Figure)
    assert (figure.estimate, figure.interval(95).low, figure.people) == (0.25, 0.12, Band(5, 9))
    del answers["p0"]
    assert isinstance(release_measured(answers, turns, key=float, grain=0.1), Withheld)
    same = dict.fromkeys("abcdefgh", 0.3)
    assert isinstance(release_measured(same, turns, key=float, grain=0.1), Withheld)
    nothing = release_measured(
        {f"p{n}": n for n in range(8)}, lambda _: Finding(None, None, 8, "We can't tell yet."), key=float
    )
    assert isinstance(nothing, Withheld)


def test_what_others_know_of_people_parts_them_for_a_measure() -> None:
    def gap(answers: Any) -> Finding:
        arms = [[value for arm, value in answers if arm == which] for which in "ab"]
        return Finding(mean(arms[0]) - mean(arms[1]), None, len(answers), "")

    def measured(answers: list[tuple[str, float]]) -> Figure | Withheld:
        by_name = {f"p{n}": answer for n, answer in enumerate(answers)}
        return release_measured(by_name, gap, key=lambda answer: answer[1], known=lambda answer: answer[0])

    six = [("a", float(n)) for n in range(6)]
    shown = measured([*six, *(("b", 2.0 * n) for n in range(6))])
    assert isinstance(shown, Figure)
    assert (shown.estimate, shown.intervals) == (-2.5, ())
    assert isinstance(measured([*six, *(("b", 2.0 * n) for n in range(5))]), Withheld)
    assert isinstance(measured([*six, *(("b", 2.0) for _ in range(8))]), Withheld)


SIX = [3.0, 1, 4, 1, 5, 9]


@pytest.mark.parametrize("figure", [release(SIX), release(SIX, among=Band(5, 9)), release([1])])
def test_a_figure_comes_back_from_its_file(figure: Figure | Withheld) -> None:
    assert read_figure(json.loads(json.dumps(figure.to_json()))) == figure


@pytest.mark.parametrize("found", [split({"a": 7, "b": 12}), split({"a": 7, "b": 2}), split({})])
def test_a_split_comes_back_from_its_file(found: Split | Withheld) -> None:
    assert read_split(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(
    "data",
    [
        {"estimate": 1.0, "intervals": [], "people": 24, "most": False},
        {"estimate": 1.0, "intervals": [], "people": {"low": 0, "high": 3}, "most": False},
        {"estimate": math.nan, "intervals": [], "people": {"low": 5, "high": 9}, "most": False},
        {"estimate": 1.0, "intervals": [], "people": None, "most": False},
        {"parts": [["a", {"low": 0, "high": 3}]]},
        {"estimate": 1.0},
        [],
        None,
    ],
)
def test_a_file_with_anything_else_is_refused(data: Any) -> None:
    for read in (read_figure, read_split):
        with pytest.raises(KithError, match="Publish the edition again"):
            read(data)
