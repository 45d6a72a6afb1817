"""Whoever keeps all editions and subtracts them finds no group smaller than a figure may stand for."""

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.privacy import Series, Terms, Thresholds, next_wave
from kith_exercises.privacy.alike import alike
from kith_exercises.privacy.cuts import atoms_of

DAY = "2026-11-22"


def published(counted: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Everything that could be said of who is counted; the tests look at that."""
    return {group: sorted(people) for group, people in counted.items()}


def wave(series: Series, answers: Mapping[str, float], **more: Any) -> Series:
    return next_wave(
        series, {"all": {who: (value,) for who, value in answers.items()}}, published, dated=DAY, terms=Terms(**more)
    )


def cohort(low: int, high: int) -> dict[str, float]:
    return {f"p{n:02}": float(37 * n % 11) for n in range(low, high)}


def of_arms(series: Series, answers: Mapping[str, float], known: Mapping[str, str], **more: Any) -> Series:
    rows = {"all": {who: (value,) for who, value in answers.items()}}
    return next_wave(series, rows, published, dated=DAY, terms=Terms(**more), known=known)


def counts(series: Series) -> list[int | None]:
    return [None if one.published is None else len(one.counted["all"]) for one in series.waves]


def test_a_wave_opens_with_five_others_for_each() -> None:
    assert wave(Series(), cohort(0, 5)) == Series()
    assert counts(wave(Series(), cohort(0, 6))) == [6]


def test_what_is_out_stays_as_it_was() -> None:
    first = wave(Series(), cohort(0, 8))
    changed = {who: value + 1 for who, value in cohort(0, 8).items()}
    assert wave(first, changed) == first
    assert wave(first, changed | cohort(8, 20)).waves[0] == first.waves[0]


def test_one_who_comes_late_waits_for_five_more() -> None:
    first = wave(Series(), cohort(0, 12))
    for late in range(1, 6):
        assert wave(first, cohort(0, 12 + late)) == first
    assert counts(wave(first, cohort(0, 18))) == [12, 18]


def test_one_who_goes_stays_in_what_is_out_and_starts_no_wave() -> None:
    first = wave(Series(), cohort(0, 12))
    assert wave(first, cohort(1, 12)) == first


def test_with_one_who_goes_as_many_others_are_missing_as_a_figure_needs() -> None:
    second = wave(wave(Series(), cohort(0, 20)), cohort(1, 30))
    assert counts(second) == [20, 24]
    before, after = (one.counted["all"] for one in second.waves)
    assert "p00" in before
    assert "p00" not in after
    assert len(before - after) == 6


def test_where_too_few_would_be_left_only_newcomers_are_counted() -> None:
    second = wave(wave(Series(), cohort(0, 8)), cohort(1, 20))
    assert second.waves[-1].counted["all"] == cohort(8, 20).keys()


def test_people_who_came_together_and_said_the_same_are_shown_neither_now_nor_later() -> None:
    same = dict.fromkeys(cohort(0, 7), 3.0)
    first = wave(Series(), same)
    assert counts(first) == [None]
    assert first.latest is None
    # With one more, whose answer differs, the figure would tell that the others had been alike, and how.
    assert wave(first, same | cohort(7, 8)) == first
    second = wave(first, same | cohort(7, 15))
    assert counts(second) == [None, 8]
    assert not second.waves[-1].counted["all"] & same.keys()


def test_a_question_that_is_asked_anew_needs_no_newcomers() -> None:
    first = wave(Series(), cohort(0, 12))
    assert counts(wave(first, cohort(0, 12), anew=True)) == [12, 12]
    assert counts(wave(first, cohort(0, 14), anew=True)) == [12, 12]
    assert counts(wave(first, cohort(1, 12), anew=True)) == [12, 6]  # one is away, and five with them
    assert counts(wave(wave(Series(), cohort(0, 11)), cohort(1, 11), anew=True)) == [11]  # too few would be left
    assert counts(wave(wave(Series(), cohort(0, 24)), cohort(1, 24), anew=True)) == [24, 18]


def test_of_each_arm_enough_must_have_come() -> None:
    arm = {f"p{n:02}": "new" if n % 4 else "old" for n in range(60)}
    assert of_arms(Series(), cohort(0, 7), arm) == Series()  # five and two
    first = of_arms(Series(), cohort(0, 24), arm)
    assert sorted(map(len, first.waves[0].arms)) == [6, 18]
    assert of_arms(first, cohort(24, 31) | cohort(0, 24), arm) == first
    # Nine of one arm and three of the other: these go on waiting.
    second = of_arms(first, cohort(0, 36), arm)
    come = second.waves[1].counted["all"] - first.waves[0].counted["all"]
    assert come == {who for who in cohort(24, 36) if arm[who] == "new"}
    # Where somebody is gone, as many of their own arm are missing.
    third = of_arms(second, {who: value for who, value in cohort(0, 60).items() if who != "p01"}, arm)
    gone = second.waves[1].counted["all"] - third.waves[2].counted["all"]
    assert len(gone) >= 6
    assert {arm[who] for who in gone} == {"new"}
    same = of_arms(Series(), {who: 3.0 if arm[who] == "old" else value for who, value in cohort(0, 24).items()}, arm)
    assert counts(same) == [None]
    assert Series.from_json(json.loads(json.dumps(third.to_json()))) == third


def test_thresholds_stay_with_the_series() -> None:
    first = wave(Series(), cohort(0, 12), thresholds=Thresholds(scores=6))
    assert wave(first, cohort(0, 18)) == first
    assert counts(wave(first, cohort(0, 19))) == [12, 19]
    with pytest.raises(KithError, match="would break that promise"):
        wave(first, cohort(0, 30), thresholds=Thresholds())


def test_a_second_way_has_its_own_newcomers_and_opens_no_wave() -> None:
    def both(predicted: Mapping[str, float], looked: int, series: Series) -> Series:
        groups: dict[str, Mapping[str, Sequence[float]]] = {
            "predicted": {who: (value,) for who, value in predicted.items()},
            "looked": {f"k{n}": () for n in range(looked)},
        }
        return next_wave(series, groups, published, dated=DAY)

    first = both(cohort(0, 10), 2, Series())
    assert len(first.waves[0].counted["looked"]) == 2
    assert both(cohort(0, 10), 12, first) == first
    assert len(both(cohort(0, 16), 4, first).waves[-1].counted["looked"]) == 2
    assert len(both(cohort(0, 16), 8, first).waves[-1].counted["looked"]) == 8


def test_texts_wait_for_ten_others() -> None:
    assert wave(Series(), cohort(0, 10), kind="text") == Series()
    first = wave(Series(), cohort(0, 11), kind="text")
    assert wave(first, cohort(0, 21), kind="text") == first
    assert counts(wave(first, cohort(0, 22), kind="text")) == [11, 22]


def test_a_series_comes_back_from_its_file() -> None:
    series = wave(wave(Series(), cohort(0, 20)), cohort(1, 30))
    assert Series.from_json(json.loads(json.dumps(series.to_json()))) == series
    with pytest.raises(KithError, match="Bring their file back"):
        Series.from_json([{"dated": DAY}])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3, 5]), st.booleans(), st.integers(2, 5), st.integers(1, 3))
def test_whoever_comes_and_goes_each_lot_is_large_enough_and_answers_in_it_differ(
    seed: int, scores: int, anew: bool, kinds: int, arms: int
) -> None:
    chance = random.Random(seed)
    everybody = {f"p{n:02}": float(chance.randrange(kinds)) for n in range(40)}
    arm = {who: str(chance.randrange(arms)) for who in everybody} if arms > 1 else {}
    present: set[str] = set()
    gone: set[str] = set()
    series = Series()
    for _ in range(6):
        here = set(chance.sample(sorted(everybody), chance.randrange(12)))
        gone |= {who for who in present if chance.random() < 0.06}
        present = (present | here) - gone
        answers = {who: everybody[who] for who in sorted(present)}
        before = len(series.waves)
        series = of_arms(series, answers, arm, thresholds=Thresholds(scores=scores), anew=anew)
        if len(series.waves) > before:
            assert series.waves[-1].counted["all"] <= present
    sets = [one.counted["all"] for one in series.waves if one.published is not None]
    by_arm = [frozenset(who for who in arm if arm[who] == one) for one in {*arm.values()}]
    for lot in atoms_of([*sets, *(people & frozenset[str]().union(*sets) for people in by_arm)]):
        assert len(lot) > scores
        assert not alike([everybody[who] for who in sorted(lot)], 1)
