"""How a cohort predicted: planted errors are found, none is invented, and no file can break it."""

import json
import math
import random
from dataclasses import dataclass, replace
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_exercises import KithError
from kith_exercises.errors import OutOfRange
from kith_exercises.measures.prediction import (
    Doors,
    Prediction,
    Question,
    Target,
    measure_prediction,
    read_prediction,
)
from kith_exercises.privacy import Band, Figure, Level, Split, Withheld
from kith_exercises.readers import doors_of

QUESTION = Question(
    "being-seen", "marks", 0, 120, (Target("public", "In public", 55.7), Target("anonymous", "Anonymous", 40.9))
)


@dataclass(frozen=True)
class Entry:
    """A record as far as the measure looks at it."""

    value: Any
    event: str = "commit"
    seq: int = 1
    prompt: str = "being-seen"
    reach: str = "count"


def committed(public: Any, anonymous: Any, **more: Any) -> Entry:
    return Entry({"marks": {"values": {"public": public, "anonymous": anonymous}, "width": 10}}, **more)


def cohort(people: int, bias: float, seed: int, spread: float = 12.0) -> dict[str, list[Entry]]:
    chance = random.Random(seed)
    return {
        f"l{n}": [committed(55.7 + chance.gauss(bias, spread), 40.9 + chance.gauss(bias, spread))]
        for n in range(people)
    }


def looked(people: int) -> dict[str, list[Entry]]:
    return {f"k{n}": [Entry(None, "look")] for n in range(people)}


@pytest.mark.parametrize("public", [121, -1, math.nan, "50", None])
def test_a_mark_that_is_not_on_the_line_is_refused_by_name(public: Any) -> None:
    taken = Doors({f"l{n}": {"public": public, "anonymous": 40} for n in range(8)}, frozenset())
    with pytest.raises(OutOfRange, match=r"public is .*from 0 to 120"):
        measure_prediction(QUESTION, taken)


def measured(journals: dict[str, list[Entry]]) -> Prediction:
    return measure_prediction(QUESTION, doors_of(QUESTION, journals))


def figure(value: Figure | Withheld) -> Figure:
    assert isinstance(value, Figure)
    return value


def test_figures_are_the_means_of_what_was_committed() -> None:
    journals = cohort(21, -8, seed=1)
    values = [entry.value["marks"]["values"]["public"] for [entry] in journals.values()]
    mark = measured(journals).marks[0]
    assert figure(mark.prediction).estimate == round(mean(values), 1)
    assert figure(mark.error).estimate == round(mean(v - 55.7 for v in values), 1)
    assert figure(mark.distance).estimate == round(mean(abs(v - 55.7) for v in values), 1)


def test_a_planted_error_is_found_and_named() -> None:
    titles = [mark.title for mark in measured(cohort(24, -18, seed=2)).marks]
    assert all("below what came" in title for title in titles)


def test_without_an_error_the_title_mostly_says_so() -> None:
    cautious = [
        mark.title.startswith("We can't tell yet")
        for seed in range(200)
        for mark in measured(cohort(24, 0, seed)).marks
    ]
    # 400 titles at 95%: 380 expected, and 367 is three standard errors below.
    assert sum(cautious) >= 367


def covered(people: int, lookers: int, level: Level) -> int:
    """In how many of 200 cohorts the interval holds the error that was planted."""
    errors = [figure(measured(cohort(people, -5, n) | looked(lookers)).marks[0].error) for n in range(200)]
    return sum(error.interval(level).includes(-5) for error in errors)


def test_the_interval_covers_the_planted_error_as_often_as_it_says() -> None:
    # Of twelve people it is told that they are ten to fourteen, so the intervals are a tenth wider than they need be.
    assert 79 <= covered(12, 6, 50) <= 135
    assert covered(12, 6, 95) >= 181


def test_where_the_number_is_withheld_the_interval_covers_it_at_least_as_often() -> None:
    assert covered(12, 0, 50) >= 79
    assert covered(12, 0, 95) >= 181


def test_the_error_is_what_the_shown_prediction_and_the_truth_say_already() -> None:
    mark = measured(cohort(7, -5, seed=9)).marks[0]
    assert figure(mark.error) == figure(mark.prediction).measured_from(55.7)
    assert figure(mark.error).estimate == pytest.approx(figure(mark.prediction).estimate - 55.7)


@pytest.mark.parametrize("people", range(6, 10))
def test_two_figures_of_the_same_answers_do_not_give_the_number_away(people: int) -> None:
    # Errors and their sizes have the same mean square. From Student's own intervals that would give
    # n - 1 = (difference of squared means) / (difference of squared standard errors).
    found = []
    for seed in range(100):
        mark = measured(cohort(people, 0, seed, spread=10)).marks[0]
        error, size = mark.error, mark.distance
        if not isinstance(error, Figure) or not isinstance(size, Figure):
            continue  # as some lie too close together
        of_six = [(f.interval(95).high - f.estimate) / 2.571 for f in (error, size)]
        if size.estimate - abs(error.estimate) > 5:
            found.append((size.estimate**2 - error.estimate**2) / (of_six[0] ** 2 - of_six[1] ** 2) + 1)
    assert len(found) > 10
    assert median(found) == pytest.approx(6, abs=0.6)


def test_four_learners_are_not_shown() -> None:
    result = measured(cohort(4, -18, seed=3))
    assert all(isinstance(f, Withheld) for mark in result.marks for f in (mark.prediction, mark.error, mark.distance))
    assert [mark.title for mark in result.marks] == ["In public: not shown yet", "Anonymous: not shown yet"]
    assert result.doors == result.marks[0].error


def test_those_who_looked_are_counted_and_in_no_average() -> None:
    result = measured(cohort(12, 0, seed=4) | looked(6))
    assert isinstance(result.doors, Split)
    assert dict(result.doors.parts) == {"predicted": Band(10, 14), "looked": Band(5, 9)}
    assert figure(result.marks[0].error).people == Band(10, 14)
    assert not figure(result.marks[0].error).most


def test_a_few_who_looked_leave_no_exact_number_anywhere() -> None:
    result = measured(cohort(22, 0, seed=5) | looked(2))
    assert isinstance(result.doors, Withheld)
    assert figure(result.marks[0].error).people == Band(20, 24)
    assert figure(result.marks[0].error).most


def test_the_first_door_counts() -> None:
    journals = cohort(5, 0, seed=6) | looked(4)
    journals["late"] = [Entry(None, "look", seq=1), committed(1, 1, seq=2)]
    journals["early"] = [committed(2, 2, seq=1), Entry(None, "look", seq=2), committed(99, 99, seq=3)]
    journals["elsewhere"] = [committed(3, 3, prompt="another")]
    journals["private-first"] = [Entry({"why": "mine"}, seq=1), committed(4, 4, seq=2)]
    values = [e.value["marks"]["values"]["public"] for k, [e] in cohort(5, 0, seed=6).items()] + [2, 4]
    assert figure(measured(journals).marks[0].prediction).estimate == pytest.approx(mean(values), abs=0.26)
    taken = doors_of(QUESTION, journals)
    assert {"late", "k0", "k1", "k2", "k3"} == taken.looked
    assert {"early", "private-first"} < taken.predicted.keys()


def test_figures_come_back_from_their_file_and_a_mark_that_was_added_since_waits() -> None:
    made = measured(cohort(12, 0, seed=3) | looked(7))
    kept = json.loads(json.dumps(made.to_json()))
    assert read_prediction(QUESTION, kept) == made
    more = replace(QUESTION, targets=(*QUESTION.targets, Target("new", "New", 1.0)))
    added = read_prediction(more, kept).marks[-1].prediction
    assert isinstance(added, Withheld)
    assert "only after" in added.reason
    with pytest.raises(KithError, match="can't be read"):
        read_prediction(QUESTION, {"marks": []})


HOSTILE = [
    None,
    "35",
    True,
    math.nan,
    math.inf,
    -1,
    121,
    10**400,
    -(10**400),
    [35],
    {"values": 35},
    "\ud800",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:12])
def test_an_answer_that_is_no_number_on_the_line_is_unusable_and_reported(value: Any) -> None:
    honest = cohort(8, 0, seed=7)
    result = measured(honest | {"hostile": [committed(value, 40)]})
    assert doors_of(QUESTION, honest | {"hostile": [committed(value, 40)]}).unusable == 1
    assert result.marks == measured(honest).marks


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["marks", "values", "public", "anonymous", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_no_value_at_all_breaks_the_measure(value: Any) -> None:
    result = measured(cohort(6, 0, seed=8) | {"hostile": [Entry(value)]})
    assert isinstance(result.marks[0].error, Figure)
