"""A released figure in words: a claim where it shows something, and "We can't tell yet" where it does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator
from textstat import textstat

from kith_exercises.measures.calibration import Claim, overconfidence
from kith_exercises.measures.change import change
from kith_exercises.measures.finding import Finding, Interval, Wording
from kith_exercises.measures.forecasts import Forecast, forecast_error, forecast_miss
from kith_exercises.measures.label_gap import Rating, label_gap
from kith_exercises.measures.lots import difference_by_lot
from kith_exercises.measures.say_back import HEARD, Marked, felt_understood, points_heard
from kith_exercises.measures.told import told
from kith_exercises.measures.turns import gini, turn_gini_by_lot
from kith_exercises.primitives.figures import worded
from kith_exercises.privacy import Figure, Withheld, release, release_measured
from kith_widgets.words import speaking
from tests.measures import planted

COHORTS = 100
LABELS = ("senior", "new")
WAYS = ("full", "words")
LOTS = ("free", "facts first")
CAN_NOT = "We can't tell yet"

ASKED = Wording("“free” and “new” differ", "“free” came {size} points higher", "“free” came {size} points lower")

Rows = Sequence[Any]


@dataclass(frozen=True)
class Case:
    """What a cohort gave, by learner (or group), and how a figure is made of it."""

    name: str
    answers: Callable[[Generator, float], Mapping[str, Any]]
    measure: Callable[[Rows], Finding]
    key: Callable[[Any], float]
    known: Callable[[Any], str] | None = None


def by_learner(rows: Rows) -> dict[str, Rows]:
    return {name: [row for row in rows if row[0] == name] for name in {row[0] for row in rows}}


def all_of(answers: Rows) -> Rows:
    return [row for rows in answers for row in rows]


def mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def before_and_after(chance: Generator, effect: float) -> Mapping[str, Any]:
    before, after = planted.before_and_after(chance, effect)
    return {name: (name, before[name], after[name]) for name in before}


def in_two_lots(chance: Generator, effect: float) -> Mapping[str, Any]:
    values = planted.two_lots(chance, effect)
    return {f"{lot}-{n}": (lot, value) for lot, lots in zip(LOTS, values, strict=True) for n, value in enumerate(lots)}


def talk_in_two_lots(chance: Generator, effect: float) -> Mapping[str, Any]:
    lots = planted.talks(chance, 2.0 - effect, 12), planted.talks(chance, 2.0, 12)
    return {
        f"{lot}-{n}": (lot, group) for lot, groups in zip(LOTS, lots, strict=True) for n, group in enumerate(groups)
    }


def split_by_lot(rows: Rows) -> list[list[Any]]:
    return [[value for lot, value in rows if lot == one] for one in LOTS]


def changes(rows: Rows) -> Finding:
    one, other = ({row[0]: row[place] for row in rows} for place in (1, 2))
    return change(one, other, what="ease", scale=(1, 7))


CASES = [
    Case(
        "forecasts",
        lambda chance, effect: by_learner(planted.forecasts(chance, effect)),
        lambda rows: forecast_error([Forecast(*row) for row in all_of(rows)], scale=(0, 20)),
        lambda rows: mean([said for _, said, _ in rows]),
    ),
    Case(
        "points heard",
        lambda chance, effect: by_learner(planted.say_backs(chance, effect)),
        lambda rows: points_heard([Marked(*row) for row in all_of(rows)], WAYS),
        lambda rows: mean([HEARD[point] for row in rows for point in row[2]]),
    ),
    Case(
        "understood",
        lambda chance, effect: by_learner(planted.say_backs(chance, effect)),
        lambda rows: felt_understood([Marked(*row) for row in all_of(rows)], WAYS),
        lambda rows: mean([row[3] for row in rows]),
    ),
    Case(
        "labels",
        lambda chance, effect: by_learner(planted.ratings(chance, effect)),
        lambda rows: label_gap([Rating(*row) for row in all_of(rows)], LABELS),
        lambda rows: mean([row[3] for row in rows]),
    ),
    Case(
        "sureness",
        lambda chance, effect: by_learner(planted.claims(chance, effect)),
        lambda rows: overconfidence([Claim(*row) for row in all_of(rows)]),
        lambda rows: mean([row[1] for row in rows]),
    ),
    Case("change", before_and_after, changes, lambda row: float(row[1])),
    Case(
        "lots",
        in_two_lots,
        lambda rows: difference_by_lot(*split_by_lot(rows), names=LOTS, scale=(0, 20)),
        lambda row: float(row[1]),
        lambda row: str(row[0]),
    ),
    Case(
        "talk",
        talk_in_two_lots,
        lambda rows: turn_gini_by_lot(*split_by_lot(rows), names=LOTS),
        lambda row: gini(row[1]),
        lambda row: str(row[0]),
    ),
]


def told_of(case: Case, chance: Generator, effect: float) -> tuple[str, str]:
    """Title and sentence of one cohort's figure, all the way from its rows through the gate."""
    answers, found = case.answers(chance, effect), list[Finding]()

    def measured(rows: Rows) -> Finding:
        found.append(case.measure(rows))
        return found[-1]

    figure = release_measured(answers, measured, key=case.key, known=case.known, grain=0.01, digits=2)
    assert found[0].words is not None
    return told(figure, found[0].words)


def titles(case: Case, effect: float) -> list[str]:
    return [told_of(case, np.random.default_rng([2026, number]), effect)[0] for number in range(COHORTS)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_where_nothing_was_planted_93_of_100_titles_say_that_we_cant_tell(case: Case) -> None:
    assert sum(title.startswith(CAN_NOT) for title in titles(case, 0.0)) >= 93


@pytest.mark.parametrize(("name", "effect"), [("forecasts", 1.6), ("labels", 1.0), ("lots", 3.5)])
def test_where_enough_was_planted_most_titles_say_what(name: str, effect: float) -> None:
    case = next(case for case in CASES if case.name == name)
    assert sum(title.startswith(CAN_NOT) for title in titles(case, effect)) <= 25


def test_predictions_that_are_right_on_average_say_so_in_93_of_100_cohorts() -> None:
    words = Wording("we put it too high or too low", "We put it {size} too high", "We put it {size} too low", "tunes")
    found = []
    for number in range(COHORTS):
        guesses = np.random.default_rng([2026, number]).integers(30, 91, 24)
        figure = release([float(guess) for guess in guesses])
        assert isinstance(figure, Figure)
        found.append(told(figure.measured_from(60), words)[0])
    assert sum(title.startswith(CAN_NOT) for title in found) >= 93


def figure_of(estimate: float, low: float, high: float, people: int = 24) -> Figure:
    """A figure that a measure found in so many people."""
    found = Finding(estimate, Interval(low, high), people, "")
    answers = {name: float(place % 3) for place, name in enumerate(planted.names(people))}
    figure = release_measured(answers, lambda _: found, key=float)
    assert isinstance(figure, Figure)
    return figure


def test_a_claim_tells_its_size_its_ends_and_for_how_many() -> None:
    assert told(figure_of(1.24, 0.36, 2.12), ASKED) == (
        "“free” came 1.2 points higher",
        "It may be as little as 0.4, and as much as 2.1 (at 95%, 20 to 24 learners).",
    )
    assert told(figure_of(-1.24, -2.12, -0.36), ASKED) == (
        "“free” came 1.2 points lower",
        "It may be as little as 0.4, and as much as 2.1 (at 95%, 20 to 24 learners).",
    )


def test_where_nothing_is_ruled_out_all_that_is_possible_is_told() -> None:
    assert told(figure_of(0.3, -0.36, 0.92), ASKED) == (
        "We can't tell yet whether “free” and “new” differ",
        "Anything from −0.4 to 0.9 points is possible, no difference too (at 95%, 20 to 24 learners).",
    )


def test_an_end_that_is_rounded_to_nothing_rules_nothing_out() -> None:
    title, sentence = told(figure_of(0.3, 0.04, 0.56), ASKED)
    assert title.startswith(CAN_NOT)
    assert sentence.startswith("Anything from 0 to 0.6")


def test_shares_are_told_in_percentage_points() -> None:
    words = Wording(
        "we are surer than right", "Surer by {size} points", "Less sure by {size} points", "points", times=100
    )
    assert told(figure_of(0.3, 0.1, 0.5), words)[0] == "Surer by 30 points"
    assert told(figure_of(0.3, -0.1, 0.5), words)[1].startswith("Anything from −10 to 50 points")


def test_a_measure_without_a_null_describes() -> None:
    found = forecast_miss(
        [Forecast(name, 8, 8 + place % 3) for place, name in enumerate(planted.names(24))], scale=(0, 20)
    )
    assert found.words is not None
    title, sentence = told(figure_of(1.04, 0.6, 1.4), found.words, None)
    assert title == "Forecasts were off by 1 points"
    assert sentence == "0.6 to 1.4 at 95%, 20 to 24 learners."


def test_an_interval_over_half_the_scale_is_told_as_nearly_anything() -> None:
    found = Wording("", "Off by {size} times", "", "times")
    wide, narrow = figure_of(40, 0, 80), figure_of(40, 36, 44)
    assert told(wide, found, None, span=120)[1] == (
        "With so few answers it could be nearly anything: 0 to 80 (20 to 24 learners)."
    )
    assert told(narrow, found, None, span=120)[1] == "36 to 44 at 95%, 20 to 24 learners."
    title, sentence = told(figure_of(10, -40, 60), ASKED, span=120)
    assert title.startswith(CAN_NOT)
    assert sentence == "With so few answers it could be nearly anything: −40 to 60 points (20 to 24 learners)."


def test_a_figure_that_is_withheld_tells_why() -> None:
    figure = release([1.0, 2.0])
    assert isinstance(figure, Withheld)
    assert told(figure, ASKED) == ("We can't tell yet whether “free” and “new” differ", figure.reason)
    assert told(figure, Wording("", "Off by {size}", "Off by {size}"), None) == ("Not shown yet", figure.reason)


def test_a_home_of_another_language_is_told_in_it_with_its_numbers() -> None:
    with speaking("de"):
        words = worded("expected")
        assert told(figure_of(1.2, 0.4, 2.0), words) == (
            "Wir haben 1,2 Punkte mehr erwartet, als kam",
            "Es kann so wenig wie 0,4 sein und so viel wie 2 (zu 95 %, 20 bis 24 Lernende).",
        )
        few = release([1.0, 2.0])
        assert isinstance(few, Withheld)
        assert few.short == "weniger als fünf andere"
        assert told(few, words)[0] == "Wir können noch nicht sagen, ob wir zu viel oder zu wenig erwarten"
    assert told(figure_of(1.2, 0.4, 2.0), worded("expected"))[0] == "We expected 1.2 points more than came"


def test_names_with_braces_stand_as_they_are() -> None:
    words = Wording("“{a}” counts", "“{a}” came {size} higher", "“{a}” came {size} lower")
    assert told(figure_of(1.2, 0.4, 2.0), words)[0] == "“{a}” came 1.2 higher"


@pytest.mark.parametrize("ends", [(0.4, 2.0), (-0.4, 0.9)])
def test_what_is_told_is_plain_to_read(ends: tuple[float, float]) -> None:
    title, sentence = told(figure_of(sum(ends) / 2, *ends), ASKED)
    assert textstat.flesch_kincaid_grade(f"{title}. {sentence}") <= 10
